import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import type { Outcome } from '../run';
import { openBrowser } from './browser';
import { startVscode } from './vscodeServer';

const SUITE = resolve('out', 'test', 'host', 'index.js');
const RESULT = /AIRLOCK-RESULT (\d+)$/m;
const FAILURE = /AIRLOCK-TEST +✘ (.*)$/gm;

/** A copy of the sample that a test may change. */
export function copyWorkspace(name: string, from = resolve('test', 'sample')): string {
  const folder = resolve('test', 'output', 'workspaces', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(from, folder, { recursive: true });
  return folder;
}

/**
 * Runs the extension-host suite in a real VS Code: the desktop one where it can be downloaded and
 * shown, else the server of the npm registry.
 */
export async function runInExtensionHost(): Promise<Outcome> {
  const folder = copyWorkspace('host');
  const desktop = await findDesktop();
  process.stdout.write(
    `\nExtension host: ${desktop === undefined ? 'VS Code server from the npm registry (the desktop VS Code cannot be downloaded or shown here)' : `VS Code at ${desktop}`}\n`,
  );
  return desktop === undefined ? runOnServer(folder) : runOnDesktop(desktop, folder);
}

async function findDesktop(): Promise<string | undefined> {
  if (process.platform === 'linux' && !process.env.DISPLAY) return undefined;
  try {
    return await downloadAndUnzipVSCode({
      cachePath: resolve('.vscode-test', 'desktop'),
      timeout: 20_000,
    });
  } catch {
    return undefined;
  }
}

/**
 * The extension as it is here, whose manifest also names a vendor of language models: VS Code lets a
 * model be registered only by an extension that says so, and a test registers one.
 */
function stagedExtension(): string {
  const folder = resolve('test', 'output', 'development');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Copies: VS Code knows an extension's code by where it really lies.
  for (const name of ['dist', 'docs', 'media', 'snippets', 'README.md', 'CHANGELOG.md'])
    cpSync(resolve(name), join(folder, name), { recursive: true });
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: object };
  const languageModelChatProviders = [{ vendor: 'made-up', displayName: 'Made Up' }];
  const contributes = { ...manifest.contributes, languageModelChatProviders };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, contributes }));
  return folder;
}

async function runOnDesktop(vscodeExecutablePath: string, folder: string): Promise<Outcome> {
  const code = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: stagedExtension(),
    extensionTestsPath: SUITE,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust'],
  }).catch(() => 1);
  // The desktop prints its own report; a failed run has at least one failure.
  return code === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [`code ${code}`] };
}

async function runOnServer(folder: string): Promise<Outcome> {
  const vscode = await startVscode('host', {
    settings: {
      // The tools for language models are among the features that the other tests do without.
      'chat.disableAIFeatures': false,
    },
  });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    let log = '';
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      const line = args.map(String).join(' ');
      log += `${type}: ${line}\n`;
      // The workbench's own lines (native modules that are not compiled, services that are not
      // there) are noise unless the run fails.
      const own = /AIRLOCK-TEST (.*)$/.exec(line);
      if (own) process.stdout.write(`${own[1]}\n`);
    });
    const exit = new Promise<number>((done, failed) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => done(code));
      setTimeout(
        () =>
          failed(
            new Error(`The extension-host suite did not end within a quarter of an hour.\n${log}`),
          ),
        900_000,
      ).unref();
    });
    await page.goto(vscode.url(folder, { development: stagedExtension(), suite: SUITE }));
    const code = await exit;
    const passed = RESULT.exec(log)?.[1];
    if (passed === undefined)
      throw new Error(
        `The extension-host suite ended with code ${code} before it reported.\n${log}`,
      );
    const failures = [...log.matchAll(FAILURE)].map(([, title = '']) => title);
    if (code !== 0 && failures.length === 0) failures.push(`The suite ended with code ${code}.`);
    return { passed: Number(passed), failures };
  } finally {
    await browser.close();
    await vscode.stop();
  }
}
