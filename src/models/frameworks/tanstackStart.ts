import { dependsOn } from '../../analysis/source/packages';
import { nodeSecret, type Framework } from './framework';
import { routeText, webDialect } from '../../routes/route';

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
  things: { server: { from: 'createServerFn()', builds: true } },
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
  serverCalls:
    /^createServerFn(\.\w+)*\.handler$|^createServerOnlyFn$|^createServerFileRoute\.methods$|^createMiddleware(\.\w+)*\.server$/,
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
  route(spec, { exists }) {
    const file = `src/routes/api/${spec.name}.${spec.typescript ? 'ts' : 'js'}`;
    const open = (ts: boolean) =>
      `export const Route = createFileRoute('/api/${spec.name}')({ server: { handlers: { POST: async ({ request }${ts ? ': { request: Request }): Promise<Response>' : ')'} => {`;
    return exists(file)
      ? undefined
      : {
          file,
          url: `/api/${spec.name}`,
          text: routeText(
            spec,
            webDialect(open, {
              bundled: true,
              close: '} } } });',
              imports: ["import { createFileRoute } from '@tanstack/react-router';"],
            }),
          ),
        };
  },
  secret: (name) => nodeSecret(name),
};
