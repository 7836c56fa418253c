import {
  appliedIn,
  patchesIn,
  refusalsIn,
  runFixes,
  type AppliedFix,
  type FixRun,
  type Wanted,
} from '../../project/fixRun';
import type { Project } from '../../project/project';
import { bounded } from '../bounds';
import { FINDING, FIX_IDS, PATHS, RULES } from '../fields';
import { defineTool } from '../tool';

interface FixInput {
  readonly paths?: readonly string[];
  readonly rules?: readonly string[];
  readonly fixes?: readonly string[];
  readonly findings?: readonly string[];
  readonly apply?: boolean;
}

const MAX_DIFF = 60_000;
const MAX_APPLIED = 200;

export const fix = defineTool<FixInput>(
  {
    name: 'fix',
    title: 'Fix OpenAI Mistakes',
    summary: 'Shows as a diff, or writes, the fixes for what the check has found.',
    description:
      'Works out the fixes for findings of `check` and shows them as a unified diff; with ' +
      '`apply: true` it writes them, all files of them or none. Each fix was tried before: its ' +
      'finding is gone, nothing new has come, everything parses. Without `fixes` those marked safe ' +
      'are taken; name others (their ids stand at the finding) to have them too, such as moving a ' +
      'browser call to a server route. The answer says what was done, why others were not, and ' +
      'what is left for a person to do: tell them. Look at the diff first, then apply, then ask ' +
      '`check` again.',
    writes: true,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        paths: PATHS,
        rules: RULES,
        findings: {
          type: 'array',
          items: FINDING,
          maxItems: 200,
          description: 'Only the findings with these ids.',
        },
        fixes: {
          type: 'array',
          items: { type: 'string', enum: FIX_IDS },
          maxItems: FIX_IDS.length,
          description: 'These fixes, also when they are not marked safe. Left out: the safe ones.',
        },
        apply: {
          type: 'boolean',
          description: 'Whether to write the changes. Left out: they are shown only.',
        },
      },
    },
  },
  ({ paths = [], rules = [], fixes = [], findings = [], apply = false }, desk) => {
    const wanted: Wanted = { rule: rules, fix: fixes, finding: findings };
    const run = (project: Project) => runFixes(project, wanted);
    const projects = desk.open(paths);
    // What is shown is worked out before anything is written: the code that a diff is masked by is
    // the one that still holds the key.
    const shown: Shown[] = [];
    const look = (project: Project) => {
      const done = run(project);
      shown.push(shownRun(done));
      return done;
    };
    if (apply) desk.apply(projects, look);
    else projects.forEach(look);
    const data = answerOf(shown, apply);
    return { data, text: textOf(data) };
  },
);

interface Shown {
  readonly applied: readonly AppliedFix[];
  readonly refused: readonly string[];
  readonly patches: readonly string[];
}

function shownRun(run: FixRun): Shown {
  return { applied: appliedIn(run), refused: refusalsIn(run), patches: patchesIn(run) };
}

interface FixAnswer extends Readonly<Record<string, unknown>> {
  readonly written: boolean;
  readonly applied: Shown['applied'];
  readonly appliedLeftOff?: number;
  readonly refused: readonly string[];
  readonly notes: readonly string[];
  readonly diff: string;
  readonly diffLeftOff?: number;
}

function answerOf(shown: readonly Shown[], apply: boolean): FixAnswer {
  const all = shown.flatMap(({ applied }) => applied);
  const applied = bounded(all, MAX_APPLIED);
  const diff = bounded(
    shown.flatMap(({ patches }) => patches),
    MAX_APPLIED,
    MAX_DIFF,
  );
  return {
    written: apply && all.length > 0,
    applied: applied.items,
    ...(applied.leftOff > 0 ? { appliedLeftOff: applied.leftOff } : {}),
    refused: [...new Set(shown.flatMap(({ refused }) => refused))],
    notes: [...new Set(all.flatMap(({ note }) => note ?? []))],
    diff: diff.items.join(''),
    ...(diff.leftOff > 0 ? { diffLeftOff: diff.leftOff } : {}),
  };
}

function textOf(answer: FixAnswer): string {
  const { written, applied, refused, notes, diff, diffLeftOff } = answer;
  if (applied.length === 0)
    return [
      'Nothing was changed: no fix that was asked for is on offer here. `check` lists the fixes of each finding.',
      ...refused,
    ].join('\n');
  return [
    written ? 'Written:' : 'Not written; this is what `apply: true` would do:',
    ...applied.map(
      ({ file, line, title, fix: id, files }) =>
        `- ${file}:${line} ${title} (${id}); changes ${files.join(', ')}`,
    ),
    ...refused.map((reason) => `- ${reason}`),
    ...notes.map((note) => `\nLeft to do: ${note}`),
    '',
    diff,
    ...(diffLeftOff === undefined ? [] : [`The diffs of ${diffLeftOff} more files are left off.`]),
  ].join('\n');
}
