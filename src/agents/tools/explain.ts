import { guideFor, guideMarkdown } from '../../guide';
import { lessonMarkdown } from '../../lessons/ruleLesson';
import { collectResult, type Candidate, type Result } from '../../project/result';
import { ruleById } from '../../rules/registry';
import type { Desk } from '../desk';
import { FINDING, RULE_IDS } from '../fields';
import { shownFinding } from '../findings';
import { Refusal } from '../refusal';
import { defineTool } from '../tool';

interface ExplainInput {
  readonly rule?: string;
  readonly finding?: string;
}

export const explain = defineTool<ExplainInput>(
  {
    name: 'explain',
    title: 'Explain an OpenAI Mistake',
    summary: 'Gives the lesson of a rule, or of one finding with the steps to mend it by hand.',
    description:
      'Gives the lesson of a rule: what is wrong, what it leads to, the wrong and the right code. ' +
      'For a finding (its id, from `check`) also the trail that proves it here, and the steps to ' +
      'mend it by hand where no fix is on offer. Use it before you change code that a finding is ' +
      'about. Give either `rule` or `finding`.',
    writes: false,
    input: {
      type: 'object',
      additionalProperties: false,
      properties: {
        rule: { type: 'string', enum: RULE_IDS, description: 'The id of a rule.' },
        finding: { ...FINDING, description: 'The id of a finding, as `check` gives it.' },
      },
    },
  },
  ({ rule, finding }, desk) => {
    if ((rule === undefined) === (finding === undefined))
      throw new Refusal('Give either "rule" or "finding".');
    const text =
      rule !== undefined ? lessonOf(rule) : finding !== undefined ? findingText(finding, desk) : '';
    return { data: { ...(rule ? { rule } : { finding }), markdown: text }, text };
  },
);

function lessonOf(rule: string): string {
  const meta = ruleById(rule)?.meta;
  return meta ? lessonMarkdown(meta) : '';
}

/** The finding in full, the way by hand, and the lesson behind both. */
function findingText(id: string, desk: Desk): string {
  const found: Candidate[] = [];
  const result = collectResult(desk.open([]), {
    accepts: () => true,
    select(candidates) {
      found.push(...candidates.filter(({ fingerprint }) => fingerprint === id).slice(0, 1));
      return found;
    },
    stats: false,
    started: performance.now(),
  });
  const [candidate] = found;
  if (!candidate)
    throw new Refusal('No finding has this id any more; ask `check` for those there are.');
  const { finding, project } = candidate;
  const guide = guideFor(finding.rule, finding.file, project.service);
  return [
    ...result.findings.map(placeOf),
    ...(guide ? [guideMarkdown(guide, project.service)] : []),
    lessonOf(finding.rule),
  ].join('\n\n');
}

function placeOf(finding: Result['findings'][number]): string {
  const { file, line, code, message, detail, trail, fixes } = shownFinding(finding);
  return [
    `**${message}** (\`${file}:${line}\`)`,
    `    ${code}`,
    detail,
    ...(trail.length > 0 ? ['The trail:', trail.map(stepText).join('\n')] : []),
    fixes.length > 0
      ? `Fixes on offer: ${fixes.map(({ id, title }) => `${title} (\`${id}\`)`).join('; ')}.`
      : 'No fix is on offer here.',
  ].join('\n\n');
}

function stepText(step: {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}): string {
  return `- \`${step.file}:${step.line}\` ${step.message}`;
}
