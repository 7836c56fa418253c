import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';

/** Vercel functions without a framework: files under `api`. Source: vercel.com/docs/functions. */
export const vercel: Framework = {
  id: 'vercel',
  title: 'Vercel functions',
  packages: ['@vercel/node'],
  readers: [{ call: 'VercelRequest()', of: 'type', is: { as: 'http' } }],
  gates: /^middleware\.[jt]s$/,
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
  // Source: vercel.com/docs/project-configuration, "builds" and "routes".
  site: {
    configs: 'vercel',
    byHand: {
      file: 'vercel.json',
      entries: ['builds', 'routes'],
      item: (entry, { file, url }) =>
        entry === 'builds' ? { src: file, use: '@vercel/node' } : { src: url, dest: `/${file}` },
      // A pattern may take in any file below what stands before its first asterisk.
      covers: (entry, { src }, file) =>
        entry === 'builds' && (typeof src !== 'string' || file.startsWith(src.split('*')[0])),
    },
  },
  placement: {
    kind: 'file',
    at: ({ name, typescript }) => ({
      file: `api/${name}.${typescript ? 'ts' : 'js'}`,
      url: `/api/${name}`,
      dialect: webDialect(
        typescript
          ? 'export async function POST(request: Request): Promise<Response> {'
          : 'export async function POST(request) {',
      ),
    }),
  },
  secret: (name, { local }) => (/^api\//.test(local) ? nodeSecret(name, '.env.local') : undefined),
};
