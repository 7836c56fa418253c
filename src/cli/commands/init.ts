import { existsSync, writeFileSync } from 'node:fs';
import { CONFIG_FILE } from '../../rules/config';
import { UsageError } from '../usageError';

/** Writes a configuration to start from; an existing one is never overwritten. */
export function init(): void {
  if (existsSync(CONFIG_FILE))
    throw new UsageError(`${CONFIG_FILE} exists already; edit it, or delete it first.`);
  writeFileSync(CONFIG_FILE, `${JSON.stringify({ rules: {}, ignore: [] }, undefined, 2)}\n`);
  process.stdout.write(`Wrote ${CONFIG_FILE}.\n`);
}
