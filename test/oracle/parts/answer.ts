import { textOf } from './code';
import { hasMessages, is, isChat, not, type Production } from './draft';

/** What becomes of the answer. */
export const answer: readonly Production[] = [
  { name: 'text', write: (draft) => void draft.after.push(`return ${textOf(draft)};`) },
  {
    name: 'text in a constant',
    write: (draft) =>
      void draft.after.push(`const text = ${textOf(draft)};`, 'return { shown: text };'),
  },
  {
    name: 'usage',
    fits: not('api', 'AI SDK'),
    write: (draft) =>
      void draft.after.push(
        `return { text: ${textOf(draft)}, tokens: completion.usage?.total_tokens };`,
      ),
  },
  {
    name: 'message',
    fits: hasMessages,
    write: (draft) => void draft.after.push('return completion.choices[0].message;'),
  },
  {
    name: 'JSON',
    write: (draft) => void draft.after.push(`return JSON.parse(${textOf(draft)} ?? '{}');`),
  },
  {
    name: 'pieces, joined',
    fits: isChat,
    write(draft) {
      draft.settings.push('stream: true');
      draft.after.push(
        "let text = '';",
        'for await (const chunk of completion as any) {',
        "  text += chunk.choices[0]?.delta?.content ?? '';",
        '}',
        'return text;',
      );
    },
  },
  {
    name: 'pieces, shown',
    fits: isChat,
    write(draft) {
      draft.settings.push('stream: true');
      draft.parameters.push({
        name: 'onPiece',
        type: '(piece: string) => void',
        given: '(piece) => shown.push(piece)',
      });
      draft.shows = true;
      draft.after.push(
        'for await (const chunk of completion as any) {',
        '  const piece = chunk.choices[0]?.delta?.content;',
        '  if (piece) onPiece(piece);',
        '}',
      );
    },
  },
  {
    name: 'events of a response, joined',
    fits: is('api', 'responses'),
    write(draft) {
      draft.settings.push('stream: true');
      draft.after.push(
        "let text = '';",
        'for await (const event of completion as any) {',
        "  if (event.type === 'response.output_text.delta') text += event.delta;",
        '}',
        'return text;',
      );
    },
  },
  {
    name: 'why it ended',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'const [choice] = completion.choices;',
        "return { text: choice.message.content, isWhole: choice.finish_reason === 'stop' };",
      ),
  },
  {
    name: 'all choices',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'return completion.choices.map((choice: any) => choice.message.content.trim());',
      ),
  },
  {
    name: 'the whole',
    fits: not('api', 'AI SDK'),
    write: (draft) => void draft.after.push('return completion;'),
  },
  {
    name: 'destructured',
    fits: hasMessages,
    write: (draft) =>
      void draft.after.push(
        'const { choices } = completion;',
        'const [first] = choices;',
        "return first?.message?.content ?? 'nothing';",
      ),
  },
];
