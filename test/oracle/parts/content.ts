import { type Production } from './draft';

/** The text of the user’s message. */
export const content: readonly Production[] = [
  { name: 'plain', write: () => undefined },
  { name: 'template', write: (draft) => void (draft.content = '`Summarise: ${input}`') },
  { name: 'concatenation', write: (draft) => void (draft.content = "'Summarise: ' + input") },
  {
    name: 'joined list',
    write: (draft) => void (draft.content = "['Summarise:', input].join('\\n')"),
  },
  { name: 'trimmed', write: (draft) => void (draft.content = 'input.trim()') },
  {
    name: 'grown by +=',
    write(draft) {
      draft.before.push("let prompt = 'Summarise: ';", 'prompt += input;');
      draft.content = 'prompt';
    },
  },
  {
    name: 'by a function of its own',
    write(draft) {
      draft.top.push('function promptFor(text: string) {', '  return `Summarise: ${text}`;', '}');
      draft.content = 'promptFor(input)';
    },
  },
  {
    name: 'template in a constant',
    write(draft) {
      draft.before.push('const prompt = `Question: ${input}\\nAnswer:`;');
      draft.content = 'prompt';
    },
  },
  {
    name: 'with replace',
    write(draft) {
      draft.top.push("const TEMPLATE = 'Summarise TEXT in one line.';");
      draft.content = "TEMPLATE.replace('TEXT', input)";
    },
  },
];
