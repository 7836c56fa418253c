import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

/**
 * The VS Code that the npm registry offers: `code-server` ships the built server and web workbench.
 * Pinned, so that runs agree.
 */
const CODE_SERVER = 'code-server@4.139.1';
const CHROMIUM = '@sparticuz/chromium@153.0.0';
const CACHE = resolve('.vscode-test', 'server');

/**
 * VS Code's server wants Node 24; npm scripts find it first, a test started by hand may run on an
 * older one.
 */
const NODE =
  Number(process.versions.node.split('.')[0]) >= 24
    ? process.execPath
    : resolve('node_modules', '.bin', 'node');

/** Installs the VS Code server into `.vscode-test/` unless it is there; returns its entry. */
export function installVscodeServer(): string {
  const entry = join(
    CACHE,
    'node_modules',
    'code-server',
    'lib',
    'vscode',
    'out',
    'server-main.js',
  );
  const done = join(CACHE, 'installed');
  if (existsSync(done) && existsSync(entry)) return entry;
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(join(CACHE, 'package.json'), '{ "private": true }\n');
  // Native add-ons are left uncompiled: nobody here needs Kerberos, and what else is missing VS
  // Code does without.
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  try {
    npm(CACHE, CODE_SERVER, CHROMIUM);
    const vscode = join(CACHE, 'node_modules', 'code-server', 'lib', 'vscode');
    npm(vscode, '--omit=dev');
    npm(join(vscode, 'extensions'), '--omit=dev');
  } catch (error) {
    throw new Error(
      `The VS Code server could not be installed from the npm registry (${String(error).split('\n')[0]}). Check the registry, or fill .vscode-test/server by hand: npm i --ignore-scripts ${CODE_SERVER} ${CHROMIUM}.`,
      { cause: error },
    );
  }
  writeFileSync(done, '');
  return entry;
}

export interface RunningVscode {
  readonly port: number;
  /** The address of a window; `test` runs an extension-host test suite in it. */
  url(
    folder: string | undefined,
    test?: { readonly development: string; readonly suite: string },
  ): string;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** A `.vsix` to install first. */
  readonly vsix?: string;
  readonly settings?: Record<string, unknown>;
}

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  // The lines it keeps in sight lie over the ones that a test clicks.
  'editor.stickyScroll.enabled': false,
  'editor.accessibilitySupport': 'off',
};

/** Starts a VS Code server with data of its own under `test/output`. */
export async function startVscode(
  name: string,
  options: StartOptions = {},
): Promise<RunningVscode> {
  const entry = installVscodeServer();
  const home = resolve('test', 'output', 'vscode', name);
  rmSync(home, { recursive: true, force: true });
  const data = join(home, 'data');
  const extensions = join(home, 'extensions');
  mkdirSync(join(data, 'data', 'Machine'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(
    join(data, 'data', 'Machine', 'settings.json'),
    JSON.stringify({ ...SETTINGS, ...options.settings }),
  );
  const folders = ['--server-data-dir', data, '--extensions-dir', extensions];
  if (options.vsix)
    execFileSync(
      NODE,
      [entry, '--install-extension', options.vsix, '--accept-server-license-terms', ...folders],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  const port = await freePort();
  const server = spawn(
    NODE,
    [
      entry,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      '--accept-server-license-terms',
      '--telemetry-level',
      'off',
      '--enable-smoke-test-driver',
      ...folders,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await listening(server, port);
  const authority = `127.0.0.1:${port}`;
  return {
    port,
    url(folder, test) {
      const query = folder === undefined ? ['ew=true'] : [`folder=${encodeURI(folder)}`];
      if (test) {
        const remote = (path: string) => `vscode-remote://${authority}${path}`;
        query.push(
          `payload=${encodeURIComponent(
            JSON.stringify([
              ['extensionDevelopmentPath', remote(test.development)],
              ['extensionTestsPath', remote(test.suite)],
            ]),
          )}`,
        );
      }
      return `http://${authority}/?${query.join('&')}`;
    },
    stop: () =>
      new Promise((done) => {
        server.once('exit', () => done());
        server.kill();
      }),
  };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Resolves when the server says that its extension host agent listens; rejects when it ends or
 * stays silent.
 */
function listening(server: ChildProcess, port: number): Promise<void> {
  return new Promise((ready, failed) => {
    let output = '';
    const timer = setTimeout(
      () =>
        failed(new Error(`VS Code did not start on port ${port} within three minutes:\n${output}`)),
      180_000,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/Extension host agent listening|Web UI available/.test(output)) {
        clearTimeout(timer);
        ready();
      }
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) =>
      failed(
        new Error(
          `VS Code ended with code ${code}:\n${output
            .split('\n')
            .map((line) => line.slice(0, 200))
            .slice(-12)
            .join('\n')}`,
        ),
      ),
    );
  });
}
