import assert from 'node:assert/strict';
import { commands, Uri, workspace } from 'vscode';
import { fileUri } from './support';

describe('the practice project', () => {
  const parent = fileUri('practice-goes-here');
  const text = async (...path: readonly string[]) =>
    new TextDecoder().decode(
      await workspace.fs.readFile(Uri.joinPath(parent, 'airlock-practice', ...path)),
    );
  after(() => workspace.fs.delete(parent, { recursive: true }));

  it('is copied with all that it needs to run', async () => {
    const target = await commands.executeCommand<Uri>('airlock.openPractice', parent);
    assert.equal(target.path.split('/').pop(), 'airlock-practice');
    assert.match(await text('page', 'ask.js'), /new OpenAI/);
    assert.match(await text('exercises', '1-key.md'), /^# The key in the browser/);
    assert.match(
      await text('node_modules', 'openai', 'package.json'),
      /"exports": "\.\/index\.js"/,
    );
    assert.match(await text('node_modules', 'express', 'index.js'), /express\.json/);
  });

  it('is left as it is where it was begun', async () => {
    const ask = Uri.joinPath(parent, 'airlock-practice', 'page', 'ask.js');
    await workspace.fs.writeFile(ask, new TextEncoder().encode('// begun\n'));
    await commands.executeCommand('airlock.openPractice', parent);
    assert.equal(await text('page', 'ask.js'), '// begun\n');
  });
});
