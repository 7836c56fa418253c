import { nodeSecret, type Framework } from './framework';
import { routeText, webDialect } from '../../routes/route';

/** Vercel functions without a framework: files under `api`. Source: vercel.com/docs/functions. */
export const vercel: Framework = {
  id: 'vercel',
  title: 'Vercel functions',
  packages: ['@vercel/node'],
  readers: [{ call: 'VercelRequest()', of: 'type', is: { as: 'http' } }],
  applies: (pkg) =>
    pkg.files.has('vercel.json') ||
    pkg.dependencies.has('@vercel/node') ||
    pkg.dependencies.has('@vercel/functions'),
  entry: ({ local }) =>
    /^api\//.test(local)
      ? { surface: 'server', why: 'it is a Vercel function', boundary: true }
      : undefined,
  handlers: ({ local }) =>
    /^api\//.test(local)
      ? { names: /^(default|GET|POST|PUT|PATCH|DELETE)$/, what: 'the Vercel function' }
      : undefined,
  route(spec, { exists }) {
    const extension = spec.typescript ? 'ts' : 'js';
    const file = `api/${spec.name}.${extension}`;
    return exists(file)
      ? undefined
      : {
          file,
          url: `/api/${spec.name}`,
          text: routeText(
            spec,
            webDialect((ts) =>
              ts
                ? 'export async function POST(request: Request): Promise<Response> {'
                : 'export async function POST(request) {',
            ),
          ),
        };
  },
  secret: (name, { local }) => (/^api\//.test(local) ? nodeSecret(name, '.env.local') : undefined),
};
