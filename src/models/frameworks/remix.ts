import { dependsOn } from '../package';
import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';

const SERVER_EXPORTS = ['loader', 'action', 'headers', 'middleware', 'unstable_middleware'];

/**
 * Remix and React Router 7 in framework mode. Source: reactrouter.com, "Framework: Data loading",
 * "Server-only modules".
 */
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
  // What a root exports as `middleware` runs before every loader and action below it.
  gates: /^app\/(middleware|root)\.[jt]sx?$/,
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
  // reactrouter.com, "react-router.config.ts": `basename`, `ssr`.
  site: {
    configs: 'react-router.config',
    base: 'basename',
    files: [{ option: 'ssr', is: false }],
  },
  placement: {
    kind: 'route-table',
    table: /^app\/routes\.[jt]s$/,
    byFiles: {
      packages: ['@react-router/fs-routes', '@remix-run/fs-routes'],
      call: 'flatRoutes()',
    },
    folder: 'app/routes/',
    root: 'app/',
    entry: { name: 'route', from: '@react-router/dev/routes' },
    at: ({ name, typescript }) => ({
      file: `app/routes/api.${name}.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        typescript
          ? 'export async function action({ request }: { request: Request }): Promise<Response> {'
          : 'export async function action({ request }) {',
        { bundled: true },
      ),
    }),
  },
  secret: (name) => nodeSecret(name),
};
