import type { Random } from '../fuzz/random';
import type { Application } from './application';
import type { FixUnderTest } from './compare';
import { pageApplication } from './page';
import { serverApplication } from './server/server';

/** What makes applications of one kind, and the fixes they are for. */
export interface Maker {
  readonly id: string;
  readonly fixes: readonly FixUnderTest[];
  readonly make: (random: Random) => Application;
}

/** Every kind of application. */
export const makers: readonly Maker[] = [
  {
    id: 'page',
    fixes: [{ id: 'proxy-client-call' }, { id: 'proxy-client-call-streaming' }],
    make: pageApplication,
  },
  {
    id: 'server',
    fixes: [
      { id: 'validate-input', refuses: 'always' },
      { id: 'handle-rate-limit', tellsLimits: true },
      { id: 'limit-output' },
      { id: 'separate-user-input', changes: 'prompt', refuses: 'unchecked' },
      { id: 'stream-response', changes: 'answer' },
      { id: 'add-retry-with-backoff', retries: true },
      { id: 'handle-partial-response', tellsBreaks: true },
      { id: 'move-key-to-env' },
      { id: 'rename-public-variable' },
      { id: 'limit-requests' },
      { id: 'remove-browser-flag' },
    ],
    make: serverApplication,
  },
];
