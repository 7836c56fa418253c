import { made, withClient } from './code';
import { is, not, usesSdk, type Draft, type Production } from './draft';

/** The function that asks becomes a method of a class that has the client. */
function inClass(draft: Draft, members: readonly string[]): void {
  draft.receiver = 'this.openai';
  draft.exported = 'assistant';
  draft.called = (values) => `assistant.ask(${values})`;
  draft.around = (parameters, body) =>
    [
      'class Assistant {',
      ...members.map((line) => (line === '' ? '' : `  ${line}`)),
      '',
      `  async ask(${parameters}) {`,
      ...body.split('\n').map((line) => `  ${line}`),
      '  }',
      '}',
      '',
      'export const assistant = new Assistant();',
    ].join('\n');
}

/** Where the client is, or the headers. */
export const client: readonly Production[] = [
  {
    name: 'constant of the module',
    fits: usesSdk,
    write: (draft) => withClient(draft, (made) => [`const openai = ${made};`]),
  },
  {
    name: 'in the function',
    fits: usesSdk,
    write(draft) {
      withClient(draft, () => []);
      draft.before.unshift(`const openai = ${made(draft.key)};`);
    },
  },
  {
    name: 'another module',
    fits: usesSdk,
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
    fits: usesSdk,
    write(draft) {
      withClient(draft, (code) => ['function getClient() {', `  return ${code};`, '}']);
      draft.receiver = 'getClient()';
    },
  },
  {
    name: 'field of a class',
    fits: usesSdk,
    write(draft) {
      withClient(draft, () => []);
      inClass(draft, [`private openai = ${made(draft.key)};`]);
    },
  },
  {
    name: 'handed to the function',
    fits: usesSdk,
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
  {
    name: 'kept by a function',
    fits: usesSdk,
    write(draft) {
      withClient(draft, (code) => [
        'let client: OpenAI | undefined;',
        'function getClient() {',
        `  if (!client) client = ${code};`,
        '  return client;',
        '}',
      ]);
      draft.receiver = 'getClient()';
    },
  },
  {
    name: 'set by an initializer',
    fits: usesSdk,
    write(draft) {
      withClient(draft, (code) => [
        'let client: OpenAI;',
        'export function start() {',
        `  client = ${code};`,
        '}',
      ]);
      draft.receiver = 'client';
      draft.callerImports = ["import { start } from './ai';"];
      draft.callerStart = ['start();'];
    },
  },
  {
    name: 'made in the constructor',
    fits: usesSdk,
    write(draft) {
      withClient(draft, () => []);
      const code = made(draft.key);
      inClass(draft, [
        'private readonly openai: OpenAI;',
        '',
        'constructor() {',
        `  this.openai = ${code};`,
        '}',
      ]);
    },
  },
  {
    name: 'getter of a class',
    fits: usesSdk,
    write(draft) {
      withClient(draft, () => []);
      inClass(draft, ['private get openai() {', `  return ${made(draft.key)};`, '}']);
    },
  },
  {
    name: 'default of another module',
    fits: usesSdk,
    write(draft) {
      draft.imports.push("import openai from './client';");
      draft.files.set(
        'client.ts',
        `import OpenAI from 'openai';\n\nconst client = ${made(draft.key)};\n\nexport default client;\n`,
      );
    },
  },
  {
    name: 'given by a hook',
    fits: usesSdk,
    write(draft) {
      draft.imports.push("import { useOpenAI } from './useOpenAI';");
      draft.receiver = 'useOpenAI()';
      draft.files.set(
        'useOpenAI.ts',
        `import OpenAI from 'openai';\n\nexport function useOpenAI() {\n  return ${made(draft.key)};\n}\n`,
      );
    },
  },
  {
    name: 'asked through a hook',
    fits: usesSdk,
    write(draft) {
      withClient(draft, (code) => [`const openai = ${code};`]);
      draft.exported = 'useAsk';
      draft.called = (values) => `useAsk().ask(${values})`;
      draft.around = (parameters, body) =>
        [
          'export function useAsk() {',
          `  async function ask(${parameters}) {`,
          ...body.split('\n').map((line) => `  ${line}`),
          '  }',
          '  return { ask };',
          '}',
        ].join('\n');
    },
  },
  { name: 'none', fits: not('api', 'chat', 'responses'), write: () => undefined },
  {
    name: 'a function for requests',
    fits: is('api', 'raw fetch'),
    write(draft) {
      draft.top.push(
        "const BASE = 'https://api.openai.com/v1';",
        'function request(path: string, init: RequestInit) {',
        '  return fetch(`${BASE}${path}`, init);',
        '}',
      );
      draft.requester = "request('/chat/completions'";
    },
  },
  {
    name: 'a Headers object',
    fits: is('api', 'raw fetch'),
    write(draft) {
      draft.top.push(
        'const headers = new Headers();',
        "headers.set('Content-Type', 'application/json');",
        `headers.append('Authorization', 'Bearer ' + ${draft.key});`,
      );
      draft.receiver = 'headers';
    },
  },
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
