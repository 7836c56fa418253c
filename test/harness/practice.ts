import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the practice project lies in the repository. */
export const PRACTICE = resolve('media', 'practice');

/** Gives a copy of the practice project the packages that `Open Practice Project` brings along. */
export function installStandIns(folder: string): void {
  for (const name of ['openai', 'express']) {
    const home = join(folder, 'node_modules', name);
    mkdirSync(home, { recursive: true });
    cpSync(join(PRACTICE, 'stand-in', 'modules', `${name}.js`), join(home, 'index.js'));
    const manifest = { name, type: 'module', exports: './index.js' };
    writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
  }
}
