import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const SHOTS = resolve('test', 'output', 'screenshots');

/** What a person does in a window of VS Code, and what is seen there. */
export type Workbench = ReturnType<typeof workbenchOf>;

/**
 * The hands and eyes of the window tests.
 *
 * @param page A page that shows VS Code.
 * @param folder The folder that is open in it, on this disk.
 */
export function workbenchOf(page: Page, folder: string) {
  mkdirSync(SHOTS, { recursive: true });

  /**
   * Waits until a file of the workspace has been written; a test that goes on to assert says what
   * it misses.
   */
  async function onDisk(file: string, text: RegExp): Promise<void> {
    const path = join(folder, file);
    for (
      let wait = 0;
      wait < 60 && !(existsSync(path) && text.test(readFileSync(path, 'utf8')));
      wait++
    )
      await page.waitForTimeout(100);
  }
  async function shot(name: string): Promise<void> {
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
  async function openFile(name: string): Promise<void> {
    await page.keyboard.press('Control+P');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(name);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: name }).waitFor();
  }
  /**
   * The entry of the light bulb on a word of a line. Right after an edit the findings may be a
   * moment behind: then the bulb is asked again.
   */
  async function openLightBulb(line: string, word: string, title: string): Promise<Locator> {
    const entry = page.locator('.action-widget').getByText(title);
    for (let tries = 0; tries < 10; tries++) {
      await page
        .locator('.view-line', { hasText: line })
        .locator('span', { hasText: word })
        .last()
        .click();
      await page.keyboard.press('Control+.');
      await entry.waitFor({ timeout: 2_000 }).catch(() => page.keyboard.press('Escape'));
      if (await entry.isVisible()) break;
    }
    await entry.waitFor();
    return entry;
  }
  /** Drags the border of the sidebar, so that the titles can be read in the picture. */
  async function widen(): Promise<void> {
    const boxes = await Promise.all(
      (await page.locator('.monaco-sash.vertical').all()).map((sash) => sash.boundingBox()),
    );
    const box = boxes.find(
      (candidate) => candidate && candidate.x > 300 && candidate.x < 420 && candidate.height > 400,
    );
    assert.ok(box, 'the border of the sidebar');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 240, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(900, 600);
  }
  async function command(title: string): Promise<void> {
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /**
   * The lines on screen, by their place: the DOM keeps them in the order in which they were drawn.
   */
  async function editorText(): Promise<string[]> {
    const lines = await page
      .locator('.view-line')
      .evaluateAll((elements) =>
        elements.map(
          (element) =>
            [(element as HTMLElement).offsetTop, (element as HTMLElement).innerText] as const,
        ),
      );
    return lines.sort(([a], [b]) => a - b).map(([, text]) => text);
  }
  /** The text once it has stopped changing: VS Code draws in steps. */
  async function settledText(): Promise<string[]> {
    for (let last = await editorText(); ;) {
      await page.waitForTimeout(200);
      const now = await editorText();
      if (now.join('\n') === last.join('\n')) return now;
      last = now;
    }
  }
  /** A busy machine draws late: what is not the same is looked at again before it counts. */
  async function sameAs(expected: readonly string[]): Promise<void> {
    for (let tries = 0; tries < 30; tries++) {
      if ((await settledText()).join('\n') === expected.join('\n')) return;
      // Only what is in sight is drawn, and an undo may have scrolled to where the cursor was.
      if (tries === 4) await page.keyboard.press('Control+Home');
      await page.waitForTimeout(500);
    }
    assert.deepEqual(await settledText(), expected);
  }
  async function titles(rows: Locator): Promise<string[]> {
    const labels = await rows.evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('aria-label') ?? ''),
    );
    return labels.map((label) => label.replace(/: (passes|fails|unknown|not applicable).*$/, ''));
  }

  return {
    command,
    onDisk,
    openFile,
    openLightBulb,
    sameAs,
    settledText,
    shot,
    titles,
    widen,
  };
}
