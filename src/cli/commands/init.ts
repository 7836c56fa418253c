import { writeFileSync } from 'node:fs';
import { CONFIG_FILE } from '../../rules/config';
import { UsageError } from '../usageError';

/** Writes a configuration to start from; an existing one is never overwritten. */
export function init(): void {
  const text = `${JSON.stringify({ rules: {}, ignore: [] }, undefined, 2)}\n`;
  try {
    // Fails when there is anything of that name, be it a link that leads nowhere.
    writeFileSync(CONFIG_FILE, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(
      error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? `${CONFIG_FILE} exists already; edit it, or delete it first.`
        : `${CONFIG_FILE} cannot be written here; check the folder and its permissions.`,
    );
  }
  process.stdout.write(`Wrote ${CONFIG_FILE}.\n`);
}
