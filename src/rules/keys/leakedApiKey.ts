import type { EnvEntryFact, LeakFact, LeakKind } from '../../analysis/facts';
import { basename } from '../../analysis/source/paths';
import { isKeyName } from '../../analysis/requests/keyShape';
import { briefly } from '../briefly';
import { readLesson } from '../readLesson';
import {
  isTestOnly,
  mainSurface,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleMeta,
} from '../rule';
import lesson from './leakedApiKey.md';

const meta: RuleMeta = {
  id: 'leaked-api-key',
  mistake: 1,
  severity: 'error',
  cwe: [200, 522],
  fixes: ['withhold-key', 'suppress'],
  byHand:
    'what carries the key out is not taken apart here: name what others need, and leave the ' +
    'key out of it',
  ...readLesson(lesson),
};

export const leakedApiKey: Rule = {
  meta,
  check(context) {
    const leaks = context.facts.leaks.filter((leak) => leak.kind !== 'public-config');
    return [
      ...leaks.map((leak) => ofLeak(leak, context)),
      ...context.facts.envEntries.map((entry) => ofEntry(entry, context)),
    ].filter((finding) => finding !== undefined);
  },
};

const OUTCOME: Record<Exclude<LeakKind, 'public-config'>, string> = {
  response: 'whoever sends that request receives the key',
  log: 'everyone who can read the logs can use it',
  error: 'error messages end up in logs and often in answers',
  url: 'addresses are kept by histories, proxies and logs',
  'client-props': 'props of client components are written into the page',
  bundle: 'the build writes it into scripts that every visitor downloads',
  'env-prefix': 'the build may write the key into scripts that every visitor downloads',
  'other-vendor': 'choose the key by what chooses the address, so that each vendor gets its own',
};

/** The same, for lists and underlines. */
const BRIEF: Record<Exclude<LeakKind, 'public-config'>, (leak: LeakFact) => string> = {
  response: ({ secret }) => briefly`Whoever sends this request receives ${secret}.`,
  log: ({ secret }) => briefly`Everyone who can read the logs can use ${secret}.`,
  error: ({ secret }) =>
    briefly`${capital(secret)} is in an error: those end up in logs and answers.`,
  url: ({ secret }) =>
    briefly`${capital(secret)} is in an address: histories, proxies and logs keep it.`,
  'client-props': ({ secret }) =>
    briefly`Every visitor receives ${secret}: these props are in the page.`,
  bundle: ({ secret }) => briefly`The build writes ${secret} into scripts for every visitor.`,
  'env-prefix': ({ secret }) => briefly`The build may give visitors ${secret}.`,
  'other-vendor': ({ secret, sink }) => briefly`${capital(secret)} may be sent to ${sink}.`,
};

/** What happens to the key, where it is not put into something. */
const VERBS: Partial<Record<LeakKind, string>> = {
  log: 'is logged by',
  'env-prefix': 'is admitted by',
  'other-vendor': 'may be sent to',
};

function ofLeak(leak: LeakFact, context: RuleContext): Finding | undefined {
  const placements = context.placements(leak);
  if (leak.kind === 'public-config' || isTestOnly(placements)) return undefined;
  const verb = VERBS[leak.kind] ?? 'is put into';
  return {
    rule: meta.id,
    severity: leak.guessed ? 'information' : meta.severity,
    file: leak.file,
    start: leak.start,
    end: leak.end,
    related: leak.trail,
    surface: mainSurface(placements),
    variant: leak.kind,
    message: BRIEF[leak.kind](leak),
    detail: `${capital(leak.secret)} ${verb} ${leak.sink}: ${OUTCOME[leak.kind]}.`,
  };
}

function ofEntry(entry: EnvEntryFact, context: RuleContext): Finding | undefined {
  const template = /\.(example|sample|template|dist|defaults?)$/.test(entry.file);
  const isKey = entry.shaped || (!template && !entry.placeholder && isKeyName(entry.name));
  if (!isKey || !entry.hasValue || context.isTracked(entry.file) === false) return undefined;
  // Without a repository to ask, only a template is certain to be shared.
  if (context.isTracked(entry.file) === undefined && !template) return undefined;
  return {
    rule: meta.id,
    severity: meta.severity,
    file: entry.file,
    start: entry.start,
    end: entry.end,
    related: [],
    surface: 'unknown',
    variant: 'tracked-env',
    message: template
      ? briefly`Everyone with a clone has \`${entry.name}\`: revoke the key, leave the value empty.`
      : briefly`Everyone with a clone has \`${entry.name}\`: revoke the key, untrack the file.`,
    detail:
      `\`${entry.name}\` has a real value in \`${basename(entry.file)}\`, which ` +
      `${template ? 'is made to be shared' : 'git tracks'}: everyone with a clone has the ` +
      'key, so rotate it and ' +
      `${template ? 'leave the value empty' : 'take the file out of git'}.`,
  };
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
