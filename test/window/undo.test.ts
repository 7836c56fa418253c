import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { copyWorkspace } from '../harness/extensionHost';
import { openWindow, type Window } from '../harness/window';
import type { Workbench } from '../harness/workbench';

const PAGE = resolve('test/fixtures/fixes/proxy-client-call/vite-react-seed/before');

/** A fix over many files, some of them new, taken back when everything has been saved. */
describe('undo of a fix that has been saved', () => {
  let open: Window | undefined;
  let page: Page;
  let bench: Workbench;
  let folder: string;

  before(async () => {
    folder = copyWorkspace('undo', PAGE);
    // So that the fix makes it.
    rmSync(join(folder, '.env.example'));
    open = await openWindow('undo', folder);
    ({ page, bench } = open);
    await bench.openFile('App.tsx');
    await page.locator('.squiggly-error').first().waitFor();
  });
  after(async () => {
    await open?.close();
  });

  /** The files of the folder with their texts, and its folders with nothing in them. */
  function onDisk(at = folder): Record<string, string> {
    return Object.fromEntries(
      readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
        const path = join(at, entry.name);
        const inside = entry.isDirectory() ? Object.entries(onDisk(path)) : [];
        if (entry.isDirectory()) return inside.length > 0 ? inside : [[path, '']];
        return [[path, readFileSync(path, 'utf8')]];
      }),
    ) as Record<string, string>;
  }

  it('takes one press, and leaves no file or folder behind', async () => {
    const before = onDisk();
    await (
      await bench.openLightBulb('new OpenAI', 'OpenAI', 'Move the call to a server route')
    ).click();
    await page.locator('.monaco-list-row', { hasText: 'index.mjs' }).first().waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await bench.onDisk('server/index.mjs', /new OpenAI/);
    await page.locator('.view-line', { hasText: 'askServer' }).first().waitFor();
    await bench.command('File: Save All Files');
    await bench.onDisk('src/App.tsx', /askServer/);
    await page.waitForTimeout(3_000);
    assert.ok(existsSync(join(folder, '.env.example')));
    await page.locator('.view-line', { hasText: 'askServer' }).first().click();
    await page.keyboard.press('Control+Z');
    const ask = page.getByRole('button', { name: /Undo in \d Files/ });
    const undone = page.locator('.view-line', { hasText: 'dangerouslyAllowBrowser' });
    await ask.or(undone).first().waitFor({ timeout: 20_000 });
    if (await ask.isVisible()) await ask.click();
    await undone.first().waitFor();
    await bench.command('File: Save All Files');
    for (let wait = 0; wait < 20 && JSON.stringify(onDisk()) !== JSON.stringify(before); wait++)
      await page.waitForTimeout(500);
    assert.deepEqual(onDisk(), before);
  });
});
