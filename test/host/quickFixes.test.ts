import assert from 'node:assert/strict';
import { commands, Range, Uri, WorkspaceEdit, window, workspace, type CodeAction } from 'vscode';
import { airlockDiagnostics, eventually, openSample } from './support';

describe('quick fixes', () => {
  it('are offered with the preferred one first and suppress last', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
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
        'Suppress client-side-request…',
      ],
    );
    assert.equal(actions[0].isPreferred, true);
  });

  it('apply and undo in one step', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
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
      (items) => items.length === 4,
    );
    await commands.executeCommand('undo');
    assert.equal(document.getText(), original);
  });

  it('move the key over several files, the value only where git ignores it', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
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
      (items) => items.length === 5,
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
    // VS Code drops arguments with the list of the light bulb, and a command that the edit brings.
    assert.equal(fix.command?.arguments, undefined);
    const listed = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new Range(at, at),
      'quickfix',
    );
    const entry = listed.find(({ title }) => title === fix.title)!;
    assert.equal(entry.edit, undefined);
    assert.equal(entry.command?.command, fix.command?.command);
    // Only the page: the whole edit would wait for somebody to press Apply in the preview.
    const plain = new WorkspaceEdit();
    plain.set(page, edits);
    assert.ok(await workspace.applyEdit(plain));
    await commands.executeCommand(fix.command!.command);
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
      (items) => items.length === 5,
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
    assert.equal(airlockDiagnostics(document.uri).length, 5, 'asking changes nothing');
  });
});
