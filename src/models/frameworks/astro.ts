import { dependsOn } from '../package';
import { webDialect } from './dialect';
import type { Framework } from './framework';

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
  gates: /^src\/middleware(\/index)?\.[cm]?[jt]s$/,
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
      ? // Up to version 2 they were written in lower case.
        {
          names: /^(GET|POST|PUT|PATCH|DELETE|ALL|HEAD|OPTIONS|get|post|put|patch|del|all)$/,
          what: 'the endpoint',
        }
      : undefined,
  // docs.astro.build, "Configuration Reference": `base`.
  site: { configs: 'astro.config', base: 'base' },
  placement: {
    kind: 'file',
    at: ({ name, typescript, variable }) => ({
      file: `src/pages/api/${name}.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        typescript
          ? 'export async function POST({ request }: { request: Request }): Promise<Response> {'
          : 'export async function POST({ request }) {',
        {
          bundled: true,
          key: `import.meta.env.${variable}`,
          settings: [
            '// Rendered on demand, not at build time.',
            'export const prerender = false;',
          ],
        },
      ),
    }),
  },
  secret: (name) => ({ expression: `import.meta.env.${name}`, envFile: '.env' }),
};
