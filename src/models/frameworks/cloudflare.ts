import { webDialect, type Dialect } from './dialect';
import type { Framework } from './framework';
import { named } from './loaded';
import type { RouteShape } from './placement';

/**
 * Cloudflare Workers and Pages functions. Source: developers.cloudflare.com/workers, "Secrets",
 * "nodejs_compat: process.env", "cloudflare:workers".
 */
export const cloudflare: Framework = {
  id: 'cloudflare',
  title: 'Cloudflare Workers',
  gates: /^functions\/(.*\/)?_middleware\.[jt]s$/,
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
  placement: {
    kind: 'file',
    // A Worker has settings of its own, not those of the page's build.
    cannot: ['page-settings'],
    at: (shape, { files }) =>
      files.some((file) => file.startsWith('functions/'))
        ? {
            file: `functions/api/${shape.name}.${shape.typescript ? 'ts' : 'js'}`,
            url: `/api/${shape.name}`,
            dialect: pagesDialect(shape),
          }
        : undefined,
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

function pagesDialect({ typescript, variable }: RouteShape): Dialect {
  const imports = [named('cloudflare:workers', 'env')];
  // `wrangler types` knows the secret only when it has run again, and a body of Workers is
  // `unknown`.
  return typescript
    ? webDialect(
        'export async function onRequestPost({ request }: { request: Request }): Promise<Response> {',
        {
          imports,
          key: `(env as { ${variable}?: string }).${variable}`,
          body: '(await request.json().catch(() => ({}))) as Record<string, unknown>',
        },
      )
    : webDialect('export async function onRequestPost({ request }) {', {
        imports,
        key: `env.${variable}`,
      });
}
