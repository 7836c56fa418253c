import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import {
  CancellationTokenSource,
  commands,
  extensions,
  LanguageModelTextPart,
  lm,
  MarkdownString,
  Uri,
  workspace,
  type McpStdioServerDefinition,
} from 'vscode';
import type { AirlockApi } from '../../src/extension/main';
import { definitions } from '../../src/extension/mcpServer';
import { airlockDiagnostics, eventually, fileUri, openSample, replaceAll } from './support';

const NAMES = ['airlock_check', 'airlock_explain', 'airlock_fix', 'airlock_checklist'];

describe('the tools for language models', () => {
  before(async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
    );
  });

  it('are known to the editor, each with its schema', () => {
    const own = lm.tools.filter(({ name }) => name.startsWith('airlock_'));
    assert.deepEqual(own.map(({ name }) => name).sort(), [...NAMES].sort());
    for (const { inputSchema } of own)
      assert.equal((inputSchema as { additionalProperties: boolean }).additionalProperties, false);
  });

  it('check what the editor has open, saved or not', async () => {
    const document = await openSample('src/lib/ai.ts');
    const original = document.getText();
    const paths = ['src/lib/ai.ts'];
    const { findings } = await check({ paths });
    assert.ok(findings.some(({ rule }) => rule === 'client-side-request'));
    await replaceAll(document, 'export {};\n');
    assert.deepEqual((await check({ paths })).findings, []);
    // What is handed in counts for this question alone.
    assert.ok((await check({ paths, text: original })).findings.length > 0);
    assert.deepEqual((await check({ paths })).findings, []);
    await commands.executeCommand('workbench.action.files.revert');
    await eventually(
      () => document.getText(),
      (text) => text === original,
    );
    assert.ok((await check({ paths: [fileUri('src/lib/ai.ts').fsPath] })).findings.length > 0);
  });

  it('explain, and give the checklist', async () => {
    assert.match(await call('airlock_explain', { rule: 'open-route' }), /^# /m);
    const { items } = JSON.parse(await call('airlock_checklist', {})) as { items: unknown[] };
    assert.equal(items.length, 7);
  });

  it('show a fix as a diff, or make it in the editor, where it is saved and can be undone', async () => {
    const document = await openSample('server/index.js');
    const before = document.getText();
    const input = { paths: ['server/index.js'], fixes: ['remove-browser-flag'] };
    assert.match(await call('airlock_fix', input), /^-.*dangerouslyAllowBrowser/m);
    assert.equal(document.getText(), before);
    const writing = { ...input, apply: true };
    assert.equal((await prepared('airlock_fix', input))?.confirmationMessages, undefined);
    const asked = (await prepared('airlock_fix', writing))?.confirmationMessages;
    assert.match(String(asked?.title), /change these files/);
    assert.ok(asked?.message instanceof MarkdownString);
    assert.match(asked.message.value, /server\/index\.js/);
    // In tests the editor takes it for allowed.
    assert.match(await call('airlock_fix', writing), /^Written:/);
    assert.equal(document.getText(), before.replace('  dangerouslyAllowBrowser: true,\n', ''));
    assert.ok(!document.isDirty, 'it was saved before, and is again');
    await openSample('server/index.js');
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await document.save();
  });

  it('refuse with one sentence what is not theirs', async () => {
    for (const input of [
      { paths: ['../..'] },
      { paths: ['/etc/passwd'] },
      { paths: ['no/such.ts'] },
      { paths: ['a\0b'] },
      { paths: 'src' },
      { nothing: 1 },
    ])
      await assert.rejects(call('airlock_check', input), (error: Error) =>
        /^[^\n]+\.$/.test(error.message),
      );
  });
});

describe('the server of the Model Context Protocol', () => {
  const context = () => {
    const extension = extensions.getExtension('airlock.airlock')!;
    return {
      extension,
      asAbsolutePath: (path: string) => Uri.joinPath(extension.extensionUri, path).fsPath,
    };
  };
  const set = (value: boolean | undefined) =>
    workspace.getConfiguration().update('airlock.mcpServer', value, true);
  after(() => set(undefined));

  it('is offered where it is wanted, and is the same analysis', async () => {
    assert.deepEqual(definitions(context()), []);
    await set(true);
    const [server] = definitions(context());
    const { isError, tools } = await ask(server);
    assert.deepEqual(tools.map((name) => `airlock_${name}`).sort(), [...NAMES].sort());
    assert.ok(!isError);
  });

  /** Starts the server as the editor would. */
  async function ask({ command, args, env }: McpStdioServerDefinition) {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StdioClientTransport({
        command,
        args,
        env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
      }),
    );
    try {
      const { tools } = await client.listTools();
      const { isError } = await client.callTool({ name: 'check', arguments: { paths: ['src'] } });
      return { isError, tools: tools.map(({ name }) => name) };
    } finally {
      await client.close();
    }
  }
});

async function call(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return textOf(content);
}

/** What a person is shown before a call. */
async function prepared(name: string, input: object) {
  const { tools } = extensions.getExtension<AirlockApi>('airlock.airlock')!.exports;
  return tools.get(name)?.prepareInvocation?.({ input }, new CancellationTokenSource().token);
}

function textOf(content: readonly unknown[]): string {
  return content
    .map((part) => (part instanceof LanguageModelTextPart ? part.value : ''))
    .join('\n');
}

async function check(input: object) {
  return JSON.parse(await call('airlock_check', input)) as {
    readonly findings: readonly { readonly rule: string }[];
  };
}
