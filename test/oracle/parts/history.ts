import { hasMessages, is, type Draft, type Production } from './draft';

const isTold = is('instructions', 'literal', 'constant', 'imported', 'imported message');

/** The list of messages. */
export const history: readonly Production[] = [
  {
    name: 'one message',
    write: (draft) => void draft.messages.push(`{ role: 'user', content: ${draft.content} }`),
  },
  {
    name: 'local list, pushed',
    fits: hasMessages,
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
    fits: hasMessages,
    write(draft) {
      draft.before.push(
        `const messages: any[] = [{ role: 'user', content: ${draft.content} }];`,
        ...[...draft.messages].reverse().map((item) => `messages.unshift(${item});`),
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'instructions at times, pushed',
    fits: (picked) => hasMessages(picked) && isTold(picked),
    write(draft) {
      draft.parameters.push({ name: 'guided', type: 'boolean', given: 'more' });
      draft.before.push(
        'const messages: any[] = [];',
        `if (guided) messages.push(${draft.messages.join(', ')});`,
        `messages.push({ role: 'user', content: ${draft.content} });`,
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'instructions at times, where there are none',
    fits: (picked) => hasMessages(picked) && isTold(picked),
    write(draft) {
      draft.parameters.push({ name: 'guided', type: 'boolean', given: 'more' });
      draft.before.push(
        `const messages: any[] = [{ role: 'user', content: ${draft.content} }];`,
        "if (guided && !messages.some(({ role }) => role === 'system')) {",
        `  messages.unshift(${draft.messages.join(', ')});`,
        '}',
      );
      draft.messages = ['...messages'];
    },
  },
  {
    name: 'module list, pushed',
    fits: (picked) =>
      hasMessages(picked) && is('instructions', 'none', 'literal', 'constant', 'imported')(picked),
    write(draft) {
      draft.top.push(`const history: any[] = [${draft.messages.join(', ')}];`);
      draft.before.push(`history.push({ role: 'user', content: ${draft.content} });`);
      draft.list = 'history';
    },
  },
  {
    name: 'conversation with answers',
    fits: (picked) =>
      hasMessages(picked) && is('instructions', 'none', 'literal', 'constant', 'imported')(picked),
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
    fits: hasMessages,
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
    fits: hasMessages,
    write(draft) {
      draft.before.push(`const asked: any[] = [{ role: 'user', content: ${draft.content} }];`);
      draft.list = `([${draft.messages.join(', ')}] as any[]).concat(asked)`;
    },
  },
  {
    name: 'whole list of the caller',
    fits: (picked) =>
      hasMessages(picked) && is('content', 'plain')(picked) && is('instructions', 'none')(picked),
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
    name: 'turns of its own shape, mapped',
    fits: hasMessages,
    write(draft) {
      withTurns(draft);
      draft.messages.push(
        "...turns.map((turn) => ({ role: (turn.sender === 'bot' ? 'assistant' : 'user') as any, content: turn.text }))",
        `{ role: 'user', content: ${draft.content} }`,
      );
    },
  },
  {
    name: 'turns of its own shape, reduced',
    fits: hasMessages,
    write(draft) {
      withTurns(draft);
      draft.before.push(
        'const messages = turns.reduce<any[]>((list, turn) => {',
        "  list.push({ role: turn.sender === 'bot' ? 'assistant' : 'user', content: turn.text });",
        '  return list;',
        `}, [${draft.messages.join(', ')}]);`,
        `messages.push({ role: 'user', content: ${draft.content} });`,
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'the last of the list of the caller',
    fits: hasMessages,
    write(draft) {
      withTurns(draft);
      draft.before.push(
        "const recent: any[] = turns.filter((turn) => turn.text !== '').slice(-2).map(({ sender, text }) => ({ role: sender === 'bot' ? 'assistant' : 'user', content: text }));",
      );
      draft.messages.push('...recent', `{ role: 'user', content: ${draft.content} }`);
    },
  },
  {
    name: 'pushed in a loop',
    fits: hasMessages,
    write(draft) {
      withTurns(draft);
      draft.before.push(
        `const messages: any[] = [${draft.messages.join(', ')}];`,
        'for (const turn of turns) {',
        "  messages.push({ role: turn.sender === 'bot' ? 'assistant' : 'user', content: turn.text });",
        '}',
        `messages.push({ role: 'user', content: ${draft.content} });`,
      );
      draft.list = 'messages';
    },
  },
  {
    name: 'a second system message',
    fits: hasMessages,
    write: (draft) =>
      void draft.messages.push(
        "{ role: 'system', content: 'Answer in one sentence.' }",
        `{ role: 'user', content: ${draft.content} }`,
      ),
  },
  {
    name: 'a round of tools',
    fits: hasMessages,
    write(draft) {
      draft.messages.push(
        `{ role: 'user', content: ${draft.content} }`,
        "{ role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{}' } }] } as any",
        "{ role: 'tool', tool_call_id: 'call_1', content: 'It rains.' } as any",
      );
    },
  },
  {
    name: 'an example first',
    fits: hasMessages,
    write: (draft) =>
      void draft.messages.push(
        "{ role: 'user', content: 'What is hail?' }",
        "{ role: 'assistant', content: 'Ice that falls.' }",
        `{ role: 'user', content: ${draft.content} }`,
      ),
  },
  {
    name: 'picture',
    fits: hasMessages,
    write: (draft) =>
      void draft.messages.push(
        `{ role: 'user', content: [{ type: 'text', text: ${draft.content} }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }`,
      ),
  },
];

/** What was said so far, in a shape of the application's own, as the caller has it. */
function withTurns(draft: Draft): void {
  draft.parameters.push({
    name: 'turns',
    type: '{ sender: string; text: string }[]',
    given: 'turns',
  });
  draft.callerTop = [
    'const turns = [',
    "  { sender: 'me', text: 'Hello' },",
    "  { sender: 'bot', text: 'Hi!' },",
    "  { sender: 'me', text: '' },",
    '];',
  ];
}
