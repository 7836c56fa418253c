import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type CodeAction,
  type Diagnostic,
  type FullDocumentDiagnosticReport,
  type Hover,
  type ProtocolConnection,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { groupsOf } from '../../src/extension/evidenceGroups';
import { spawnLanguageServer } from '../harness/languageServer';
import {
  CHECKLIST,
  GUIDE,
  SCAN,
  type FolderView,
  type GuideAnswer,
} from '../../src/server/protocol';

/**
 * The server as another editor meets it: `airlock lsp --stdio`, two folders, nothing of VS Code.
 */
describe('the language server over standard input and output', () => {
  let folders: string[];
  let server: ChildProcessWithoutNullStreams;
  let connection: ProtocolConnection;
  const uri = (folder: number, path: string) =>
    pathToFileURL(join(folders[folder], path)).toString();

  before(async () => {
    folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'airlock-lsp-')));
    folders.forEach((folder) => cpSync(resolve('test', 'sample'), folder, { recursive: true }));
    ({ server, connection } = spawnLanguageServer(process.cwd()));
    const { capabilities } = await connection.sendRequest<{
      capabilities: {
        diagnosticProvider: { interFileDependencies: boolean; workspaceDiagnostics: boolean };
        codeActionProvider: { resolveProvider: boolean };
      };
    }>('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: folders.map((folder, index) => ({
        uri: pathToFileURL(folder).toString(),
        name: `folder ${index}`,
      })),
      capabilities: { workspace: { workspaceFolders: true } },
    });
    assert.ok(
      capabilities.diagnosticProvider.interFileDependencies &&
        capabilities.diagnosticProvider.workspaceDiagnostics &&
        capabilities.codeActionProvider.resolveProvider,
    );
    await connection.sendNotification('initialized', {});
  });
  after(async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
    server.kill();
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  });

  const open = (target: string, text: string) =>
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: target, languageId: 'javascript', version: 1, text },
    });
  const pull = async (target: string) =>
    (
      await connection.sendRequest<FullDocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri: target },
      })
    ).items;
  const codes = (items: readonly Diagnostic[]) => items.map((item) => item.code);

  it('answers for files of both folders, and for one outside of any', async () => {
    const text = "const openai = new OpenAI({ apiKey: 'sk-proj-...' });\n";
    await open(uri(0, 'server/new.js'), text);
    await open(uri(1, 'server/new.js'), 'export {};\n');
    await open('untitled:Untitled-1', text);
    assert.deepEqual(codes(await pull(uri(0, 'server/new.js'))), ['hardcoded-api-key']);
    assert.deepEqual(codes(await pull(uri(1, 'server/new.js'))), []);
    assert.deepEqual(codes(await pull('untitled:Untitled-1')), ['hardcoded-api-key']);
  });

  it('groups the evidence of a checklist by package where a folder has several', async () => {
    const keys = (folders: readonly FolderView[], name: string) =>
      folders
        .find((folder) => folder.name === name)!
        .items.find(({ id }) => id === 'api-key-in-env')!.evidence;
    assert.deepEqual(
      groupsOf(keys(await connection.sendRequest<FolderView[]>(CHECKLIST), 'folder 1')),
      [],
      'one package is no group',
    );
    mkdirSync(join(folders[1], 'worker'));
    writeFileSync(
      join(folders[1], 'worker/package.json'),
      '{ "name": "summaries", "private": true }',
    );
    writeFileSync(
      join(folders[1], 'worker/main.js'),
      "import OpenAI from 'openai';\nexport const openai = new OpenAI();\n",
    );
    const groups = groupsOf(keys(await connection.sendRequest<FolderView[]>(SCAN), 'folder 1'));
    assert.deepEqual(
      groups.map(({ name, status }) => [name, status]),
      [
        ['leaky-chat', 'fail'],
        ['summaries', 'pass'],
      ],
    );
    rmSync(join(folders[1], 'worker'), { recursive: true });
    await connection.sendRequest(SCAN);
  });

  it('reports the whole workspace, and what has not changed as unchanged', async () => {
    const first = await connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
    });
    const server0 = first.items.find((item) => item.uri === uri(0, 'server/index.js'));
    assert.equal(server0?.kind === 'full' && server0.items.length, 5);
    const previousResultIds = first.items.map((item) => ({ uri: item.uri, value: item.resultId! }));
    const second = await connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds,
    });
    assert.ok(
      second.items.length === first.items.length &&
        second.items.every((item) => item.kind === 'unchanged'),
    );
  });

  it('resolves a fix against the version it was asked for, and not against another', async () => {
    const target = uri(0, 'server/fix.js');
    const text =
      "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: 'sk-proj-...' });\n";
    await open(target, text);
    const [diagnostic] = await pull(target);
    const actions = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: target },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    assert.deepEqual(
      actions.map((item) => item.title),
      [
        'Read the key from OPENAI_API_KEY',
        'Explain hardcoded-api-key',
        'Suppress hardcoded-api-key on this line',
      ],
    );
    const [action] = actions;
    assert.equal(action.edit, undefined, 'edits are worked out when they are wanted');
    const resolved = await connection.sendRequest<CodeAction>('codeAction/resolve', action);
    assert.ok(
      resolved.edit?.documentChanges?.some(
        (change) => 'textDocument' in change && change.textDocument.version === 1,
      ),
    );
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: target, version: 2 },
      contentChanges: [{ text: `\n${text}` }],
    });
    assert.equal(
      (await connection.sendRequest<CodeAction>('codeAction/resolve', action)).edit,
      undefined,
      'the text has moved on',
    );
  });

  it('lists one entry for one result, at each finding that it cures', async () => {
    const target = uri(1, 'src/two.js');
    const client = "new OpenAI({ apiKey: 'sk-proj-...', dangerouslyAllowBrowser: true })";
    await open(
      target,
      [
        "import OpenAI from 'openai';",
        `const openai = ${client};`,
        'export async function ask(message) {',
        "  const completion = await openai.chat.completions.create({ model: 'gpt-5-mini', messages: [{ role: 'user', content: message }] });",
        '  return completion.choices[0].message.content;',
        '}',
        "document.title = await ask('Hello');",
        '',
      ].join('\n'),
    );
    const found = await pull(target);
    assert.ok(codes(found).includes('client-side-request'));
    assert.ok(codes(found).includes('hardcoded-api-key'));
    for (const diagnostic of found.filter(({ severity }) => severity === 1)) {
      const actions = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: target },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      });
      const moves = actions.filter(({ title }) => title.startsWith('Move the call'));
      assert.equal(moves.length, 1, `once at ${String(diagnostic.code)}`);
      assert.match(moves[0].title, /\(also solves \d more\)$/);
      assert.ok((moves[0].diagnostics?.length ?? 0) >= 2, 'with all that it cures');
    }
  });

  it('shows the way by hand, its steps done one by one', async () => {
    const target = uri(1, 'src/guided.js');
    const page = (apiKey: string) =>
      `import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: ${apiKey}, dangerouslyAllowBrowser: true });\ndocument.title = 'page';\n`;
    await open(target, page("'sk-proj-...'"));
    const guide = async () =>
      (
        await connection.sendRequest<GuideAnswer>(GUIDE, {
          uri: target,
          rule: 'client-side-request',
        })
      ).markdown;
    const before = await guide();
    assert.match(before, /⬜ 2\. Let the page ask that route/);
    assert.doesNotMatch(before, /sk-proj/);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: target, version: 2 },
      contentChanges: [{ text: "document.title = 'page';\n" }],
    });
    assert.match(await guide(), /✅ 2\. Let the page ask that route/);
  });

  it('hovers without a key in sight', async () => {
    const key = 'sk-proj-MadeUpForTestsMadeUpForTestsT3BlbkFJMadeUpForTestsMadeUpForTests';
    const target = uri(1, 'server/key.js');
    await open(
      target,
      `import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: '${key}' });\n`,
    );
    const hover = await connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri: target },
      position: { line: 1, character: 50 },
    });
    assert.match(JSON.stringify(hover.contents), /API key written in the code/);
    assert.doesNotMatch(JSON.stringify(hover.contents), /MadeUp/);
    assert.doesNotMatch(JSON.stringify(await pull(target)), /MadeUp/);
  });

  it('follows changes on disk and folders that come and go', async () => {
    writeFileSync(
      join(folders[1], 'server', 'disk.js'),
      "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n",
    );
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri(1, 'server/disk.js'), type: 1 }],
    });
    assert.deepEqual(codes(await pull(uri(1, 'server/disk.js'))), ['hardcoded-api-key']);
    const gone = { uri: pathToFileURL(folders[0]).toString(), name: 'folder 0' };
    await connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [gone] },
    });
    assert.deepEqual(codes(await pull(uri(0, 'server/index.js'))), []);
    await connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [gone], removed: [] },
    });
    assert.equal((await pull(uri(0, 'server/index.js'))).length, 5);
  });
});
