import assert from 'node:assert/strict';
import {
  commands,
  ConfigurationTarget,
  extensions,
  Range,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
  type CodeAction,
  type Hover,
  type MarkdownString,
} from 'vscode';
import type { AirlockApi } from '../../src/extension/main';
import { airlockDiagnostics, eventually, fileUri, openSample, replaceAll } from './support';

describe('activation', () => {
  it('hands control back at once: the server starts beside it', async () => {
    const extension = extensions.getExtension('airlock.airlock')!;
    const start = performance.now();
    await extension.activate();
    console.log(`AIRLOCK-TEST       activated in ${Math.round(performance.now() - start)} ms`);
    assert.ok(extension.isActive);
  });
});

describe('underlines', () => {
  it('appear when a file is opened, with code, lesson and trail', async () => {
    const document = await openSample('src/lib/ai.ts');
    const [first] = await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 6,
    );
    assert.equal(typeof first.code === 'object' && first.code.value, 'client-side-request');
    assert.match(
      typeof first.code === 'object' ? first.code.target.path : '',
      /docs\/rules\/client-side-request\.md$/,
    );
    assert.match(first.message, /`new OpenAI` runs in the browser/);
    const files = (first.relatedInformation ?? []).map((info) =>
      info.location.uri.path.split('/').pop(),
    );
    assert.deepEqual(
      files.slice(0, 3),
      ['main.tsx', 'main.tsx', 'Chat.tsx'],
      'the import path from the page to the client',
    );
  });

  it('follow the typing, and go with the mistake', async () => {
    const document = await openSample('server/index.js');
    const before = await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const original = document.getText();
    await replaceAll(document, original.replace("'sk-proj-...'", 'process.env.OPENAI_API_KEY'));
    const after = await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === before.length - 1,
    );
    assert.ok(
      after.every(
        (item) => typeof item.code === 'object' && item.code.value !== 'hardcoded-api-key',
      ),
    );
    await replaceAll(document, original);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === before.length,
    );
  });

  it('survive half-typed code', async () => {
    const document = await openSample('server/index.js');
    const original = document.getText();
    await replaceAll(
      document,
      original.replace('const app = express();', 'const app = express(\nfunction {'),
    );
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) =>
        items.some(
          (item) => typeof item.code === 'object' && item.code.value === 'hardcoded-api-key',
        ),
    );
    await replaceAll(document, original);
  });

  it('reach another file when this one changes', async () => {
    const helper = await openSample('src/lib/ai.ts');
    await eventually(
      () => airlockDiagnostics(helper.uri),
      (items) => items.some((item) => /runs in the browser/.test(item.message)),
    );
    const importer = await workspace.openTextDocument(fileUri('src/Chat.tsx'));
    const original = importer.getText();
    await window.showTextDocument(importer);
    await replaceAll(
      importer,
      original.replace(
        "import { ask } from './lib/ai';",
        'const ask = async (text: string) => text;',
      ),
    );
    // Nothing imports the helper now: only the flag itself still speaks.
    await eventually(
      () => airlockDiagnostics(helper.uri),
      (items) =>
        items.some((item) =>
          (item.relatedInformation ?? []).every(
            (info) => !/Chat\.tsx$/.test(info.location.uri.path),
          ),
        ),
    );
    await replaceAll(importer, original);
  });

  it('speak about a single untitled file', async () => {
    const document = await workspace.openTextDocument({
      language: 'javascript',
      content: "const openai = new OpenAI({ apiKey: 'sk-proj-...' });\n",
    });
    await window.showTextDocument(document);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 1,
    );
  });
});

describe('hover', () => {
  it('explains with the line of the user and links', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const position = document.positionAt(document.getText().indexOf("'sk-proj-...'") + 3);
    const hovers = await commands.executeCommand<Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers
      .flatMap((hover) => hover.contents)
      .map((content) => (content as MarkdownString).value)
      .join('\n');
    assert.match(text, /API key written in the code/);
    assert.match(text, /^\+ apiKey: process\.env\.OPENAI_API_KEY/m);
    assert.match(text, /command:airlock\.explain/);
  });
});

