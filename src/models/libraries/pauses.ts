import type { Model } from '../model';

/**
 * What waits a number of milliseconds and gives a promise. Sources: nodejs.org/api/timers, the
 * README of each.
 */
export const pauses: readonly Model[] = [
  {
    id: 'node-timers',
    title: 'Node’s timers',
    packages: ['timers/promises', 'node:timers/promises'],
    pauses: [{ call: ['setTimeout', 'scheduler.wait'], argument: 0 }],
  },
  {
    id: 'delay',
    title: 'delay',
    packages: ['delay', 'sleep-promise', 'yoctodelay'],
    pauses: [{ call: 'default', argument: 0 }],
  },
  {
    id: 'utilities',
    title: 'utilities',
    packages: ['radash', 'es-toolkit', 'bluebird'],
    pauses: [{ call: ['sleep', 'delay'], argument: 0 }],
  },
  {
    id: 'node-promisify',
    title: 'Node’s `promisify`',
    packages: ['util', 'node:util'],
    // `promisify(setTimeout)` is what of Node's is promisified to wait.
    pauses: [{ call: 'promisify()', argument: 0 }],
  },
];
