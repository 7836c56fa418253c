import { dependsOn } from '../analysis/packages';
import { nodeSecret, type Framework } from './framework';
import { routeText, webDialect } from './route';

const SERVER_EXPORTS = ['loader', 'action', 'headers', 'middleware', 'unstable_middleware'];

/** Remix and React Router 7 in framework mode. Source: reactrouter.com, "Framework: Data loading", "Server-only modules". */
export const remix: Framework = {
  id: 'remix',
  title: 'Remix / React Router',
  publicEnvPrefixes: ['VITE_'],
  applies: (pkg, packages) => ['@remix-run/react', '@remix-run/node', '@remix-run/cloudflare', '@react-router/dev', '@react-router/node'].some((name) => dependsOn(pkg, packages, name)),
  entry({ local, head, specifiers }) {
    if (/\.server\.[jt]sx?$/.test(local) || /(^|\/)\.server\//.test(local) || /(^|\/)entry\.server\./.test(local)) return { surface: 'server', why: 'it is a server-only module', boundary: true };
    if (/\.client\.[jt]sx?$/.test(local) || /(^|\/)entry\.client\./.test(local)) return { surface: 'browser', why: 'it is a client-only module' };
    if (!/^(src\/)?app\/(routes\/.*|root)\.[jt]sx?$/.test(local)) return undefined;
    // A resource route has no component: all of it stays on the server.
    const hasComponent = local.endsWith('x') || /export\s+default/.test(head) || specifiers.includes('react');
    return hasComponent ? { surface: 'browser', why: 'it is a route with a component' } : { surface: 'server', why: 'it is a resource route', boundary: true };
  },
  serverExports: ({ local }) => (/^(src\/)?app\/(routes\/|root)/.test(local) ? SERVER_EXPORTS : []),
  handlers: () => ({ names: /^(loader|action|clientLoader|clientAction)$/, what: 'the loader or action' }),
  route(spec, { exists, files }) {
    const extension = spec.typescript ? 'ts' : 'js';
    // Without file-system routes the route would have to be added to `app/routes.ts` by hand.
    if (!files.some((file) => file.startsWith('app/routes/'))) return undefined;
    const file = `app/routes/api.${spec.name}.${extension}`;
    return exists(file) ? undefined : { file, url: `/api/${spec.name}`, text: routeText(spec, webDialect((ts) => (ts ? 'export async function action({ request }: { request: Request }): Promise<Response> {' : 'export async function action({ request }) {'))) };
  },
  secret: (name) => nodeSecret(name),
};
