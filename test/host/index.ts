import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What VS Code calls inside the extension host: resolves when every test has passed. */
export function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 30_000, color: false, forbidOnly: true, forbidPending: true });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js')).sort()) mocha.addFile(join(__dirname, file));
  return new Promise((done, failed) => {
    const runner = mocha.run((failures) => {
      console.log(`AIRLOCK-RESULT ${runner.stats?.passes ?? 0} ${failures}`);
      if (failures > 0) failed(new Error(`${failures} tests failed.`));
      else done();
    });
  });
}
