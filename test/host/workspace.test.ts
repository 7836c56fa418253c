import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { airlockDiagnostics, eventually, fileUri, openSample, replaceAll } from './support';

describe('settings', () => {
  it('apply without a reload, and so does airlock.config.json', async () => {
    const document = await openSample('server/index.js');
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
    );
    const settings = workspace.getConfiguration('airlock');
    await settings.update('rules', { 'leaked-api-key': 'off' }, ConfigurationTarget.Workspace);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 4,
    );
    await settings.update('rules', undefined, ConfigurationTarget.Workspace);
    await eventually(
      () => airlockDiagnostics(document.uri),
      (items) => items.length === 5,
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
      (items) => items.length === 5,
    );
  });

  it('look again on saving alone, where that is set', async () => {
    const document = await openSample('server/index.js');
    const original = document.getText();
    const count = () => airlockDiagnostics(document.uri).length;
    await eventually(count, (found) => found === 5);
    const settings = workspace.getConfiguration('airlock');
    await settings.update('run', 'onSave', ConfigurationTarget.Workspace);
    // The client starts anew: its findings go, and come back.
    await eventually(count, (found) => found === 0);
    await eventually(count, (found) => found === 5);
    await replaceAll(document, original.replace('  dangerouslyAllowBrowser: true,\n', ''));
    await new Promise((next) => setTimeout(next, 3_000));
    assert.equal(count(), 5);
    await document.save();
    await eventually(count, (found) => found === 4);
    await replaceAll(document, original);
    await document.save();
    await settings.update('run', undefined, ConfigurationTarget.Workspace);
    await eventually(count, (found) => found === 5);
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
      (items) => items.length === 5,
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
