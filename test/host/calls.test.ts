import assert from 'node:assert/strict';
import { commands, extensions, workspace, type CodeLens } from 'vscode';
import type { AirlockApi } from '../../src/extension/main';
import { eventually, fileUri, openSample } from './support';

describe('the calls', () => {
  const calls = () =>
    extensions.getExtension<AirlockApi>('airlock.airlock')!.exports.checklist()[0]?.calls ?? [];

  it('are known with their place, their surface and what is seen at a glance', async () => {
    await openSample('server/index.js');
    const known = await eventually(calls, ({ length }) => length === 4);
    assert.deepEqual(
      known.map(({ kind, name, path, surface }) => `${kind} ${name} ${path} ${surface}`),
      [
        'client `new OpenAI` server/index.js server',
        'request `responses.create` server/index.js server',
        'client `new OpenAI` src/lib/ai.ts browser',
        'request `chat.completions.create` src/lib/ai.ts browser',
      ],
    );
    assert.deepEqual(known[1].glance, { failures: 'open', input: 'none', answer: 'whole' });
    assert.ok(known[0].findings.some(({ rule }) => rule === 'hardcoded-api-key'));
  });

  it('have a lens each where the setting is on, and none where it is off', async () => {
    const document = await openSample('server/index.js');
    const lenses = async () =>
      (
        await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri)
      ).map(({ command }) => command?.title);
    assert.deepEqual(await lenses(), []);
    const settings = workspace.getConfiguration('airlock', fileUri(''));
    await settings.update('codeLens', true);
    const [title] = await lenses();
    assert.match(title ?? '', /^\$\(shield\) Server · rate limits not handled · not streamed · \d/);
    await settings.update('codeLens', undefined);
    await workspace.fs.delete(fileUri('.vscode'), { recursive: true });
  });
});
