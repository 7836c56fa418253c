import { nodeSecret, type Framework } from './framework';

/** Hono, on Node or on an edge runtime. Source: hono.dev/docs, "Adapter helper: env()". */
export const hono: Framework = {
  id: 'hono',
  title: 'Hono',
  applies: (pkg) => pkg.dependencies.has('hono'),
  entry: ({ specifiers }) => (specifiers.some((name) => name === 'hono' || name.startsWith('hono/') || name === '@hono/node-server') ? { surface: 'server', why: 'it serves requests with `hono`' } : undefined),
  // On Workers the Workers convention comes first and reads its own bindings.
  secret: (name) => nodeSecret(name),
};
