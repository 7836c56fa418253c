import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';

/** Netlify functions and edge functions. Source: docs.netlify.com/functions. */
export const netlify: Framework = {
  id: 'netlify',
  title: 'Netlify functions',
  packages: ['@netlify/functions'],
  readers: [{ call: 'HandlerEvent()', of: 'type', is: { as: 'http' } }],
  gates: /^netlify\/edge-functions\//,
  applies: (pkg) =>
    pkg.files.has('netlify.toml') ||
    pkg.dependencies.has('@netlify/functions') ||
    pkg.dependencies.has('netlify-cli'),
  entry({ local }) {
    if (/(^|\/)netlify\/edge-functions\//.test(local))
      return { surface: 'edge', why: 'it is a Netlify edge function', boundary: true };
    return /(^|\/)(netlify\/functions|functions)\//.test(local)
      ? { surface: 'server', why: 'it is a Netlify function', boundary: true }
      : undefined;
  },
  handlers: ({ local }) =>
    /(^|\/)(netlify\/(functions|edge-functions)|functions)\//.test(local)
      ? { names: /^(handler|default)$/, what: 'the Netlify function' }
      : undefined,
  placement: {
    kind: 'file',
    at: ({ name, typescript }) => ({
      file: `netlify/functions/${name}.${typescript ? 'mts' : 'mjs'}`,
      url: `/.netlify/functions/${name}`,
      dialect: webDialect(
        typescript
          ? 'export default async function handler(request: Request): Promise<Response> {'
          : 'export default async function handler(request) {',
      ),
    }),
  },
  secret: (name, { local }) => (/(^|\/)functions\//.test(local) ? nodeSecret(name) : undefined),
};
