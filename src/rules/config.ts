import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type ParseError,
} from 'jsonc-parser';
import { createLineMap } from '../analysis/source/text';
import { isRecord } from '../analysis/source/packages';
import { rules } from './registry';
import { severities, type Severity } from './rule';

/** The user's settings: `airlock.config.json` on the command line, `airlock.*` in the editor. */
export interface Config {
  /** Severity per rule; `off` silences it. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Globs in `.gitignore` syntax of files to leave out. */
  readonly ignore: readonly string[];
  /**
   * What a person has confirmed of the checklist, by item: `{ "costs-monitored": { "date":
   * "2026-11-24", "note": "…" } }`.
   */
  readonly checklist: Readonly<Record<string, { readonly date: string; readonly note?: string }>>;
}

export const defaultConfig: Config = { rules: {}, ignore: [], checklist: {} };

/** The ids of the checklist's items; the checklist itself stands above the rules. */
export const CHECKLIST_ITEMS: readonly string[] = [
  'api-key-in-env',
  'server-side-only',
  'input-validated',
  'rate-limits-handled',
  'costs-monitored',
  'errors-handled',
  'long-answers-streamed',
];

export const CONFIG_FILE = 'airlock.config.json';

/** A configuration as far as it is right, and a sentence for each key that is not. */
export interface ReadConfig {
  readonly config: Config;
  readonly problems: readonly string[];
}

/**
 * Reads a configuration's text. A fault in one key costs that key and comes back as one sentence
 * with its line; a text that is no configuration at all comes back as `error`, with its place and
 * what to do.
 */
export function parseConfig(text: string, file: string): ReadConfig | { readonly error: string } {
  try {
    return readConfig(text, file);
  } catch {
    return {
      error: `${file} is nested too deeply to be read; write it as { "rules": {}, "ignore": [] }.`,
    };
  }
}

function readConfig(text: string, file: string): ReadConfig | { readonly error: string } {
  const errors: ParseError[] = [];
  const lines = createLineMap(text);
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    const { line, character } = lines.position(errors[0].offset);
    return {
      error:
        `${file}:${line + 1}:${character + 1} is not valid JSON ` +
        `(${printParseErrorCode(errors[0].error)}); correct it or delete the file to use the ` +
        'defaults.',
    };
  }
  // Unlike `parse` this keeps a key called `__proto__`, so that it is named like other wrong ones.
  const json: unknown = tree && getNodeValue(tree);
  if (!tree || !isRecord(json))
    return { error: `${file} must hold an object such as { "rules": {}, "ignore": [] }.` };
  return validateConfig(json, (path) => {
    const node = findNodeAtLocation(tree, [...path]);
    return node ? `${file}:${lines.position(node.offset).line + 1}` : file;
  });
}

/**
 * Checks settings of any origin; `locate` names where a key stands, by the keys that lead to it, in
 * the words of its origin.
 */
export function validateConfig(
  json: Record<string, unknown>,
  locate: (path: readonly string[]) => string,
): ReadConfig {
  const problems: string[] = [];
  const report: Report = (path, fault) =>
    void problems.push(`${locate(path)}: "${path[path.length - 1]}" ${fault}`);
  for (const key of Object.keys(json))
    if (!KEYS.includes(key))
      report([key], 'is no setting; known are "rules", "ignore" and "checklist".');
  const globs = json.ignore ?? [];
  const isGlobs = Array.isArray(globs) && globs.every((glob) => typeof glob === 'string');
  if (!isGlobs) report(['ignore'], 'must be a list of globs in .gitignore syntax.');
  const config: Config = {
    rules: rightEntries(json, 'rules', ruleProblem, report),
    ignore: isGlobs ? globs : [],
    checklist: rightEntries(json, 'checklist', itemProblem, report),
  };
  return { config, problems };
}

const KEYS = ['$schema', 'rules', 'ignore', 'checklist'];

/** Takes down that the key at the end of a path has a fault. */
type Report = (path: readonly string[], fault: string) => void;

/** The right entries of a section; each other one is reported. */
function rightEntries<T>(
  json: Record<string, unknown>,
  section: 'rules' | 'checklist',
  problemOf: (name: string, value: unknown) => string | undefined,
  report: Report,
): Record<string, T> {
  const entries = json[section] ?? {};
  if (!isRecord(entries)) {
    report([section], 'must be an object.');
    return {};
  }
  const right = Object.entries(entries).filter(([name, value]) => {
    const fault = problemOf(name, value);
    if (fault !== undefined) report([section, name], fault);
    return fault === undefined;
  });
  return Object.fromEntries(right) as Record<string, T>;
}

function ruleProblem(id: string, value: unknown): string | undefined {
  if (!rules.some((rule) => rule.meta.id === id))
    return `is no rule; known are ${rules.map((rule) => rule.meta.id).join(', ')}.`;
  if (value === 'off' || severities.some((severity) => severity === value)) return undefined;
  return `must be "off" or one of ${severities.map((severity) => `"${severity}"`).join(', ')}.`;
}

function itemProblem(item: string, value: unknown): string | undefined {
  if (!CHECKLIST_ITEMS.includes(item))
    return `is no item of the checklist; known are ${CHECKLIST_ITEMS.join(', ')}.`;
  const { date, note } = isRecord(value) ? value : {};
  if (isDate(date) && (note === undefined || typeof note === 'string')) return undefined;
  return 'needs a day, such as { "date": "2026-11-24", "note": "limit of $50" }.';
}

/** A day as ISO writes it, that the calendar has. */
function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
