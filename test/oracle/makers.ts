import type { Random } from '../fuzz/random';
import type { Application } from './application';
import { pageApplication } from './page';

/** What makes applications of one kind, and the fixes they are for. */
export interface Maker {
  readonly id: string;
  readonly fixes: readonly string[];
  readonly make: (random: Random) => Application;
}

/** Every kind of application. */
export const makers: readonly Maker[] = [
  {
    id: 'page',
    fixes: ['proxy-client-call', 'proxy-client-call-streaming'],
    make: pageApplication,
  },
];
