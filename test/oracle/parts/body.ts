import { payloadOf, callOf } from './code';
import { not, type Production } from './draft';

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
    name: 'options around it',
    fits: not('api', 'AI SDK'),
    write(draft) {
      draft.before.push(
        `const payload = ${payloadOf(draft)} as any;`,
        "const whole = { ...payload, user: 'page' };",
      );
      draft.call = callOf(draft, 'whole');
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
