import type { Limiter } from './limiter';

/** Source: the README of koa-ratelimit, "With a memory driver". */
export const koaRatelimit: Limiter = {
  id: 'koa-ratelimit',
  frameworks: ['@koa/router', 'koa-router', 'koa'],
  from: 'koa-ratelimit',
  name: 'ratelimit',
  exported: 'default',
  since: 5,
  ranges: [{ framework: 2, range: '^6.0.0' }],
  types: { name: '@types/koa-ratelimit', range: '^5.0.5' },
  stands: 'before-handler',
  made: (calls) =>
    `ratelimit({ driver: 'memory', db: new Map(), duration: 60_000, max: ${calls} })`,
  note:
    'Choose how many calls a caller needs. Behind a proxy, set `app.proxy = true`: else all callers ' +
    'have the address of the proxy.',
};
