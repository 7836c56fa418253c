import { textOf } from './code';
import { isChat, type Production } from './draft';

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
    write: (draft) =>
      void draft.after.push(
        `return { text: ${textOf(draft)}, tokens: completion.usage?.total_tokens };`,
      ),
  },
  {
    name: 'message',
    fits: isChat,
    write: (draft) => void draft.after.push('return completion.choices[0].message;'),
  },
  {
    name: 'JSON',
    write: (draft) => void draft.after.push(`return JSON.parse(${textOf(draft)} ?? '{}');`),
  },
  {
    name: 'destructured',
    fits: isChat,
    write: (draft) =>
      void draft.after.push(
        'const { choices } = completion;',
        'const [first] = choices;',
        "return first?.message?.content ?? 'nothing';",
      ),
  },
];
