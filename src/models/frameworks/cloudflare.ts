import type { Framework } from './framework';
import { routeText, webDialect } from '../../routes/route';

/** Cloudflare Workers and Pages functions. Source: developers.cloudflare.com/workers, "Secrets", "nodejs_compat: process.env", "cloudflare:workers". */
export const cloudflare: Framework = {
  id: 'cloudflare',
  title: 'Cloudflare Workers',
  applies: (pkg) =>
    pkg.dependencies.has('wrangler') ||
    [...pkg.files].some((file) => /^wrangler\.(toml|jsonc?)$/.test(file)),
  entry({ local, head }) {
    if (/^functions\//.test(local))
      return { surface: 'edge', why: 'it is a Pages function', boundary: true };
    return /export\s+default\s*\{[^}]*\bfetch\b/.test(head)
      ? { surface: 'edge', why: 'it is a Worker' }
      : undefined;
  },
  handlers: ({ local }) =>
    /^functions\//.test(local)
      ? { names: /^onRequest\w*$/, what: 'the Pages function' }
      : { names: /^default\.(fetch|queue|email|scheduled)$/, what: 'the Worker' },
  route(spec, { exists, files }) {
    if (!files.some((file) => file.startsWith('functions/'))) return undefined;
    const file = `functions/api/${spec.name}.${spec.typescript ? 'ts' : 'js'}`;
    const open = (ts: boolean) =>
      ts
        ? 'export async function onRequestPost({ request }: { request: Request }): Promise<Response> {'
        : 'export async function onRequestPost({ request }) {';
    // A Worker has settings of its own, not those of the page's build.
    return exists(file) || spec.payload.some((line) => line.includes('import.meta.env.'))
      ? undefined
      : {
          file,
          url: `/api/${spec.name}`,
          text: routeText(
            spec,
            webDialect(open, {
              // `wrangler types` knows the secret only when it has run again, and a body of Workers is `unknown`.
              client: `new OpenAI({ apiKey: ${spec.typescript ? '(env as { OPENAI_API_KEY?: string })' : 'env'}.OPENAI_API_KEY })`,
              body: spec.typescript
                ? '(await request.json().catch(() => ({}))) as Record<string, unknown>'
                : 'await request.json().catch(() => ({}))',
              imports: ["import { env } from 'cloudflare:workers';"],
            }),
          ),
        };
  },
  secret: (name, { head, local }) =>
    /^functions\//.test(local) || /export\s+default\s*\{[^}]*\bfetch\b/.test(head)
      ? {
          expression: `env.${name}`,
          importName: 'env',
          importFrom: 'cloudflare:workers',
          envFile: '.dev.vars',
        }
      : undefined,
};
