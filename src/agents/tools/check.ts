import { MAX_BYTES } from '../../analysis/source/prefilter';
import { collectResult, type Candidate, type Result } from '../../project/result';
import { severities, type Severity } from '../../rules/rule';
import { bounded } from '../bounds';
import type { Desk } from '../desk';
import { PATHS, RULES } from '../fields';
import { shownFinding } from '../findings';
import { Refusal } from '../refusal';
import { defineTool } from '../tool';
import type { Project } from '../../project/project';

interface CheckInput {
  readonly paths?: readonly string[];
  readonly text?: string;
  readonly rules?: readonly string[];
  readonly severity?: Severity;
  readonly limit?: number;
}

/** What an answer may hold: an agent has to read it all. */
const MAX_CHARACTERS = 40_000;
const MAX_SKIPPED = 20;

export const check = defineTool<CheckInput>(
  {
    name: 'check',
    title: 'Check for OpenAI Mistakes',
    summary: 'Finds the documented mistakes in code that calls OpenAI.',
    description:
      'Finds documented mistakes in TypeScript and JavaScript code that calls OpenAI or a ' +
      'compatible model: keys in code or in the browser, unhandled rate limits and failures, ' +
      'unchecked input in prompts, answers that are not streamed. Use it after writing or changing ' +
      'such code, before you say that it is done. Each finding has an id, its place, what is wrong ' +
      'and why, the trail that proves it, the fixes on offer (`fix` applies them) and the reasons ' +
      'of those that are not. The whole folder is known also when one file is asked for. Files are ' +
      'read as they are on disk now; to check a file before it is saved, give its `text`.',
    writes: false,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        paths: PATHS,
        text: {
          type: 'string',
          maxLength: MAX_BYTES,
          description:
            'The text to take for what the one file in `paths` holds, be it there or not: ' +
            'checks a file as it is about to be written.',
        },
        rules: RULES,
        severity: {
          type: 'string',
          enum: severities,
          description: 'Findings of this severity and above. Left out: information.',
        },
        limit: {
          type: 'integer',
          minimum: 1,
          maximum: 200,
          description: 'How many findings to list at most. Left out: 30.',
        },
      },
    },
  },
  (input, desk) => {
    const { paths = [], text } = input;
    if (text === undefined) return { data: answerOf(desk.open(paths), input) };
    return withText(paths, text, desk, (project) => answerOf([project], input));
  },
);

function withText(
  paths: readonly string[],
  text: string,
  desk: Desk,
  look: (project: Project) => Readonly<Record<string, unknown>>,
): { readonly data: Readonly<Record<string, unknown>> } {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0)
    throw new Refusal('"text" is for one file; name exactly that file in "paths".');
  const { project, close } = desk.openWith({ path, text });
  try {
    return { data: look(project) };
  } finally {
    close();
  }
}

function answerOf(
  projects: readonly Project[],
  { rules = [], severity = 'information', limit = 30 }: CheckInput,
): Readonly<Record<string, unknown>> {
  const shows = (found: Severity) => severities.indexOf(found) <= severities.indexOf(severity);
  let all: readonly Candidate[] = [];
  const result = collectResult(projects, {
    accepts: (finding) =>
      shows(finding.severity) && (rules.length === 0 || rules.includes(finding.rule)),
    select(candidates) {
      all = candidates;
      // What is offered for a finding costs time: only those that are listed are asked for it.
      return [...candidates].sort(inOrder).slice(0, limit);
    },
    stats: false,
    started: performance.now(),
  });
  const findings = bounded(result.findings.map(shownFinding), limit, MAX_CHARACTERS);
  const skipped = bounded(result.skipped, MAX_SKIPPED);
  const leftOff = all.length - findings.items.length;
  return {
    verdict: verdictOf(all.length, result),
    counts: countsOf(all),
    findings: findings.items,
    ...(leftOff > 0 ? { findingsLeftOff: leftOff } : {}),
    files: result.stats.files,
    requests: result.stats.requests,
    ...(skipped.items.length > 0 ? { skipped: skipped.items } : {}),
    ...(skipped.leftOff > 0 ? { skippedLeftOff: skipped.leftOff } : {}),
  };
}

/** The order in which findings are listed. */
function inOrder(a: Candidate, b: Candidate): number {
  return a.file === b.file ? a.finding.start - b.finding.start : a.file < b.file ? -1 : 1;
}

function countsOf(candidates: readonly Candidate[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { finding } of candidates)
    counts[finding.severity] = (counts[finding.severity] ?? 0) + 1;
  return counts;
}

function verdictOf(count: number, { analysed, stats }: Result): string {
  if (count > 0) return count === 1 ? '1 finding.' : `${count} findings.`;
  if (!analysed) return 'None of these files was analysed; "skipped" says why.';
  return stats.clients + stats.requests === 0 ? 'Nothing here talks to OpenAI.' : 'No findings.';
}
