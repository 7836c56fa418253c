import { made, withClient } from './code';
import { is, not, type Production } from './draft';

/** Where the client is, or the headers. */
export const client: readonly Production[] = [
  {
    name: 'constant of the module',
    fits: not('api', 'raw fetch'),
    write: (draft) => withClient(draft, (made) => [`const openai = ${made};`]),
  },
  {
    name: 'in the function',
    fits: not('api', 'raw fetch'),
    write(draft) {
      withClient(draft, () => []);
      draft.before.unshift(`const openai = ${made(draft.key)};`);
    },
  },
  {
    name: 'another module',
    fits: not('api', 'raw fetch'),
    write(draft) {
      draft.imports.push("import { openai } from './client';");
      draft.files.set(
        'client.ts',
        `import OpenAI from 'openai';\n\nexport const openai = ${made(draft.key)};\n`,
      );
    },
  },
  {
    name: 'a function that makes it',
    fits: not('api', 'raw fetch'),
    write(draft) {
      withClient(draft, (code) => ['function getClient() {', `  return ${code};`, '}']);
      draft.receiver = 'getClient()';
    },
  },
  {
    name: 'field of a class',
    fits: not('api', 'raw fetch'),
    write(draft) {
      withClient(draft, () => []);
      draft.receiver = 'this.openai';
      draft.exported = 'assistant';
      draft.called = (values) => `assistant.ask(${values})`;
      const field = `  private openai = ${made(draft.key)};`;
      draft.around = (parameters, body) =>
        [
          'class Assistant {',
          field,
          '',
          `  async ask(${parameters}) {`,
          ...body.split('\n').map((line) => `  ${line}`),
          '  }',
          '}',
          '',
          'export const assistant = new Assistant();',
        ].join('\n');
    },
  },
  {
    name: 'handed to the function',
    fits: not('api', 'raw fetch'),
    write(draft) {
      draft.imports.push("import type OpenAI from 'openai';");
      draft.parameters.unshift({ name: 'openai', type: 'OpenAI', given: 'openai' });
      draft.callerImports = ["import { openai } from './client';"];
      draft.files.set(
        'client.ts',
        `import OpenAI from 'openai';\n\nexport const openai = ${made(draft.key)};\n`,
      );
    },
  },
  { name: 'none', fits: is('api', 'raw fetch'), write: () => undefined },
  {
    name: 'headers in a constant',
    fits: is('api', 'raw fetch'),
    write(draft) {
      draft.top.push(
        'const headers = {',
        `  Authorization: \`Bearer \${${draft.key}}\`,`,
        "  'Content-Type': 'application/json',",
        '};',
      );
      draft.receiver = 'headers';
    },
  },
];
