import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { airlockDiagnostics, eventually, fileUri, openSample } from './support';

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
