import type { Convention } from '../../models/convention';
import { publicPrefixes } from '../../models/libraries/buildTools';
import type { EnvReadFact } from '../../analysis/facts';
import { isKeyName } from '../../analysis/requests/keyShape';
import { briefly } from '../briefly';
import { readLesson } from '../readLesson';
import {
  browserPlacement,
  isServerOnly,
  isTestOnly,
  mainSurface,
  type Finding,
  type Rule,
  type RuleContext,
  type RuleMeta,
} from '../rule';
import lesson from './publicEnvApiKey.md';

const meta: RuleMeta = {
  id: 'public-env-api-key',
  mistake: 1,
  severity: 'error',
  cwe: [522, 200],
  fixes: ['proxy-client-call', 'proxy-client-call-streaming', 'rename-public-variable', 'suppress'],
  byHand:
    'a variable that the build writes into the page cannot hold a secret: keep the key in one' +
    ' that only a server reads, and let the page ask that server',
  ...readLesson(lesson),
};

export const publicEnvApiKey: Rule = {
  meta,
  check(context) {
    const { facts } = context;
    const findings: Finding[] = [];
    const seen = new Set<string>();
    for (const read of facts.envReads) {
      const how = publicness(read, context);
      const key = `${read.file}\n${read.start}`;
      if (!how || seen.has(key)) continue;
      seen.add(key);
      const finding = ofRead(read, how, context);
      if (finding) findings.push(finding);
    }
    for (const entry of facts.envEntries) {
      const prefix = prefixOf(entry.name, context, entry.file);
      if (prefix === undefined || !isKeyName(entry.name)) continue;
      findings.push({
        rule: meta.id,
        severity: meta.severity,
        file: entry.file,
        start: entry.start,
        end: entry.end,
        related: [],
        surface: 'unknown',
        variant: 'env-file',
        message: briefly`The build may write \`${entry.name}\` into the page for every visitor to read.`,
        detail:
          `\`${entry.name}\` starts with \`${prefix}\`, so the build may write this key into ` +
          `scripts that everyone downloads: name it \`${entry.name.slice(prefix.length)}\` and ` +
          'read it on a server.',
      });
    }
    for (const leak of facts.leaks) {
      if (leak.kind !== 'public-config') continue;
      findings.push({
        rule: meta.id,
        severity: meta.severity,
        file: leak.file,
        start: leak.start,
        end: leak.end,
        related: leak.trail,
        surface: 'browser',
        variant: 'config',
        message: briefly`Every visitor receives ${leak.secret} with ${leak.sink}.`,
        detail:
          `${leak.secret} is copied into ${leak.sink}, which is sent to every visitor: move it ` +
          `to the private part and call ${leak.vendor} from a server route.`,
      });
    }
    return findings;
  },
};

function ofRead(read: EnvReadFact, how: string, context: RuleContext): Finding | undefined {
  const placements = context.placements(read);
  if (isTestOnly(placements)) return undefined;
  const browser = browserPlacement(placements);
  const serverOnly = isServerOnly(placements);
  const name = `\`${read.name}\``;
  const message = serverOnly
    ? briefly`${name} is public: the first page that reads it gives the key away.`
    : briefly`${name} is built into the page: every visitor can read this key.`;
  const detail = serverOnly
    ? `${name} ${how}: only server code reads it so far, but the first read in browser code will publish the key.`
    : `${name} ${how}, so the key stands in plain text in the script that every visitor downloads.`;
  return {
    rule: meta.id,
    severity: serverOnly ? 'warning' : meta.severity,
    file: read.file,
    start: read.start,
    end: read.end,
    message,
    detail,
    related: [...read.trail, ...(browser?.trail ?? [])],
    surface: mainSurface(placements),
    variant: 'read',
  };
}

/**
 * Why a variable is public, as the middle of a sentence; `undefined` when it is not, or when
 * nothing says that it is an OpenAI key.
 */
function publicness(read: EnvReadFact, context: RuleContext): string | undefined {
  if (read.trail.length === 0 && !isKeyName(read.name)) return undefined;
  if (read.via === 'static-public') return 'is a public variable';
  if (read.via === 'runtime-config-public') return 'is in the public runtime configuration';
  if (read.via === 'static-private' || read.via === 'runtime-config' || read.via === 'bindings')
    return undefined;
  const prefix = prefixOf(read.name, context, read.file);
  return prefix === undefined
    ? undefined
    : `has the prefix \`${prefix}\`, which the build writes into browser code`;
}

function prefixOf(name: string, context: RuleContext, file: string): string | undefined {
  return publicPrefixOf(name, context.conventionsFor(file));
}

/** The prefix by which a build writes a variable into the page. */
export function publicPrefixOf(
  name: string,
  conventions: readonly Convention[],
): string | undefined {
  const distinct = publicPrefixes.find((prefix) => name.startsWith(prefix));
  if (distinct !== undefined) return distinct;
  // A shared `.env` at the root of a monorepo serves the packages below it.
  const own = conventions.flatMap((convention) => convention.publicEnvPrefixes ?? []);
  return own.find((prefix) => name.startsWith(prefix));
}
