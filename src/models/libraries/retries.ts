import type { Model } from '../model';

/**
 * Libraries that run a function again until it works, with growing delays unless told otherwise.
 * What only slows calls down (p-queue, p-throttle) or stops them (opossum) repeats nothing.
 * Sources: the README of each.
 */
export const retries: readonly Model[] = [
  one('p-retry', 'default'),
  one('async-retry', 'default'),
  one('promise-retry', 'default'),
  one('exponential-backoff', 'backOff'),
  one('@lifeomic/attempt', 'retry'),
  one('ts-retry', 'retry*'),
  one('ts-retry-promise', 'retry*'),
  one('radash', 'retry'),
  one('es-toolkit', 'retry'),
  one('promise-retrier', ['default', '*().*', '*']),
  one('@humanwhocodes/retry', 'Retrier().retry'),
  // The callback of `attempt` is run again by `operation.retry(error)`.
  one('retry', 'operation().attempt'),
  one('bottleneck', ['default().{schedule,submit}', 'default().wrap()']),
  {
    id: 'cockatiel',
    title: 'cockatiel',
    packages: ['cockatiel'],
    things: { policy: { from: ['{retry,wrap}()', 'Policy'], builds: true } },
    retries: [{ call: '<policy>.execute' }],
  },
];

function one(name: string, call: string | readonly string[]): Model {
  return { id: name, title: name, packages: [name], retries: [{ call }] };
}
