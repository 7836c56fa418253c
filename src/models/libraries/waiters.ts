import type { Model } from '../model';

/**
 * What waits for promises, or reads streams, that it is given. Sources: rxjs.dev,
 * nodejs.org/api/stream.
 */
export const waiters: readonly Model[] = [
  {
    id: 'rxjs',
    title: 'RxJS',
    packages: ['rxjs'],
    waiters: [{ call: '{from,defer}' }],
  },
  {
    id: 'node-pipelines',
    title: 'Node’s pipelines',
    packages: ['stream', 'node:stream', 'stream/promises', 'node:stream/promises'],
    waiters: [{ call: ['pipeline', 'promises.pipeline', 'Readable.from'] }],
  },
];
