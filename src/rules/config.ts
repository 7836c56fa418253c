import { parse, printParseErrorCode, visit, type ParseError } from 'jsonc-parser';
import { createBudget, createIgnoreRules, EXHAUSTED } from '../analysis/source/ignoreRules';
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

/**
 * Reads a configuration's text; a fault comes back as one sentence with its place and what to do.
 */
export function parseConfig(text: string, file: string): Config | { readonly error: string } {
  try {
    return readConfig(text, file);
  } catch {
    return {
      error: `${file} is nested too deeply to be read; write it as { "rules": {}, "ignore": [] }.`,
    };
  }
}

function readConfig(text: string, file: string): Config | { readonly error: string } {
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    const { line, character } = createLineMap(text).position(errors[0].offset);
    return {
      error:
        `${file}:${line + 1}:${character + 1} is not valid JSON ` +
        `(${printParseErrorCode(errors[0].error)}); correct it or delete the file to use the ` +
        'defaults.',
    };
  }
  // As a name of JavaScript's own it would vanish from the object that was read.
  let odd = false;
  visit(text, { onObjectProperty: (name) => void (odd ||= name === '__proto__') });
  return odd
    ? {
        error: `${file} holds the name "__proto__", which is no setting, rule or item; take it out.`,
      }
    : validateConfig(json, file);
}

/** Checks settings of any origin. */
export function validateConfig(json: unknown, origin: string): Config | { readonly error: string } {
  if (!isRecord(json))
    return { error: `${origin} must hold an object such as { "rules": {}, "ignore": [] }.` };
  const unknownKey = Object.keys(json).find(
    (key) => !['$schema', 'rules', 'ignore', 'checklist'].includes(key),
  );
  if (unknownKey !== undefined)
    return {
      error: `${origin} has the unknown setting "${unknownKey}"; known are "rules", "ignore" and "checklist".`,
    };
  const ruleSettings = json.rules ?? {};
  if (!isRecord(ruleSettings))
    return { error: `"rules" in ${origin} must be an object of rule ids and severities.` };
  for (const [id, value] of Object.entries(ruleSettings)) {
    if (!rules.some((rule) => rule.meta.id === id))
      return {
        error:
          `"rules" in ${origin} names "${id}", which is no rule; known are ` +
          `${rules.map((rule) => rule.meta.id).join(', ')}.`,
      };
    if (value !== 'off' && !severities.some((severity) => severity === value))
      return {
        error: `"${id}" in ${origin} must be "off" or one of ${severities.map((s) => `"${s}"`).join(', ')}.`,
      };
  }
  const globs = json.ignore ?? [];
  if (!Array.isArray(globs) || !globs.every((glob) => typeof glob === 'string'))
    return { error: `"ignore" in ${origin} must be a list of globs in .gitignore syntax.` };
  const confirmed = json.checklist ?? {};
  const isConfirmation = ([item, value]: [string, unknown]) =>
    CHECKLIST_ITEMS.includes(item) &&
    isRecord(value) &&
    isDate(value.date) &&
    (value.note === undefined || typeof value.note === 'string');
  if (!isRecord(confirmed) || !Object.entries(confirmed).every(isConfirmation))
    return {
      error:
        `"checklist" in ${origin} may hold only items of the checklist with a day, such as ` +
        '"costs-monitored": { "date": "2026-11-24", "note": "limit of $50" }.',
    };
  return {
    rules: ruleSettings as Config['rules'],
    ignore: globs,
    checklist: confirmed as Config['checklist'],
  };
}

/** A day as ISO writes it, that the calendar has. */
function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** The configuration's globs as a test on workspace-relative paths. */
export interface IgnoreTest {
  ignores(path: string): boolean;
  /** What the user should know of the globs: that some were left out. */
  problems(): readonly string[];
}

export function ignoredBy(config: Config): IgnoreTest {
  const budget = createBudget();
  const rules = createIgnoreRules(config.ignore.join('\n'), budget);
  // The same paths are asked for again with every change of a file.
  const known = new Map<string, boolean>();
  return {
    ignores(path) {
      let ignored = known.get(path);
      if (ignored === undefined) known.set(path, (ignored = rules.verdict(path) ?? false));
      return ignored;
    },
    problems: () => (budget.left < 0 ? [EXHAUSTED] : []),
  };
}
