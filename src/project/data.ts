import { ruleById } from '../rules/registry';
import type { Result, ResultFinding } from './result';

/** A finding as `check --format json` prints it (spec: version 1). */
export function findingData({ line: _line, refused, ...finding }: ResultFinding) {
  return {
    rule: finding.rule,
    mistake: ruleById(finding.rule)?.meta.mistake ?? null,
    severity: finding.severity,
    file: finding.file,
    range: finding.range,
    message: finding.message,
    detail: finding.detail,
    surface: finding.surface,
    related: finding.related,
    fixes: finding.fixes,
    ...(refused.length > 0 ? { refused } : {}),
    fingerprint: finding.fingerprint,
    docs: `docs/rules/${finding.rule}.md`,
  };
}

/** The seven items with their evidence, lines 1-based. */
export function checklistData(items: Result['checklist']) {
  return items.map(({ id, title, status, evidence, shown, note }) => ({
    id,
    title,
    status,
    ...(note ? { note } : {}),
    evidence: evidence.map((item, index) => ({
      file: shown[index].file,
      line: shown[index].line,
      status: item.status,
      message: item.message,
    })),
  }));
}
