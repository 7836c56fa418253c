import { dependencyRange, dependsOn, type Package } from '../../analysis/source/packages';
import type { Framework, RoutePlace } from './framework';
import { inStyle } from '../../routes/inStyle';
import { routeText, webDialect, type RouteFile, type RouteSpec } from '../../routes/route';
import { hasFile } from '../../routes/upload';

/** SvelteKit. Source: svelte.dev/docs/kit, "Routing", "Server-only modules", "$env/static/private". */
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
  route(spec, { exists, read, pkg }) {
    const extension = spec.typescript ? 'ts' : 'js';
    const file = `src/routes/api/${spec.name}/+server.${extension}`;
    const declared = declaresVariables(pkg) ? variables(spec, read) : {};
    if (exists(file) || !declared) return undefined;
    const from = declaresVariables(pkg) ? '$app/env/private' : '$env/static/private';
    // Source: svelte.dev/docs/kit, "adapter-node", "BODY_SIZE_LIMIT".
    const limited =
      hasFile(spec.fields) && pkg.dependencies.has('@sveltejs/adapter-node')
        ? {
            note: 'Start the built server with `BODY_SIZE_LIMIT=26M`: it refuses bodies of more than 512 KB otherwise.',
          }
        : {};
    return {
      file,
      url: `/api/${spec.name}`,
      ...declared,
      ...limited,
      text: routeText(
        spec,
        webDialect(
          (ts) =>
            ts
              ? 'export async function POST({ request }: { request: Request }): Promise<Response> {'
              : 'export async function POST({ request }) {',
          {
            bundled: true,
            client: 'new OpenAI({ apiKey: OPENAI_API_KEY })',
            imports: [`import { OPENAI_API_KEY } from '${from}';`],
          },
        ),
      ),
    };
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
  // From version 3 on the variable must be declared in `src/env` too, which the move of a key does not do.
  secret: (name, { pkg }) =>
    declaresVariables(pkg)
      ? undefined
      : { expression: name, importName: name, importFrom: '$env/static/private', envFile: '.env' },
};

/** From version 3 on, variables are declared in `src/env`, and `$env/static/private` no longer gives those that are not. */
function declaresVariables(pkg: Package): boolean {
  return /^\D*([3-9]|\d{2,})(\.|$)/.test(dependencyRange(pkg, '@sveltejs/kit') ?? '');
}

/** The declaration of the key in `src/env`: a new file, an entry of the one that exists, nothing when it is there; `undefined` when its form is not known. */
function variables(
  spec: RouteSpec,
  read: RoutePlace['read'],
): Pick<RouteFile, 'beside' | 'patches'> | undefined {
  const file = ['src/env.ts', 'src/env.js'].find((path) => read(path) !== undefined);
  const source = file === undefined ? undefined : read(file);
  if (file === undefined || source === undefined) {
    const text =
      "import { defineEnvVars } from '@sveltejs/kit/env';\n\nexport const variables = defineEnvVars({\n  OPENAI_API_KEY: {},\n});\n";
    return {
      beside: { file: `src/env.${spec.typescript ? 'ts' : 'js'}`, text: inStyle(text, spec) },
    };
  }
  if (/\bOPENAI_API_KEY\b/.test(source)) return {};
  const open = /defineEnvVars\(\{/.exec(source);
  return open
    ? {
        patches: [
          {
            file,
            edits: [
              {
                start: open.index + open[0].length,
                end: open.index + open[0].length,
                text: '\n  OPENAI_API_KEY: {},',
              },
            ],
          },
        ],
      }
    : undefined;
}
