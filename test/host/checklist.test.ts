import { extensions, workspace } from 'vscode';
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
