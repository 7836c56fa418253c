import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { copyWorkspace } from '../harness/extensionHost';
import { installStandIns, PRACTICE } from '../harness/practice';
import { openWindow, type Window } from '../harness/window';
import type { Workbench } from '../harness/workbench';

/** The first exercise from beginning to end, as someone who practises goes through it. */
describe('the practice project in a window', () => {
  let open: Window | undefined;
  let page: Page;
  let bench: Workbench;
  let folder: string;

  before(async () => {
    folder = copyWorkspace('practice', PRACTICE);
    installStandIns(folder);
    open = await openWindow('practice', folder);
    ({ page, bench } = open);
    await page.locator('.statusbar-item', { hasText: 'Airlock 0/7' }).waitFor();
    // Tests run in a folder that is trusted only.
    await bench.command('Workspaces: Manage Workspace Trust');
    await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await page.getByText('You trust this folder').waitFor();
    await bench.command('View: Close All Editors');
    await page.getByText('You trust this folder').waitFor({ state: 'detached' });
  });
  after(async () => {
    await open?.close();
  });

  const rows = () => page.locator('.pane-body .monaco-list-row');
  const notification = async (text: string | RegExp) => {
    await bench.command('Notifications: Show Notifications');
    const found = page.locator('.notification-list-item', { hasText: text }).first();
    await found.waitFor();
    return found;
  };

  it('shows the exercises, the first one open', async () => {
    await bench.command('Airlock: Focus on Practice View');
    await rows().filter({ hasText: 'The key in the browser' }).waitFor();
    await rows().filter({ hasText: 'Predict what happens' }).waitFor();
    await rows().filter({ hasText: 'The long wait' }).waitFor();
    await bench.shot('practice');
  });

  it('asks what one expects, and says what is so', async () => {
    await rows().filter({ hasText: 'Predict what happens' }).click();
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Everyone who opens the page' })
      .click();
    await notification(/Right\. A build renames variables/);
    await bench.command('Notifications: Clear All Notifications');
    await rows().filter({ hasText: 'Predicted' }).waitFor();
  });

  it('opens hints one at a time', async () => {
    await rows().filter({ hasText: 'Next hint (1 of 3)' }).click();
    await rows().filter({ hasText: 'The browser cannot keep a secret' }).waitFor();
    await rows().filter({ hasText: 'Next hint (2 of 3)' }).waitFor();
  });

  it('is not solved as long as Airlock finds something, and says what', async () => {
    await bench.command('Airlock: Check Exercise');
    await page.locator('.tab.active', { hasText: 'ask.js' }).waitFor();
    await notification('Not yet. Airlock still finds:');
    await bench.command('Notifications: Clear All Notifications');
  });

  it('is solved once nothing is found and the test passes', async () => {
    await bench.openFile('ask.js');
    await (
      await bench.openLightBulb('new OpenAI', 'OpenAI', 'Move the call to a server route')
    ).click();
    await page.locator('.monaco-list-row', { hasText: 'chatRoute.js' }).first().waitFor();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.locator('.view-line', { hasText: 'askServer({ question })' }).first().waitFor();
    await bench.onDisk('server/chatRoute.js', /export async function/);
    // The rewritten call is shown once the last file is written; that takes the focus.
    await page.waitForTimeout(2_000);
    await bench.command('File: Save All Files');
    await bench.onDisk('page/ask.js', /askServer/);
    await bench.command('Notifications: Clear All Notifications');
    await bench.command('Airlock: Check Exercise');
    await rows()
      .filter({ hasText: 'The key in the browser' })
      .filter({ hasText: 'solved' })
      .waitFor();
    await notification('Solved: The key in the browser.');
    await bench.command('Notifications: Clear All Notifications');
    await bench.shot('practice-solved');
  });

  it('explains what was solved', async () => {
    await rows().filter({ hasText: 'The key in the browser' }).click();
    await rows().filter({ hasText: 'Explanation and solution' }).first().click();
    await page
      .frameLocator('iframe.webview')
      .frameLocator('iframe')
      .getByText('The page knows an address, the server knows the key.')
      .waitFor();
    await bench.shot('practice-solution');
  });

  it('leaves out of the checklist what passes, until one asks for it', async () => {
    const passed = rows().filter({ hasText: 'API calls made server-side only' });
    await passed.waitFor();
    await bench.command('Airlock: Show Only What Does Not Pass');
    await passed.waitFor({ state: 'detached' });
    await rows().filter({ hasText: 'Rate limit handling implemented' }).waitFor();
    await bench.command('Airlock: Show All Items');
    await passed.waitFor();
  });

  it('begins anew where one wishes', async () => {
    const row = rows().filter({ hasText: 'The key in the browser' });
    await row.hover();
    await row.getByRole('button', { name: 'Reset Exercise' }).click();
    await bench.onDisk('page/ask.js', /new OpenAI/);
    assert.equal(
      readFileSync(join(folder, 'page/ask.js'), 'utf8'),
      readFileSync(join(PRACTICE, 'page/ask.js'), 'utf8'),
    );
  });
});
