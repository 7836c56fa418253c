import type { Limiter } from './limiter';

/** Source: the README of @fastify/rate-limit, "Compatibility", "Options on the endpoint itself". */
export const fastifyRateLimit: Limiter = {
  id: 'fastify-rate-limit',
  frameworks: ['fastify'],
  from: '@fastify/rate-limit',
  name: 'fastifyRateLimit',
  exported: 'named',
  since: 8,
  ranges: [
    { framework: 5, range: '^11.0.0' },
    { framework: 4, range: '^9.0.0' },
  ],
  stands: 'in-options',
  register: 'register',
  options: '{ global: false }',
  option: 'config',
  property: (calls) => ({ name: 'rateLimit', value: `{ max: ${calls}, timeWindow: '1 minute' }` }),
  note:
    'Choose how many calls a caller needs. Behind a proxy, set `trustProxy`: else all callers have ' +
    'the address of the proxy.',
};