describe('quick fixes', () => {
  it('are offered with the preferred one first and suppress last', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const at = document.getText().indexOf('true,');
    const actions = await actionsAt(
      document.uri,
      new Range(document.positionAt(at), document.positionAt(at + 4)),
    );
    assert.deepEqual(
      actions.map((action) => action.title),
      [
        'Remove the needless dangerouslyAllowBrowser',
        'Explain client-side-request',
        'Suppress client-side-request on this line',
      ],
    );
    assert.equal(actions[0].isPreferred, true);
  });

  it('apply and undo in one step', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const original = document.getText();
    const at = original.indexOf('true,');
    const [fix] = await actionsAt(
      document.uri,
      new Range(document.positionAt(at), document.positionAt(at + 4)),
    );
    assert.ok(fix.edit instanceof WorkspaceEdit);
    await workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), original.replace('  dangerouslyAllowBrowser: true,\n', ''));
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 3,
    );
    await commands.executeCommand('undo');
    assert.equal(document.getText(), original);
  });

  it('move the key over several files, the value only where git ignores it', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const at = document.positionAt(document.getText().indexOf("'sk-proj-...'"));
    const [fix] = await actionsAt(document.uri, new Range(at, at));
    const files = fix.edit!.entries().map(([uri]) => uri.path.split('/').pop());
    assert.deepEqual(files.sort(), ['.env.example', 'index.js']);
  });

  it('move the browser call to the Express server beside it, and take it back in one step', async () => {
    const document = await openSample('src/lib/ai.ts');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 6,
    );
    const at = document.positionAt(document.getText().indexOf('new OpenAI'));
    const found = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(at, at),
      'quickfix',
      10,
    );
    const fix = found.find((action) =>
      /^Move the call to a server route: create server\/chatRoute\.js/.test(action.title),
    );
    assert.ok(fix?.isPreferred, 'the proxy is the preferred fix');
    const files = fix.edit!.entries().map(([uri]) => workspace.asRelativePath(uri));
    assert.deepEqual(
      [...new Set(files)].sort(),
      ['.env.example', 'server/chatRoute.js', 'server/index.js', 'src/lib/ai.ts'].filter((file) =>
        files.includes(file),
      ),
    );
    const [page, edits] = fix.edit!.entries().find(([uri]) => uri.path.endsWith('src/lib/ai.ts'))!;
    assert.match(
      edits.map((edit) => edit.newText).join('\n'),
      /await askServer\(\{ message \}\)|askServer\(\{ message \}\)/,
    );
    const [uri, position] = fix.command?.arguments as [string, { line: number; character: number }];
    // Only the page: the whole edit would wait for somebody to press Apply in the preview.
    const plain = new WorkspaceEdit();
    plain.set(page, edits);
    assert.ok(await workspace.applyEdit(plain));
    await commands.executeCommand(fix.command!.command, uri, position);
    const editor = window.activeTextEditor!;
    assert.match(
      editor.document.getText().slice(editor.document.offsetAt(editor.selection.active)),
      /^askServer\(\{ message \}\)/,
      'the cursor stands at the rewritten call',
    );
    await commands.executeCommand('workbench.action.files.revert');
  });

  async function actionsAt(uri: Uri, range: Range) {
    const found = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      'quickfix',
      10,
    );
    return found.filter((action) =>
      /Airlock|OPENAI|dangerously|Explain|Suppress/.test(action.title),
    );
  }
});

describe('fix all', () => {
  it('applies the safe fixes of a file at once', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const whole = new Range(document.positionAt(0), document.positionAt(document.getText().length));
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      whole,
      'source.fixAll.airlock',
    );
    const [action] = actions.filter((item) => item.kind?.value === 'source.fixAll.airlock');
    assert.ok(action.edit);
    const [, edits] = action.edit.entries().find(([uri]) => uri.path.endsWith('index.js'))!;
    const text = edits.map((edit) => edit.newText).join();
    assert.match(text, /process\.env\.OPENAI_API_KEY, \/\/ to do: put the real key here$/m);
    assert.match(text, /instanceof OpenAI\.RateLimitError/);
    assert.equal(airlockDiagnostics(document.uri).length, 4, 'asking changes nothing');
  });
});

