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

/** What the command line asked for: `unit rules -g output` is the unit tests of `rules.test.ts` whose title holds "output". */
interface Choice {
  readonly suites: readonly string[];
  /** Beginnings of file names; none for all files. */
  readonly files: readonly string[];
  readonly grep: string | undefined;
}

function choiceOf(args: readonly string[]): Choice {
  const flag = args.findIndex((arg) => arg === '-g' || arg === '--grep');
  const names = flag < 0 ? args : args.filter((_, index) => index !== flag && index !== flag + 1);
  return {
    suites: names.filter((name) => SUITES.some((suite) => suite === name)),
    files: names.filter((name) => !SUITES.some((suite) => suite === name)),
    grep: flag < 0 ? undefined : args[flag + 1],
  };
}

/** Runs the named suites, or all: the engine in Node, the extension in a real VS Code, the window in a real browser, fixed applications in their own frameworks. */
async function main(choice: Choice): Promise<void> {
  const chosen = SUITES.filter(
    (suite) => choice.suites.length === 0 || choice.suites.includes(suite),
  );
  const total = { passed: 0, failed: 0 };
  const add = ({ passed, failed }: Counts) => {
    total.passed += passed;
    total.failed += failed;
  };
  mkdirSync('test/output', { recursive: true });
  if (chosen.includes('unit')) add(await runMocha('unit', 20_000, choice));
  if (chosen.includes('host')) add(await runInExtensionHost());
  if (chosen.includes('window')) {
    packageExtension();
    add(await runMocha('window', 120_000, choice));
  }
  if (chosen.includes('frameworks')) add(await runMocha('frameworks', 150_000, choice));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

function runMocha(suite: string, timeout: number, { files, grep }: Choice): Promise<Counts> {
  const mocha = new Mocha({
    timeout,
    color: process.stdout.isTTY,
    forbidOnly: true,
    forbidPending: true,
    ...(grep === undefined ? {} : { fgrep: grep }),
  });
  const folder = resolve('out', 'test', suite);
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.test.js'))
    .filter((name) => files.length === 0 || files.some((wanted) => name.startsWith(wanted)))
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

main(choiceOf(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
