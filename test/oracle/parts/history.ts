import { is, isChat, type Production } from './draft';

/** The list of messages. */
export const history: readonly Production[] = [
  {
    name: 'one message',
    write: (draft) => void draft.messages.push(`{ role: 'user', content: ${draft.content} }`),
  },
  {
    name: 'local list, pushed',
    fits: isChat,
    write(draft) {
      draft.before.push(
        `const messages: any[] = [${draft.messages.join(', ')}];`,
        `messages.push({ role: 'user', content: ${draft.content} });`,
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'local list, unshifted',
    fits: isChat,
    write(draft) {
      draft.before.push(
        `const messages: any[] = [{ role: 'user', content: ${draft.content} }];`,
        ...[...draft.messages].reverse().map((item) => `messages.unshift(${item});`),
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'module list, pushed',
    fits: (picked) =>
      isChat(picked) && is('instructions', 'none', 'literal', 'constant', 'imported')(picked),
    write(draft) {
      draft.top.push(`const history: any[] = [${draft.messages.join(', ')}];`);
      draft.before.push(`history.push({ role: 'user', content: ${draft.content} });`);
      draft.list = 'history';
    },
  },
  {
    name: 'conversation with answers',
    fits: (picked) =>
      isChat(picked) && is('instructions', 'none', 'literal', 'constant', 'imported')(picked),
    write(draft) {
      draft.top.push('const history: any[] = [];');
      draft.before.push(`history.push({ role: 'user', content: ${draft.content} });`);
      draft.messages.push('...history');
      draft.after.push(
        "history.push({ role: 'assistant', content: completion.choices[0].message.content });",
      );
    },
  },
  {
    name: 'list of the caller',
    fits: isChat,
    write(draft) {
      draft.parameters.push({
        name: 'earlier',
        type: "{ role: 'user' | 'assistant'; content: string }[]",
        given: 'earlier',
      });
      draft.callerTop = [
        "const earlier: { role: 'user' | 'assistant'; content: string }[] = [",
        "  { role: 'user', content: 'Hello' },",
        "  { role: 'assistant', content: 'Hi!' },",
        '];',
      ];
      draft.messages.push('...earlier', `{ role: 'user', content: ${draft.content} }`);
    },
  },
  {
    name: 'concat',
    fits: isChat,
    write(draft) {
      draft.before.push(`const asked: any[] = [{ role: 'user', content: ${draft.content} }];`);
      draft.list = `([${draft.messages.join(', ')}] as any[]).concat(asked)`;
    },
  },
  {
    name: 'whole list of the caller',
    fits: (picked) =>
      isChat(picked) && is('content', 'plain')(picked) && is('instructions', 'none')(picked),
    write(draft) {
      draft.parameters.splice(0, 1, {
        name: 'messages',
        type: 'any[]',
        given: "[{ role: 'system', content: 'You are a cook.' }, { role: 'user', content: input }]",
      });
      draft.list = 'messages';
    },
  },
  {
    name: 'picture',
    fits: isChat,
    write: (draft) =>
      void draft.messages.push(
        `{ role: 'user', content: [{ type: 'text', text: ${draft.content} }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }`,
      ),
  },
];
