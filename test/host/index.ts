import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What VS Code calls inside the extension host: resolves when every test has passed. */
export function run(): Promise<void> {
  const mocha = new Mocha({
    timeout: 120_000,
    color: false,
    forbidOnly: true,
    forbidPending: true,
  });
  // The sources say which tests there are, as in `test/run.ts`; this file runs as `out/test/host/index.js`.
  for (const file of readdirSync(join(__dirname, '..', '..', '..', 'test', 'host'))
    .filter((name) => name.endsWith('.test.ts') && isChosen(name))
    .sort())
    mocha.addFile(join(__dirname, file.replace(/ts$/, 'js')));
  return new Promise((done, failed) => {
    // The console of the extension host passes formats on unformatted, and the workbench writes to
    // it too: lines of ours are marked.
    const say = (text: string) =>
      text.split('\n').forEach((line) => console.log(`AIRLOCK-TEST ${line}`));
    mocha.reporter(function (runner: Mocha.Runner) {
      runner.on('suite', (suite) => say(suite.title === '' ? '' : `  ${suite.title}`));
      runner.on('pass', (test) => say(`    ✔ ${test.title} (${test.duration} ms)`));
      runner.on('fail', (test, error: Error) =>
        say(`    ✘ ${test.title}\n${error.stack ?? error.message}`),
      );
    } as unknown as Mocha.ReporterConstructor);
    const runner = mocha.run((failures) => {
      console.log(`AIRLOCK-RESULT ${runner.stats?.passes ?? 0}`);
      if (failures > 0) failed(new Error(`${failures} tests failed.`));
      else done();
    });
  });
}

/** `test/run.ts` says in the environment which files were asked for; all where it says nothing. */
function isChosen(name: string): boolean {
  const chosen = (process.env.AIRLOCK_HOST_FILES ?? '').split(',');
  return chosen.some((beginning) => name.startsWith(beginning));
}
