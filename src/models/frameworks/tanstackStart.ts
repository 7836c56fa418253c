import { dependsOn } from '../package';
import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { named } from './loaded';

/** TanStack Start. Source: tanstack.com/start/latest/docs, "Server Functions", "Server Routes". */
export const tanstackStart: Framework = {
  id: 'tanstack-start',
  title: 'TanStack Start',
  packages: [
    '@tanstack/react-start',
    '@tanstack/start',
    '@tanstack/solid-start',
    '@tanstack/react-router',
  ],
  things: {
    server: { from: 'createServerFn()', builds: true },
    middleware: { from: 'createMiddleware()', builds: true },
  },
  serverFunctions: [
    {
      call: [
        '<server>.handler',
        '<middleware>.server',
        'createServerOnlyFn',
        'createServerFileRoute().methods',
      ],
    },
  ],
  registrations: [
    { call: '<server>.handler', argument: 0, entry: 'action', what: 'the server function' },
    { call: 'createServerFn', entry: 'action', what: 'the server function `{name}`' },
    {
      call: ['createAPIFileRoute()', 'createServerFileRoute().methods', 'createFileRoute()'],
      property: '{GET,POST,PUT,PATCH,DELETE,ANY}',
      entry: 'http',
      what: 'the handler of `{property}`',
    },
  ],
  sinks: [
    { call: 'json', into: 'response' },
    { call: ['redirect', 'useNavigate()'], into: 'address' },
  ],
  publicEnvPrefixes: ['VITE_'],
  gates: /^(src|app)\/(start|global-middleware|server)\.tsx?$/,
  applies: (pkg, packages) =>
    ['@tanstack/react-start', '@tanstack/start', '@tanstack/solid-start'].some((name) =>
      dependsOn(pkg, packages, name),
    ),
  entry({ local, head, directive }) {
    if (directive === 'use server' || /\.server\.[jt]sx?$/.test(local))
      return { surface: 'server', why: 'it is a server-only module', boundary: true };
    const routes = /^(src|app)\/(routes|server)\//.test(local);
    if (
      routes &&
      (/\/api[/.]/.test(local) ||
        /createAPIFileRoute|createServerFileRoute|ServerRoute\(/.test(head))
    )
      return { surface: 'server', why: 'it is a server route', boundary: true };
    return routes && /\.[jt]sx$/.test(local)
      ? { surface: 'browser', why: 'it is a route with a component' }
      : undefined;
  },
  serverExports: ({ local }) =>
    /^(src|app)\/routes\//.test(local) ? ['ServerRoute', 'APIRoute'] : [],
  fallback: ({ local }) =>
    /\.[jt]sx$/.test(local)
      ? { surface: 'browser', why: 'it is a component of the app' }
      : undefined,
  placement: {
    kind: 'file',
    at: ({ name, typescript }) => ({
      file: `src/routes/api/${name}.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        `export const Route = createFileRoute('/api/${name}')(` +
          `{ server: { handlers: { POST: async ${parameters(typescript)} => {`,
        {
          bundled: true,
          close: '} } } });',
          imports: [named('@tanstack/react-router', 'createFileRoute')],
        },
      ),
    }),
  },
  secret: (name) => nodeSecret(name),
};

function parameters(typescript: boolean): string {
  return typescript ? '({ request }: { request: Request }): Promise<Response>' : '({ request })';
}
