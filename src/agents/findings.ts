import { ruleById } from '../rules/registry';
import type { ResultFinding } from '../project/result';
import { bounded } from './bounds';

/** Longer trails are for people who follow them in an editor. */
const MAX_STEPS = 12;

/** A finding as an agent reads it; lines and columns are 1-based. */
export function shownFinding(finding: ResultFinding) {
  const trail = bounded(
    finding.related.map(({ file, range, message }) => ({ file, ...range.start, message })),
    MAX_STEPS,
  );
  return {
    id: finding.fingerprint,
    rule: finding.rule,
    mistake: ruleById(finding.rule)?.meta.mistake ?? null,
    severity: finding.severity,
    file: finding.file,
    ...finding.range.start,
    end: finding.range.end,
    code: finding.line.text,
    message: finding.message,
    detail: finding.detail,
    surface: finding.surface,
    trail: trail.items,
    ...(trail.leftOff > 0 ? { trailLeftOff: trail.leftOff } : {}),
    fixes: finding.fixes.filter(({ id }) => id !== 'suppress'),
    ...(finding.refused.length > 0 ? { refused: finding.refused } : {}),
  };
}
