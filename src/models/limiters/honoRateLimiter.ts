import type { Limiter } from './limiter';

/** Sources: honohub.dev, "Rate limiter"; hono.dev/docs/helpers/conninfo. */
export const honoRateLimiter: Limiter = {
  id: 'hono-rate-limiter',
  frameworks: ['hono', '@hono/zod-openapi'],
  from: 'hono-rate-limiter',
  name: 'rateLimiter',
  exported: 'named',
  since: 0,
  ranges: [{ framework: 4, range: '^0.4.2' }],
  needs: [{ name: 'getConnInfo', from: '@hono/node-server/conninfo' }],
  onlyWith: {
    package: '@hono/node-server',
    reason:
      'this application does not run on Node alone, and its instances may share no memory: count ' +
      'in a store that they share, first thing in the handler',
  },
  stands: 'before-handler',
  made: (calls) =>
    `rateLimiter({ windowMs: 60_000, limit: ${calls}, keyGenerator: (c) => getConnInfo(c).remote.address ?? '' })`,
  note:
    'Choose how many calls a caller needs. Behind a proxy, take the caller’s address from the ' +
    'header that the proxy sets: else all callers have the address of the proxy.',
};