describe('checklist', () => {
  const status = (id: string) =>
    extensions
      .getExtension<AirlockApi>('airlock.airlock')!
      .exports.checklist()[0]
      .items.find((item) => item.id === id)!;

  it('has the seven items, worked out from the whole workspace', async () => {
    await openSample('server/index.js');
    // What the tests before have undone reaches the checklist a moment later.
    await eventually(
      () =>
        extensions
          .getExtension<AirlockApi>('airlock.airlock')!
          .exports.checklist()
          .map(({ items }) => items.map((item) => item.status).join()),
      (folders) =>
        folders.length === 1 && folders[0] === 'fail,fail,fail,fail,unknown,fail,unknown',
    );
  });

  it('follows the typing', async () => {
    const document = await openSample('server/index.js');
    const original = document.getText();
    await replaceAll(document, original.replace("'sk-proj-...'", 'process.env.OPENAI_API_KEY'));
    await eventually(
      () => status('api-key-in-env'),
      (item) =>
        item.status === 'pass' && item.evidence.some((e) => e.label === 'server/index.js:4'),
    );
    await replaceAll(document, original);
    await eventually(
      () => status('api-key-in-env'),
      (item) => item.status === 'fail',
    );
  });
});

describe('confirming what code cannot show', () => {
  it('passes the item with its date and note, and goes with the file', async () => {
    await openSample('server/index.js');
    const costs = () =>
      extensions
        .getExtension<AirlockApi>('airlock.airlock')!
        .exports.checklist()[0]
        .items.find((item) => item.id === 'costs-monitored')!;
    const config = fileUri('airlock.config.json');
    await workspace.fs.writeFile(
      config,
      new TextEncoder().encode(
        '{ "checklist": { "costs-monitored": { "date": "2026-11-24", "note": "50 dollars a month" } } }',
      ),
    );
    await eventually(
      costs,
      (item) =>
        item.status === 'pass' && item.note === 'Confirmed on 2026-11-24: 50 dollars a month.',
    );
    await workspace.fs.delete(config);
    await eventually(costs, (item) => item.status === 'unknown');
  });
});

describe('settings', () => {
  it('apply without a reload, and so does airlock.config.json', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const settings = workspace.getConfiguration('airlock');
    await settings.update('rules', { 'leaked-api-key': 'off' }, ConfigurationTarget.Workspace);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 3,
    );
    await settings.update('rules', undefined, ConfigurationTarget.Workspace);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    const config = fileUri('airlock.config.json');
    await workspace.fs.writeFile(config, new TextEncoder().encode('{ "ignore": ["server/**"] }'));
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 0,
    );
    await workspace.fs.delete(config);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
  });
});

describe('commands', () => {
  it('scan, restart, log and explain exist and run', async () => {
    const all = await commands.getCommands(true);
    for (const id of [
      'airlock.scanWorkspace',
      'airlock.explain',
      'airlock.restartServer',
      'airlock.showLog',
    ])
      assert.ok(all.includes(id), id);
    await commands.executeCommand('airlock.scanWorkspace');
    await commands.executeCommand('airlock.explain', 'hardcoded-api-key');
    const document = await openSample('src/lib/ai.ts');
    await commands.executeCommand('airlock.restartServer');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 6,
    );
  });

  it('new routes are created from the templates of the fixes, in the framework of the project', async () => {
    await openSample('src/lib/ai.ts');
    for (const [command, expected] of [
      ['airlock.newProxyRoute', /chat\.completions\.create\(\{[^}]*messages/],
      ['airlock.newStreamingRoute', /stream: true/],
    ] as const) {
      await commands.executeCommand(command);
      const created = window.activeTextEditor?.document;
      assert.ok(created && /chat/i.test(created.uri.path), created?.uri.path);
      assert.match(created.getText(), expected);
      assert.match(created.getText(), /RateLimitError/);
      await openSample('src/lib/ai.ts');
    }
  });
});
