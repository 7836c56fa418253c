import assert from 'node:assert/strict';
import { commands, extensions, window, workspace } from 'vscode';
import type { AirlockApi } from '../../src/extension/main';
import { eventually, fileUri, openSample, replaceAll } from './support';

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

describe('what the checklist offers', () => {
  const items = () =>
    extensions.getExtension<AirlockApi>('airlock.airlock')!.exports.checklist()[0].items;

  it('leads from a row to the code and its fixes', async () => {
    await openSample('src/lib/ai.ts');
    const [evidence] = (
      await eventually(items, (all) => all[0].evidence.some(({ rule }) => rule !== undefined))
    )[0].evidence;
    await commands.executeCommand('airlock.fixEvidence', { evidence });
    const editor = window.activeTextEditor!;
    assert.equal(editor.document.uri.toString(), evidence.uri);
    assert.deepEqual(
      [editor.selection.start.line, editor.selection.start.character],
      [evidence.range.start.line, evidence.range.start.character],
    );
  });

  it('is exported as Markdown into a document that nobody has to keep', async () => {
    await commands.executeCommand('airlock.exportChecklist');
    const { document } = window.activeTextEditor!;
    assert.equal(document.isUntitled, true);
    assert.equal(document.languageId, 'markdown');
    assert.match(document.getText(), /^# Security checklist of .+\n\n\d of 7 pass\./);
    assert.match(document.getText(), /^ {2}- ✖ `server\/index\.js:5`: /m);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('knows the dashboard where limits are set', () => {
    const [costs] = items().filter(({ pages }) => pages);
    assert.equal(costs.id, 'costs-monitored');
    assert.deepEqual(costs.pages, ['platform.openai.com/settings/organization/limits']);
  });

  it('puts every action of a row into its context menu, for the keyboard', () => {
    const { contributes } = extensions.getExtension('airlock.airlock')!.packageJSON as {
      contributes: { menus: Record<string, { command: string; group: string; when: string }[]> };
    };
    const rows = contributes.menus['view/item/context'];
    const inline = rows.filter(({ group }) => group.startsWith('inline'));
    assert.ok(inline.length >= 3);
    for (const { command, when } of inline)
      assert.ok(
        rows.some(
          (row) => row.command === command && row.when === when && !row.group.startsWith('inline'),
        ),
        command,
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
