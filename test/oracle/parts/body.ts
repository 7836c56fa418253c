import { payloadOf, callOf } from './code';
import { is, not, type Production } from './draft';

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
  {
    name: 'completed under a condition',
    // It looks at the question.
    fits: not('history', 'whole list of the caller'),
    write(draft) {
      draft.before.push(
        `const payload: any = ${payloadOf(draft)};`,
        'if (input.length > 15) payload.seed = input.length;',
        "if (input.includes('snow')) payload.logprobs = true;",
      );
      draft.call = callOf(draft, 'payload');
    },
  },
  {
    name: 'handed to a function that sends it',
    fits: (picked) => is('api', 'raw fetch')(picked) && is('client', 'none')(picked),
    write(draft) {
      const [, ...options] = callOf(draft, 'payload');
      const end = options.indexOf('});') + 1;
      draft.top.push(
        'function send(payload: any) {',
        `  return ${callOf(draft, 'payload')[0].replace('const response = await ', '')}`,
        ...options.slice(0, end).map((line) => `  ${line}`),
        '}',
      );
      draft.call = [`const response = await send(${payloadOf(draft)});`, ...options.slice(end)];
    },
  },
];
