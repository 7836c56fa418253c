import assert from 'node:assert/strict';
import { execFileSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ErrorCodes,
  ResponseError,
  type CodeAction,
  type FullDocumentDiagnosticReport,
  type ProtocolConnection,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { spawnLanguageServer } from '../harness/languageServer';
import {
  CHECKLIST,
  NEW_ROUTE,
  SCAN,
  type AppliedFix,
  type FolderView,
} from '../../src/server/protocol';

const LEAK = "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";

describe('the language server, with odd folders and odd requests', () => {
  let folder: string;
  let server: ChildProcessWithoutNullStreams;
  let connection: ProtocolConnection;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'airlock-odd-'))));
  afterEach(async () => {
    connection.dispose();
    server.kill('SIGKILL');
    await new Promise((done) => server.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (path = '') => pathToFileURL(join(folder, path)).toString();
  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  /** Starts a server, which has its folders only when it is `initialized`. */
  async function begin(roots: readonly unknown[], options: object = {}): Promise<void> {
    ({ server, connection } = spawnLanguageServer(folder));
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: roots,
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions: options,
    });
  }
  async function start(roots: readonly unknown[], options?: object): Promise<void> {
    await begin(roots, options);
    await connection.sendNotification('initialized', {});
  }
  /** An answer, which must come soon. */
  async function ask<T>(method: string, params?: unknown): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`${method} is not answered`)), 30_000);
    });
    try {
      return await Promise.race([connection.sendRequest<T>(method, params), late]);
    } finally {
      clearTimeout(timer);
    }
  }
  const open = (uri: string) =>
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'typescript', version: 1, text: LEAK },
    });
  const pull = async (uri: string) =>
    (
      await ask<FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } })
    ).items.map((item) => item.code);
  const inWorkspace = async () =>
    (await ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] })).items;

  for (const [uri, inside] of [
    ['', 'file:///nowhere/a.ts'],
    ['nonsense', 'file:///nowhere/a.ts'],
    ['file:', 'file:///nowhere/a.ts'],
    ['file:///', 'file:///nowhere/a.ts'],
    ['file:///c%3A/', 'file:///c%3A/a.ts'],
    ['file://host/share', 'file://host/share/a.ts'],
    ['vscode-vfs://github/a/b', 'vscode-vfs://github/a/b/a.ts'],
    ['http://x/y', 'http://x/y/a.ts'],
    ['untitled:', 'untitled:a.ts'],
    ['file:///gone/%00/%', 'file:///gone/%00/%/a.ts'],
    ['1:2', 'untitled:a.ts'],
  ])
    it(`analyses open files only, in a folder "${uri}"`, async () => {
      write('on/disk.ts', LEAK);
      await start([{ uri, name: 'odd' }]);
      await open(inside);
      assert.deepEqual(await pull(inside), ['hardcoded-api-key']);
      assert.deepEqual((await inWorkspace()).length, 1);
      for (const view of await ask<FolderView[]>(CHECKLIST)) assert.ok(view.files <= 1);
      await ask(SCAN);
    });

  it('says nothing of folders that it does not know yet', async () => {
    write('server.ts', LEAK);
    await begin([{ uri: address(), name: 'one' }]);
    assert.equal(await ask(CHECKLIST), null);
    await connection.sendNotification('initialized', {});
    const [{ items }] = await ask<FolderView[]>(CHECKLIST);
    assert.equal(items.length, 7);
  });

  it('tells an editor with lessons what is left once a fix is applied', async () => {
    write('package.json', '{ "dependencies": { "openai": "^6.0.0", "vite": "^7.0.0" } }');
    write('index.html', '<script type="module" src="/src/main.js"></script>');
    write(
      'src/main.js',
      "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport const ask = (text) => openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n",
    );
    await start([{ uri: address(), name: 'page' }], { lessonLink: 'file:///lessons/{rule}.md' });
    const uri = address('src/main.js');
    const at = { line: 1, character: 20 };
    const [first] = await ask<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    const { command } = await ask<CodeAction>('codeAction/resolve', first);
    assert.equal(command?.command, 'airlock.applied');
    const [applied] = command.arguments as [AppliedFix];
    assert.match(applied.note ?? '', /^Set OPENAI_API_KEY on the server/);
    assert.equal(applied.call?.uri, uri);
    assert.ok(applied.commands.includes('npm install'), applied.commands.join());
  });

  it('reads nothing of the disk under a foreign scheme', async () => {
    write('a.ts', LEAK);
    await start([
      { uri: address().replace('file:', 'vscode-vfs:'), name: 'foreign' },
      { uri: address().replace('file://', 'file://localhost'), name: 'remote' },
    ]);
    const views = await ask<FolderView[]>(CHECKLIST);
    assert.deepEqual(
      views.map(({ files, skipped }) => [files, skipped.map((skip) => skip.reason)]),
      [0, 1].map(() => [
        0,
        ['only open files are analysed: this folder is not on the disk of this machine'],
      ]),
    );
  });

  it('takes a folder twice, inside another one, thirty of them, and what is none', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `inner/f${index}`);
    for (const name of names) write(`${name}/a.ts`, LEAK);
    write('a.ts', LEAK);
    await start([
      ...['', '', 'inner', ...names].map((path) => ({ uri: address(path), name: path })),
      null,
      {},
      { uri: null },
    ]);
    assert.equal((await ask<FolderView[]>(CHECKLIST)).length, 32);
    const uris = (await inWorkspace()).map((item) => item.uri);
    assert.equal(uris.length, 31);
    assert.equal(new Set(uris).size, 31, 'each file once');
  });

  it('takes no document for one of a folder that it climbs out of', async () => {
    write('project/b.ts', LEAK);
    write('a.ts', 'export {};\n');
    await start([{ uri: address('project'), name: 'project' }]);
    const uri = `${address('project')}/../a.ts`;
    await open(uri);
    assert.deepEqual(await pull(uri), ['hardcoded-api-key']);
    assert.deepEqual(
      (await inWorkspace()).map((item) => item.uri).sort(),
      [address('project/b.ts'), uri].sort(),
    );
  });

  it('names what it skips', async () => {
    write('a.ts', LEAK);
    execFileSync(
      'mkfifo',
      ['b.ts', 'airlock.config.json', '.gitignore', 'package.json'].map((name) =>
        join(folder, name),
      ),
    );
    await start([{ uri: address(), name: 'project' }]);
    const [view] = await ask<FolderView[]>(CHECKLIST);
    assert.deepEqual(view.skipped.map(({ label }) => label).sort(), [
      '.gitignore',
      'airlock.config.json',
      'b.ts',
      'package.json',
    ]);
    assert.equal(view.findings, 1);
  });

  it('says so when the parameters of a request are none', async () => {
    write('a.ts', LEAK);
    await start([{ uri: address(), name: 'project' }]);
    const uri = address('a.ts');
    const odd: unknown[] = [
      null,
      {},
      [],
      1,
      'x',
      { textDocument: null },
      { textDocument: {} },
      { uri: 1 },
    ];
    const places: unknown[] = [
      null,
      {},
      { line: 'x', character: 0 },
      { line: -1, character: 0 },
      { line: 1.5, character: 0 },
    ];
    const table: [method: string, params: readonly unknown[]][] = [
      ['textDocument/diagnostic', odd],
      [
        'textDocument/hover',
        [...odd, ...places.map((position) => ({ textDocument: { uri }, position }))],
      ],
      [
        'textDocument/codeAction',
        [
          ...odd,
          ...places.map((start) => ({
            textDocument: { uri },
            range: { start, end: start },
            context: {},
          })),
        ],
      ],
      ['codeAction/resolve', [...odd, { data: null }, { data: { uri: 'x' } }, { data: { uri } }]],
      [
        'workspace/diagnostic',
        [...odd, { previousResultIds: null }, { previousResultIds: [null] }],
      ],
      [NEW_ROUTE, [...odd, { streams: true, uri: 1 }]],
      [CHECKLIST, odd],
      [SCAN, odd],
    ];
    for (const [method, list] of table)
      for (const params of list)
        try {
          await connection.sendRequest(method, params);
        } catch (error) {
          assert.ok(error instanceof ResponseError);
          assert.equal(
            error.code,
            ErrorCodes.InvalidParams,
            `${method} ${JSON.stringify(params)}: ${error.message}`,
          );
        }
    for (const method of [
      'textDocument/hover',
      'textDocument/codeAction',
      'textDocument/diagnostic',
    ])
      for (const bad of ['', 'x', '%', 'file:///%', 'ht tp://x', 'file://h/x', '\0'])
        await ask(method, {
          textDocument: { uri: bad },
          position: { line: 0, character: 0 },
          range: { start: { line: 9, character: 9 }, end: { line: 0, character: 0 } },
          context: { diagnostics: [] },
        });
    assert.deepEqual(await pull(uri), ['hardcoded-api-key']);
  });

  it('plans no route into a manifest that nothing can be added to', async () => {
    for (const [index, manifest] of [
      '{ "dependencies": "x" }',
      '{ "dependencies": true, "scripts": [] }',
      '{ "dependencies": { "express": ',
      '{ "devDependencies": null, "dependencies": null }',
      '[]',
      '"x"',
      '',
      '{ "name": { "a": 1 }, "scripts": 5, "dependencies": { "vite": 5 } }',
      '\0\0',
    ].entries()) {
      write(`p${index}/package.json`, manifest);
      write(`p${index}/src/App.jsx`, 'export default function App() { return null; }\n');
      write(`p${index}/index.html`, '<div id="root"></div>\n');
    }
    await start([{ uri: address(), name: 'project' }]);
    for (let index = 0; index < 9; index++)
      for (const streams of [true, false])
        // A server of its own has a manifest of its own: the page's stays as it is.
        assert.doesNotMatch(
          JSON.stringify(await ask(NEW_ROUTE, { uri: address(`p${index}/src/App.jsx`), streams })),
          new RegExp(`p${index}/package\\.json`),
          `manifest ${index}`,
        );
  });
});
