import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { resolve } from 'node:path';
import { openBrowser } from './browser';
import { startVscode, type RunningVscode } from './vscodeServer';
import { workbenchOf, type Workbench } from './workbench';

/** A folder in a window of VS Code that has the packaged extension. */
export interface Window {
  readonly page: Page;
  readonly bench: Workbench;
  close(): Promise<void>;
}

/** Opens a folder in a window; two pixels of a picture stand for one of the screen unless it is said. */
export async function openWindow(
  name: string,
  folder: string,
  options: BrowserContextOptions = { deviceScaleFactor: 2 },
): Promise<Window> {
  let vscode: RunningVscode | undefined;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await vscode?.stop();
  };
  try {
    vscode = await startVscode(name, { vsix: resolve('airlock.vsix') });
    browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    page.setDefaultTimeout(60_000);
    await page.goto(vscode.url(folder));
    await page.locator('.monaco-workbench').waitFor();
    return { page, bench: workbenchOf(page, folder), close };
  } catch (error) {
    await close();
    throw error;
  }
}
