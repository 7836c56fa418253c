import type { KeyUseFact } from '../../analysis/facts';
import type { Site } from '../../analysis/source/host';
import type { KeyOrigin } from '../../analysis/requests/keyOrigin';
import { kindOf } from '../../analysis/source/prefilter';
import {
  browserPlacement,
  isTestOnly,
  mainSurface,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleMeta,
} from '../rule';
import { CWE_798, KEY_SAFETY, PRODUCTION } from './references';

const meta: RuleMeta = {
  id: 'hardcoded-api-key',
  mistake: 1,
  severity: 'error',
  title: 'API key written in the code',
  summary: 'A literal is, or becomes, an OpenAI API key.',
  why: 'A key in the source is in every clone, every fork, every build and the whole history: whoever reads it spends your money in your name. Removing the line does not take it back; only rotating the key does.',
  what: 'A text with the shape of a live ${key.vendor} key stands in the code, or any text reaches the place where a client takes its key: the `apiKey` option, an `Authorization: Bearer` or `api-key` header of a raw request, an assignment to `OPENAI_API_KEY`. A placeholder such as `sk-proj-...` counts: it marks the spot where the real key will be pasted.',
  decides:
    'Live keys are recognised by shape anywhere in a file, comments included. Other literals are followed through constants, object members, destructuring, re-exports, templates, texts that are joined, cut, reversed or decoded (`atob`, `Buffer.from`), `??` and `||` fallbacks, function returns and class fields, also from other files. Enough: the key comes from the environment or a secret store. Not reported: keys of other vendors, ephemeral `ek_` secrets, dummy keys beside a `baseURL` that is a local server, dummy keys in tests or beside a `fetch` of the code’s own, and words such as `not-needed` behind an environment variable.',
  limits:
    'A key that is put together from pieces that only a run shows, or read from a JSON file of the repository, is not seen.',
  wrong: {
    file: 'chat.ts',
    code: "import OpenAI from 'openai';\n\nconst openai = new OpenAI({ apiKey: 'sk-proj-...' });\n",
  },
  right: {
    file: 'chat.ts',
    code: "import OpenAI from 'openai';\n\nconst openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\n",
  },
  references: [KEY_SAFETY, PRODUCTION, CWE_798],
  cwe: [798],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'move-key-to-env', 'suppress'],
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
        message: `A text with the shape of a live ${key.vendor} key (\`${key.prefix}…\`, ${key.length} characters) stands in this file: everyone who can read the code can use it; rotate it and read it from the environment.`,
        related: [],
        surface: mainSurface(context.placements(key)),
        variant: 'shape',
      });
    }
    return findings;
  },
};

type Literal = KeyOrigin & { kind: 'literal' };

function isReported(origin: Literal, use: KeyUseFact, context: RuleContext): boolean {
  if (origin.length === 0) return false;
  if (origin.shaped) return true;
  if (use.provider === 'local' || origin.otherVendor) return false;
  if (use.stubbed && origin.prefix === undefined) return false;
  if (isTestOnly(context.placements(origin.site)) || isTestOnly(context.placements(use)))
    return false;
  // A dummy is only a key when nothing else is: beside a real source, or for a server of unknown kind, it satisfies a type.
  if (origin.dummy)
    return (
      use.provider !== 'other' &&
      use.provider !== 'unknown' &&
      use.origins.every((other) => other.kind === 'literal')
    );
  // Another vendor's placeholder says nothing about OpenAI; a long unbroken text there is a secret all the same.
  return use.provider === 'other' ? origin.length >= 24 : true;
}

function ofLiteral(origin: Literal, use: KeyUseFact, context: RuleContext): Finding {
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
    : origin.length < 24
      ? ' once the real key is pasted where this placeholder stands'
      : '';
  return {
    rule: meta.id,
    severity: meta.severity,
    ...origin.site,
    message: `${looks} is ${use.sink}: ${where}${advice}.`,
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
    variant: use.provider === 'azure' ? 'azure' : 'literal',
  };
}
