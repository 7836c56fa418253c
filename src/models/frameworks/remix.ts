import { dependsOn } from '../../analysis/source/packages';
import { nodeSecret, type Framework } from './framework';
import { routeText, webDialect, type Patch } from '../../routes/route';

const SERVER_EXPORTS = ['loader', 'action', 'headers', 'middleware', 'unstable_middleware'];

/** Remix and React Router 7 in framework mode. Source: reactrouter.com, "Framework: Data loading", "Server-only modules". */
export const remix: Framework = {
  id: 'remix',
  title: 'Remix / React Router',
  packages: [
    '@remix-run/node',
    '@remix-run/react',
    '@remix-run/server-runtime',
    'react-router',
    '@react-router/node',
  ],
  sinks: [
    { call: '{json,data,defer}', into: 'response' },
    { call: ['redirect', 'useNavigate()'], into: 'address' },
  ],
  readers: [
    {
      call: [
        '{ActionFunctionArgs,LoaderFunctionArgs,ActionArgs}()',
        'Route.{ActionArgs,LoaderArgs}()',
      ],
      of: 'type',
      is: { as: 'http' },
    },
  ],
  answers: [{ call: '{json,data,redirect}()' }],
  publicEnvPrefixes: ['VITE_'],
  applies: (pkg, packages) =>
    [
      '@remix-run/react',
      '@remix-run/node',
      '@remix-run/cloudflare',
      '@react-router/dev',
      '@react-router/node',
    ].some((name) => dependsOn(pkg, packages, name)),
  entry({ local, head, specifiers }) {
    if (
      /\.server\.[jt]sx?$/.test(local) ||
      /(^|\/)\.server\//.test(local) ||
      /(^|\/)entry\.server\./.test(local)
    )
      return { surface: 'server', why: 'it is a server-only module', boundary: true };
    if (/\.client\.[jt]sx?$/.test(local) || /(^|\/)entry\.client\./.test(local))
      return { surface: 'browser', why: 'it is a client-only module' };
    if (!/^(src\/)?app\/(routes\/.*|root)\.[jt]sx?$/.test(local)) return undefined;
    // A resource route has no component: all of it stays on the server.
    const hasComponent =
      local.endsWith('x') || /export\s+default/.test(head) || specifiers.includes('react');
    return hasComponent
      ? { surface: 'browser', why: 'it is a route with a component' }
      : { surface: 'server', why: 'it is a resource route', boundary: true };
  },
  serverExports: ({ local }) => (/^(src\/)?app\/(routes\/|root)/.test(local) ? SERVER_EXPORTS : []),
  handlers: () => ({
    names: /^(loader|action|clientLoader|clientAction)$/,
    what: 'the loader or action',
  }),
  route(spec, { exists, files, read }) {
    const extension = spec.typescript ? 'ts' : 'js';
    const table = files.find((path) => /^app\/routes\.[jt]s$/.test(path));
    const source = table === undefined ? undefined : read(table);
    const byFiles = source === undefined || /\bflatRoutes\(/.test(source);
    const file = `app/routes/api.${spec.name}.${extension}`;
    const edits = byFiles
      ? undefined
      : entryIn(source, `api/${spec.name}`, file.slice('app/'.length));
    if (exists(file) || (byFiles ? !files.some((path) => path.startsWith('app/routes/')) : !edits))
      return undefined;
    return {
      file,
      ...(edits && table ? { patches: [{ file: table, edits }] } : {}),
      url: `/api/${spec.name}`,
      text: routeText(
        spec,
        webDialect(
          (ts) =>
            ts
              ? 'export async function action({ request }: { request: Request }): Promise<Response> {'
              : 'export async function action({ request }) {',
          { bundled: true },
        ),
      ),
    };
  },
  secret: (name) => nodeSecret(name),
};

/** The edits that put a route into the table of `app/routes.ts`: an entry of the list, and the import of `route`. */
function entryIn(source: string, path: string, file: string): Patch['edits'] | undefined {
  const list = /export\s+default\s*(\[)(\s*)/.exec(source);
  const names = /import\s*\{([^}]*)\}\s*from\s*(['"])@react-router\/dev\/routes\2/.exec(source);
  if (!list || !names) return undefined;
  const quote = names[2];
  const entry = `route(${quote}${path}${quote}, ${quote}${file}${quote}),`;
  const at = list.index + list[0].indexOf('[') + 1;
  const gap = list[2].includes('\n') ? list[2] : '';
  const nameAt = names.index + names[0].indexOf('{') + 1;
  return [
    ...(/\broute\b(?!\s*as)/.test(names[1])
      ? []
      : [{ start: nameAt, end: nameAt, text: ' route,' }]),
    { start: at, end: at, text: gap === '' ? `${entry} ` : `${gap}${entry}` },
  ];
}
