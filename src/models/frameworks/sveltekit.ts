import { dependencyRange, dependsOn, type PackageView } from '../package';
import { webDialect } from './dialect';
import type { Framework } from './framework';
import { named } from './loaded';
import type { Declaration } from './placement';

/**
 * SvelteKit. Source: svelte.dev/docs/kit, "Routing", "Server-only modules", "$env/static/private".
 */
export const sveltekit: Framework = {
  id: 'sveltekit',
  title: 'SvelteKit',
  packages: ['@sveltejs/kit'],
  sinks: [
    { call: '{json,text}', into: 'response' },
    { call: 'redirect', into: 'address' },
  ],
  readers: [{ call: 'RequestEvent()', of: 'type', is: { as: 'http' } }],
  errorExports: [
    { module: 'hooks.server', name: 'handleError', label: '`handleError` catches it' },
  ],
  answers: [{ call: '{error,fail,redirect,json}()' }],
  publicEnvPrefixes: ['PUBLIC_', 'VITE_'],
  gates: /^src\/hooks(\.server)?\.[jt]s$/,
  applies: (pkg, packages) => dependsOn(pkg, packages, '@sveltejs/kit'),
  entry({ local }) {
    if (/(^|\/)(\+server|\+page\.server|\+layout\.server|hooks\.server)\.[jt]s$/.test(local))
      return { surface: 'server', why: 'SvelteKit runs it on the server', boundary: true };
    if (/\.server\.[jt]s$/.test(local) || /(^|\/)lib\/server\//.test(local))
      return { surface: 'server', why: 'it is a server-only module', boundary: true };
    if (/(^|\/)\+(page|layout)\.[jt]s$/.test(local))
      return { surface: 'browser', why: 'a universal load function runs in the browser too' };
    if (/(^|\/)hooks\.client\.[jt]s$/.test(local))
      return { surface: 'browser', why: 'it is the client hook' };
    return local.endsWith('.svelte')
      ? { surface: 'browser', why: 'it is a Svelte component' }
      : undefined;
  },
  handlers({ local }) {
    if (/(^|\/)\+server\.[jt]s$/.test(local))
      return { names: /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|fallback)$/, what: 'the endpoint' };
    if (/\.remote\.[jt]s$/.test(local))
      return { names: /./, entry: 'action', what: 'the remote function' };
    return /(^|\/)\+(page|layout)(\.server)?\.[jt]s$/.test(local)
      ? { names: /^(load|actions(\.\w+)?)$/, what: 'the load function or action' }
      : undefined;
  },
  // svelte.dev/docs/kit, "Configuration", "Static site generation".
  site: {
    configs: 'svelte.config',
    base: 'kit.paths.base',
    exporters: ['@sveltejs/adapter-static'],
  },
  placement: {
    kind: 'file',
    at: ({ name, typescript, takesFile, variable }, { pkg }) => ({
      file: `src/routes/api/${name}/+server.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        typescript
          ? 'export async function POST({ request }: { request: Request }): Promise<Response> {'
          : 'export async function POST({ request }) {',
        {
          bundled: true,
          key: variable,
          imports: [
            named(declaresVariables(pkg) ? '$app/env/private' : '$env/static/private', variable),
          ],
        },
      ),
      ...(declaresVariables(pkg) ? { declares: keyDeclaration(typescript, variable) } : {}),
      // Source: svelte.dev/docs/kit, "adapter-node", "BODY_SIZE_LIMIT".
      ...(takesFile && pkg.dependencies.has('@sveltejs/adapter-node')
        ? {
            note: 'Start the built server with `BODY_SIZE_LIMIT=26M`: it refuses bodies of more than 512 KB otherwise.',
          }
        : {}),
    }),
  },
  urlOf(local) {
    const path = /^src\/routes\/(.+)\/\+server\.[jt]s$/.exec(local)?.[1];
    return path === undefined || path.includes('[')
      ? undefined
      : `/${path
          .split('/')
          .filter((part) => !/^\(.*\)$/.test(part))
          .join('/')}`;
  },
  // From version 3 on the variable must be declared in `src/env` too, which the move of a key does
  // not do.
  secret: (name, { pkg }) =>
    declaresVariables(pkg)
      ? undefined
      : { expression: name, importName: name, importFrom: '$env/static/private', envFile: '.env' },
};

/**
 * From version 3 on, variables are declared in `src/env`, and `$env/static/private` no longer gives
 * those that are not.
 */
function declaresVariables(pkg: PackageView): boolean {
  return /^\D*([3-9]|\d{2,})(\.|$)/.test(dependencyRange(pkg, '@sveltejs/kit') ?? '');
}

function keyDeclaration(typescript: boolean, variable: string): Declaration {
  return {
    files: ['src/env.ts', 'src/env.js'],
    made: {
      file: `src/env.${typescript ? 'ts' : 'js'}`,
      text: [
        "import { defineEnvVars } from '@sveltejs/kit/env';",
        '',
        'export const variables = defineEnvVars({',
        `  ${variable}: {},`,
        '});',
        '',
      ].join('\n'),
    },
    name: variable,
    value: '{}',
    list: { packages: ['@sveltejs/kit'], call: 'defineEnvVars()' },
  };
}
