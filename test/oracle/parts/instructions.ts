import { hasMessages, type Production } from './draft';

/** The application’s own system text. */
export const instructions: readonly Production[] = [
  { name: 'none', write: () => undefined },
  { name: 'literal', write: (draft) => void draft.messages.push(system("'You are a cook.'")) },
  {
    name: 'constant',
    write(draft) {
      draft.top.push("const SYSTEM = 'You are a cook.';");
      draft.messages.push(system('SYSTEM'));
    },
  },
  {
    name: 'imported',
    write(draft) {
      draft.imports.push("import { SYSTEM } from './prompts';");
      draft.files.set('prompts.ts', "export const SYSTEM = 'You are a cook.';\n");
      draft.messages.push(system('SYSTEM'));
    },
  },
  {
    name: 'imported message',
    fits: hasMessages,
    write(draft) {
      draft.imports.push("import { SYSTEM } from './prompts';");
      draft.files.set(
        'prompts.ts',
        "export const SYSTEM = { role: 'system' as const, content: 'You are a cook.' };\n",
      );
      draft.messages.push('SYSTEM');
    },
  },
  {
    name: 'parameter with a default',
    write(draft) {
      draft.parameters.push({ name: 'system', type: 'string', fallback: "'You are a cook.'" });
      draft.messages.push(system('system'));
    },
  },
  {
    name: 'parameter',
    write(draft) {
      draft.parameters.push({
        name: 'system',
        type: 'string',
        given: "more ? 'You are a guide.' : 'You are a cook.'",
      });
      draft.messages.push(system('system'));
    },
  },
  {
    name: 'template with a choice',
    write(draft) {
      draft.parameters.push({ name: 'tone', type: 'string', given: "more ? 'kind' : 'stern'" });
      draft.messages.push(system('`You are a ${tone} cook.`'));
    },
  },
  {
    name: 'by a function of its own',
    write(draft) {
      draft.parameters.push({ name: 'tone', type: 'string', given: "more ? 'kind' : 'stern'" });
      draft.top.push(
        'function systemFor(tone: string) {',
        '  return [`You are a ${tone} cook.`, "Never give medical advice."].join(\'\\n\');',
        '}',
      );
      draft.messages.push(system('systemFor(tone)'));
    },
  },
  {
    name: 'chosen from a record',
    write(draft) {
      draft.parameters.push({
        name: 'mode',
        type: "'cook' | 'guide'",
        given: "more ? 'guide' : 'cook'",
      });
      draft.top.push("const PROMPTS = { cook: 'You are a cook.', guide: 'You are a guide.' };");
      draft.messages.push(system('PROMPTS[mode]'));
    },
  },
  {
    name: 'template with a text of the person',
    write(draft) {
      draft.parameters.push({ name: 'person', type: 'string', given: "more ? 'Ada' : 'Bob'" });
      draft.messages.push(system('`You help ${person} to cook.`'));
    },
  },
  {
    name: 'grown by a condition',
    write(draft) {
      draft.parameters.push({ name: 'more', type: 'boolean', given: 'more' });
      draft.before.push("let system = 'You are a cook.';", "if (more) system += ' Say more.';");
      draft.messages.push(system('system'));
    },
  },
];

function system(text: string): string {
  return `{ role: 'system', content: ${text} }`;
}
