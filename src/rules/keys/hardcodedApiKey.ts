import { serviceOf, services } from '../../models/vendors';
import type { KeyUseFact } from '../../analysis/facts';
import type { Site } from '../../analysis/source/host';
import type { KeyOrigin } from '../../analysis/requests/keyOrigin';
import { kindOf } from '../../analysis/source/prefilter';
import { briefly } from '../briefly';
import { readLesson } from '../readLesson';
import {
  browserPlacement,
  isTestOnly,
  mainSurface,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleMeta,
} from '../rule';
import lesson from './hardcodedApiKey.md';

const meta: RuleMeta = {
  id: 'hardcoded-api-key',
  mistake: 1,
  severity: 'error',
  cwe: [798],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'move-key-to-env', 'suppress'],
  byHand:
    'the key does not stand here as one text that could move: read it from the environment of' +
    ' a server, and revoke this one',
  ...readLesson(lesson),
};

export const hardcodedApiKey: Rule = {
  meta,
  check(context) {
    const { facts } = context;
    const findings: Finding[] = [];
    const covered: Site[] = [];
    for (const use of facts.keyUses) {
      for (const origin of use.origins) {
        if (origin.kind !== 'literal' || !isReported(origin, use, context)) continue;
        covered.push(origin.site);
        findings.push(ofLiteral(origin, use, context));
      }
    }
    if (kindOf(facts.path) === 'env') return [];
    for (const key of facts.shapedKeys) {
      if (
        covered.some(
          (site) => site.file === key.file && key.start >= site.start && key.end <= site.end,
        )
      )
        continue;
      findings.push({
        rule: meta.id,
        severity: meta.severity,
        file: key.file,
        start: key.start,
        end: key.end,
        message: briefly`Anyone who can read this file can use this ${key.vendor} key: revoke it.`,
        detail:
          `A text with the shape of a live ${key.vendor} key (\`${key.prefix}…\`, ${key.length} ` +
          'characters) stands in this file: everyone who can read the code can use it; rotate it ' +
          'and read it from the environment.',
        related: [],
        surface: mainSurface(context.placements(key)),
        variant: 'shape',
      });
    }
    return findings;
  },
};

/** A shorter text stands for a key that is not there yet. */
const PLACEHOLDER = 24;

type Literal = KeyOrigin & { kind: 'literal' };

function isReported(origin: Literal, use: KeyUseFact, context: RuleContext): boolean {
  if (origin.length === 0) return false;
  if (origin.shaped) return true;
  if (use.provider === 'local' || origin.otherVendor) return false;
  if (use.stubbed && origin.prefix === undefined) return false;
  if (isTestOnly(context.placements(origin.site)) || isTestOnly(context.placements(use)))
    return false;
  // A dummy is only a key when nothing else is: beside a real source, or for a server of unknown
  // kind, it satisfies a type.
  if (origin.dummy)
    return (
      use.provider !== 'other' &&
      use.provider !== 'unknown' &&
      use.origins.every((other) => other.kind === 'literal')
    );
  // Another vendor's placeholder says nothing about OpenAI; a long unbroken text there is a secret
  // all the same.
  return use.provider === 'other' ? origin.length >= PLACEHOLDER : true;
}

function messageOf({ shaped, length }: Literal, vendor: string, inBrowser: boolean): string {
  const who = inBrowser ? 'Anyone who opens this page' : 'Anyone who can read this code';
  if (shaped) return briefly`${who} can use this ${vendor} key: revoke it, make a new one.`;
  if (length < PLACEHOLDER) return briefly`${who} can use the ${vendor} key you put here.`;
  return inBrowser
    ? briefly`${who} can use this ${vendor} key: keep it on your server.`
    : briefly`${who} can use this ${vendor} key: read it from the environment.`;
}

function ofLiteral(origin: Literal, use: KeyUseFact, context: RuleContext): Finding {
  const vendor = serviceOf(use.provider)?.vendor ?? 'API';
  const browser =
    browserPlacement(context.placements(origin.site)) ?? browserPlacement(context.placements(use));
  const where = browser
    ? 'everyone who opens the page can read and use it'
    : 'everyone who can read the code can use it';
  const looks = origin.shaped
    ? `A live-looking key (\`${origin.prefix ?? 'sk-'}…\`, ${origin.length} characters)`
    : 'A text written in the code';
  const advice = origin.shaped
    ? '; rotate it and read it from the environment'
    : origin.length < PLACEHOLDER
      ? ' once the real key is pasted where this placeholder stands'
      : '';
  return {
    rule: meta.id,
    severity: meta.severity,
    ...origin.site,
    message: messageOf(origin, vendor, browser !== undefined),
    detail: `${looks} is ${use.sink}: ${where}${advice}.`,
    related: [
      ...origin.trail,
      ...(origin.site.file === use.file &&
      origin.site.start >= use.start &&
      origin.site.end <= use.end
        ? []
        : [
            {
              file: use.file,
              start: use.start,
              end: use.end,
              label: `it becomes ${use.sink} here`,
            },
          ]),
      ...(browser?.trail ?? []),
    ],
    surface: browser ? 'browser' : mainSurface(context.placements(origin.site)),
    variant:
      use.provider === services[0].id ? 'literal' : (serviceOf(use.provider)?.id ?? 'literal'),
  };
}
