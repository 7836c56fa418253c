import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import Mocha from 'mocha';
import { runInExtensionHost } from './harness/extensionHost';

/** The counts of one suite. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const SUITES = ['unit', 'host', 'window', 'frameworks'] as const;

/** Runs the named suites, or all: the engine in Node, the extension in a real VS Code, the window in a real browser, fixed applications in their own frameworks. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = SUITES.filter((suite) => names.length === 0 || names.includes(suite));
  const total = { passed: 0, failed: 0 };
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  mkdirSync('test/output', { recursive: true });
  if (chosen.includes('unit')) add(await runMocha('unit', 20_000));
  if (chosen.includes('host')) add(await runInExtensionHost());
  if (chosen.includes('window')) {
    packageExtension();
    add(await runMocha('window', 120_000));
  }
  if (chosen.includes('frameworks')) add(await runMocha('frameworks', 150_000));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

function runMocha(suite: string, timeout: number): Promise<Counts> {
  const mocha = new Mocha({
    timeout,
    color: process.stdout.isTTY,
    forbidOnly: true,
    forbidPending: true,
  });
  const folder = resolve('out', 'test', suite);
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.test.js'))
    .sort())
    mocha.addFile(resolve(folder, file));
  return new Promise((done) => {
    const runner = mocha.run(() =>
      done({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 1 }),
    );
  });
}

/** The window tests install what users get: the packaged extension. */
function packageExtension(): void {
  rmSync('airlock.vsix', { force: true });
  execFileSync('npm', ['run', '--silent', 'package'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
