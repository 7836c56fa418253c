import { payloadOf, callOf } from './code';
import { type Production } from './draft';

/** How the payload is written. */
export const body: readonly Production[] = [
  {
    name: 'in place',
    write: (draft) => void (draft.call = callOf(draft, payloadOf(draft))),
  },
  {
    name: 'constant',
    write(draft) {
      draft.before.push(`const payload = ${payloadOf(draft)} as any;`);
      draft.call = callOf(draft, 'payload');
    },
  },
  {
    name: 'completed by key',
    write(draft) {
      draft.before.push(`const payload: any = ${payloadOf(draft)};`, 'payload.seed = 7;');
      draft.call = callOf(draft, 'payload');
    },
  },
];
