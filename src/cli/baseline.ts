import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isRecord } from '../analysis/source/packages';
import { createFileReader } from '../host/regularFile';
import { visibleJson } from '../rules/visible';
import type { Candidate } from '../project/result';
import { UsageError } from './usageError';
import { writeWholeFile } from './wholeFile';

/** A finding that is known and not reported again: its fingerprint, and where it was last seen. */
interface Known {
  readonly fingerprint: string;
  readonly file: string;
}

const VERSION = 1;
/** Some 150,000 findings. */
const MAX_BYTES = 20_000_000;
const FINGERPRINT = /^[0-9a-f]{16}$/;

/**
 * Writes the findings down as known, in an order that moving lines does not change, so that a
 * version control shows what was added and what went.
 */
export function writeBaseline(file: string, candidates: readonly Candidate[]): void {
  const findings = candidates
    .map(({ file: seen, finding: { rule }, fingerprint }) => ({ file: seen, rule, fingerprint }))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  writeWholeFile(file, `${visibleJson({ version: VERSION, findings })}\n`);
}

const orderOf = (entry: Known & { readonly rule: string }) =>
  [entry.file, entry.rule, entry.fingerprint].join('\n');

/**
 * Reads a baseline.
 *
 * @returns What takes the known findings out of a list: each entry stands for one finding, so a
 * second line with the same words is new. An entry whose file is gone stands for a finding of any
 * file: the file was renamed.
 * @throws UsageError When the file is none that `writeBaseline` has written.
 */
export function readBaseline(
  file: string,
): (candidates: readonly Candidate[]) => readonly Candidate[] {
  const result = createFileReader().read(resolve(file), MAX_BYTES);
  if (!('bytes' in result))
    throw new UsageError(
      result.reason === undefined
        ? `${file} does not exist; write it with --write-baseline.`
        : `${file} is not used as a baseline: ${result.reason}.`,
    );
  const known = knownIn(result.bytes);
  if (typeof known === 'string')
    throw new UsageError(`${file} is no baseline: ${known}; write one with --write-baseline.`);
  return (candidates) => {
    const here = countOf(known.map(placeOf));
    const elsewhere = candidates.filter((candidate) => !take(here, placeOf(candidate)));
    const moved = known.filter((entry) => take(here, placeOf(entry)) && isGone(entry.file));
    const anywhere = countOf(moved.map(({ fingerprint }) => fingerprint));
    return elsewhere.filter(({ fingerprint }) => !take(anywhere, fingerprint));
  };
}

/** The entries of a baseline, or what is wrong with it. */
function knownIn(bytes: Buffer): readonly Known[] | string {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return 'it is not valid JSON';
  }
  if (!isRecord(json) || !Array.isArray(json.findings)) return 'it has no list of "findings"';
  if (json.version !== VERSION) return `its "version" is not ${VERSION}`;
  const entries: readonly unknown[] = json.findings;
  const odd = entries.findIndex((entry) => !isKnown(entry));
  if (odd >= 0) return `entry ${odd + 1} of its "findings" has no "fingerprint" and "file"`;
  return entries.filter(isKnown);
}

function isKnown(entry: unknown): entry is Known {
  return (
    isRecord(entry) &&
    typeof entry.file === 'string' &&
    typeof entry.fingerprint === 'string' &&
    FINGERPRINT.test(entry.fingerprint)
  );
}

function isGone(file: string): boolean {
  return !existsSync(file);
}

const placeOf = ({ fingerprint, file }: Known) => `${fingerprint}\n${file}`;

function countOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Takes one of that name; false when there is none left. */
function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  if (left > 0) counts.set(name, left - 1);
  return left > 0;
}
