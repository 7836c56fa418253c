import assert from 'node:assert/strict';
import { commands, window, workspace } from 'vscode';
import { frameworkRoutes } from '../../src/lessons/frameworkRoutes';
import { snippetsOf } from '../../src/lessons/snippets';
import { eventually, openSample } from './support';

/** Without what the editor decides: how far a level is in. */
function flat(code: string): string {
  return code.replace(/^[ \t]+/gm, '');
}

describe('lessons and snippets', () => {
  it('a snippet becomes the route of the fix, by the editor’s own reading of it', async () => {
    for (const language of ['typescript', 'javascript'] as const) {
      const routes = [false, true].flatMap((streams) =>
        frameworkRoutes(streams).flatMap((found) => found[language] ?? []),
      );
      const names = Object.keys(snippetsOf(language));
      for (const [index, name] of names.entries()) {
        // Each takes half a second; the unit tests read them all.
        if (index % 6 !== 0) continue;
        const document = await workspace.openTextDocument({ language, content: '' });
        await window.showTextDocument(document);
        await commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
        const typed = await eventually(
          () => document.getText(),
          (text) => text !== '',
        );
        assert.ok(flat(typed).endsWith(`\n${flat(routes[index].text)}`), `${name}:\n${typed}`);
        await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    }
  });

  it('the lesson of a rule opens as a page, and leads on to the four mistakes', async () => {
    await openSample('src/lib/ai.ts');
    await commands.executeCommand('airlock.explain', 'open-route');
    const tabs = await eventually(
      () => window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label)),
      (labels) => labels.some((label) => label.includes('open-route')),
    );
    assert.ok(tabs.some((label) => label.includes('open-route.md')));
  });
});
