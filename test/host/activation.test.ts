import assert from 'node:assert/strict';
import { commands, extensions, window, workspace, type Hover, type MarkdownString } from 'vscode';
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
      (items) => items.length === 5,
    );
    assert.equal(typeof first.code === 'object' && first.code.value, 'client-side-request');
    assert.match(
      typeof first.code === 'object' ? first.code.target.path : '',
      /docs\/rules\/client-side-request\.md$/,
    );
    assert.match(first.message, /^Every visitor can read this OpenAI key/);
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
      (items) => items.length === 5,
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
      (items) => items.some((item) => /Every visitor can read/.test(item.message)),
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
      (items) => items.length === 5,
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
    const [, link] = /command:airlock\.fixHere\?([^)]+)\)/.exec(text) ?? [];
    const [range] = JSON.parse(decodeURIComponent(link)) as [{ start: { line: number } }];
    // The cursor may be anywhere when the link is followed.
    await commands.executeCommand('airlock.fixHere', range);
    const { selection } = window.activeTextEditor!;
    assert.equal(window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.equal(selection.start.line, range.start.line);
    assert.equal(selection.start.line, position.line);
    await commands.executeCommand('hideCodeActionWidget');
  });
});
