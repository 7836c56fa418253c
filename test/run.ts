import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import Mocha from 'mocha';
import { runInExtensionHost } from './harness/extensionHost';

/** What came of one suite. */
export interface Outcome {
  /** How many tests passed. */
  readonly passed: number;
  /** The title of each test that failed, with its first line of reason where that is at hand. */
  readonly failures: readonly string[];
}

/** How the files of `test/<suite>` are run; `host` brings its own runner, which is VS Code. */
interface Suite {
  /**
   * Of one test, in milliseconds: it ends one that hangs, and is far above what a busy machine
   * takes.
   */
  readonly timeout: number;
  /** Whether files may run beside each other, a process each. */
  readonly parallel: boolean;
}

const SUITES: Readonly<Record<string, Suite | 'extension host'>> = {
  unit: { timeout: 120_000, parallel: true },
  fixes: { timeout: 180_000, parallel: true },
  // Its tests start many processes, which a busy machine delays.
  cli: { timeout: 180_000, parallel: true },
  deep: { timeout: 180_000, parallel: true },
  host: 'extension host',
  window: { timeout: 240_000, parallel: false },
  frameworks: { timeout: 400_000, parallel: false },
};

/**
 * What the command line asked for: `unit rules -g output` is the unit tests of `rules.test.ts`
 * whose title holds "output".
 */
interface Choice {
  /** One suite, or all when nothing is said. */
  readonly suites: readonly string[];
  /** Beginnings of file names; none for all files. */
  readonly files: readonly string[];
  readonly grep: string | undefined;
}

/** @throws When the first word is no suite: a misspelt one would run nothing and pass. */
function choiceOf(args: readonly string[]): Choice {
  const flag = args.findIndex((arg) => arg === '-g' || arg === '--grep');
  const [suite, ...files] =
    flag < 0 ? args : args.filter((_, index) => index !== flag && index !== flag + 1);
  if (suite !== undefined && !(suite in SUITES))
    throw new Error(`"${suite}" is no suite; known are ${Object.keys(SUITES).join(', ')}.`);
  return {
    suites: suite === undefined ? Object.keys(SUITES) : [suite],
    files,
    grep: flag < 0 ? undefined : args[flag + 1],
  };
}

/**
 * Runs one suite, or all: the engine in Node, what fixes leave (compiled and run), the command line
 * and the server as processes, samples of everything that can be asked, the extension in a real VS
 * Code, the window in a real browser, fixed applications in their own frameworks.
 */
async function main(choice: Choice): Promise<void> {
  let passed = 0;
  const failures: string[] = [];
  mkdirSync('test/output', { recursive: true });
  for (const name of choice.suites) {
    const suite = SUITES[name];
    if (name === 'window') packageExtension();
    // The extension host reads the names itself.
    if (suite === 'extension host') process.env.AIRLOCK_HOST_FILES = choice.files.join(',');
    const outcome =
      suite === 'extension host' ? await runInExtensionHost() : await runMocha(name, suite, choice);
    passed += outcome.passed;
    failures.push(...outcome.failures.map((failure) => `${name}: ${failure}`));
  }
  process.stdout.write(`\n${passed} passed, ${failures.length} failed\n`);
  // Once more at the end: who reads a log of CI sees its last lines.
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
  process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
}

function runMocha(
  name: string,
  { timeout, parallel }: Suite,
  { files, grep }: Choice,
): Promise<Outcome> {
  // The sources say which tests there are: what was built from one that is gone may still lie in
  // `out`.
  const chosen = readdirSync(resolve('test', name))
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => files.length === 0 || files.some((wanted) => file.startsWith(wanted)))
    .sort();
  const mocha = new Mocha({
    timeout,
    color: process.stdout.isTTY,
    forbidOnly: true,
    forbidPending: true,
    // A process costs half a second to start; one file does not need two.
    parallel: parallel && chosen.length > 1 && availableParallelism() > 1,
    jobs: Math.min(availableParallelism(), chosen.length),
    ...(grep === undefined ? {} : { fgrep: grep }),
  });
  for (const file of chosen) mocha.addFile(resolve('out', 'test', name, file.replace(/ts$/, 'js')));
  const failures: string[] = [];
  return new Promise((done) => {
    const runner = mocha.run(() => done({ passed: runner.stats?.passes ?? 0, failures }));
    runner.on('fail', (test, error: Error) =>
      failures.push(`${test.fullTitle()}: ${error.message.split('\n', 1)[0]}`),
    );
  });
}

/** The window tests install what users get: the packaged extension. */
function packageExtension(): void {
  rmSync('airlock.vsix', { force: true });
  execFileSync('npm', ['run', '--silent', 'package'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

try {
  main(choiceOf(process.argv.slice(2))).catch(fail);
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
}
