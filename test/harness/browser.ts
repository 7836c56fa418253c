import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { installVscodeServer } from './vscodeServer';

const SYSTEM = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
];

/**
 * Opens a headless Chromium: the system's when there is one, else the one in the npm registry.
 * Fails with how to get one.
 */
export async function openBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const system = SYSTEM.find((path) => path !== undefined && existsSync(path));
  if (system !== undefined)
    return chromium.launch({ executablePath: system, args: [...ARGUMENTS, ...root] });
  installVscodeServer();
  const folder = resolve('.vscode-test', 'server', 'node_modules', '@sparticuz', 'chromium');
  const {
    default: packaged,
    inflate,
    setupLambdaEnvironment,
  } = (await import(pathToFileURL(join(folder, 'build', 'index.js')).href)) as {
    default: { args: string[]; executablePath(): Promise<string> };
    inflate(archive: string): Promise<string>;
    setupLambdaEnvironment(libraries: string): void;
  };
  const launch = async () =>
    chromium.launch({
      executablePath: await packaged.executablePath(),
      args: [...packaged.args, ...ARGUMENTS, ...root],
    });
  try {
    return await launch();
  } catch {
    // A bare machine lacks the libraries that Chromium links to; the package carries them too.
    try {
      setupLambdaEnvironment(join(await inflate(join(folder, 'bin', 'al2023.tar.br')), 'lib'));
      return await launch();
    } catch (error) {
      throw new Error(
        `No Chromium could be started (${String(error).split('\n')[0]}). Install one (apt-get install chromium) or set CHROME_PATH.`,
        { cause: error },
      );
    }
  }
}
