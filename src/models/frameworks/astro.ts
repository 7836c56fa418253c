import { dependsOn } from '../../analysis/source/packages';
import type { Framework } from './framework';
import { routeText, webDialect } from '../../routes/route';

/** Astro. Source: docs.astro.build, "Environment variables", "Endpoints", "Islands". */
export const astro: Framework = {
  id: 'astro',
  title: 'Astro',
  packages: ['astro', 'astro:actions'],
  registrations: [
    {
      call: 'defineAction',
      property: 'handler',
      entry: 'action',
      what: 'the server function `{name}`',
    },
  ],
  readers: [
    { call: 'APIContext()', of: 'type', is: { as: 'http' } },
    {
      call: 'Astro.{request,url,params,cookies}',
      undeclared: true,
      of: 'member',
      is: { kind: 'request', what: 'the request' },
    },
  ],
  publicEnvPrefixes: ['PUBLIC_'],
  applies: (pkg, packages) =>
    dependsOn(pkg, packages, 'astro') ||
    [...pkg.files].some((file) => /^astro\.config\./.test(file)),
  entry({ local }) {
    if (/^src\/pages\/.*\.[jt]s$/.test(local))
      return { surface: 'server', why: 'it is an Astro endpoint', boundary: true };
    if (/^src\/(middleware|actions)(\/|\.)/.test(local))
      return { surface: 'server', why: 'Astro runs it on the server', boundary: true };
    if (local.endsWith('.astro'))
      return { surface: 'server', why: 'Astro renders it on the server' };
    return /\.(vue|svelte)$/.test(local)
      ? { surface: 'browser', why: 'it is an island component' }
      : undefined;
  },
  fallback: ({ local }) =>
    /\.[jt]sx$/.test(local) ? { surface: 'browser', why: 'it is an island component' } : undefined,
  handlers: ({ local }) =>
    /^src\/pages\/.*\.[jt]s$/.test(local)
      ? { names: /^(GET|POST|PUT|PATCH|DELETE|ALL|HEAD|OPTIONS)$/, what: 'the endpoint' }
      : undefined,
  route(spec, { exists }) {
    const extension = spec.typescript ? 'ts' : 'js';
    const file = `src/pages/api/${spec.name}.${extension}`;
    return exists(file)
      ? undefined
      : {
          file,
          url: `/api/${spec.name}`,
          text: routeText(
            spec,
            webDialect(
              (ts) =>
                ts
                  ? 'export async function POST({ request }: { request: Request }): Promise<Response> {'
                  : 'export async function POST({ request }) {',
              {
                bundled: true,
                client: 'new OpenAI({ apiKey: import.meta.env.OPENAI_API_KEY })',
                imports: [
                  '',
                  '// Rendered on demand, not at build time.',
                  'export const prerender = false;',
                ],
              },
            ),
          ),
        };
  },
  secret: (name) => ({ expression: `import.meta.env.${name}`, envFile: '.env' }),
};
