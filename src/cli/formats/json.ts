import { ruleById } from '../../rules/registry';
import { visibleJson } from '../../rules/visible';
import type { Result } from '../result';

/** The object of spec/cli.md, version 1. */
export function formatJson(result: Result): string {
  const findings = result.findings.map(({ line: _line, ...finding }) => ({
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
    ...(finding.refused.length > 0 ? { refused: finding.refused } : {}),
    fingerprint: finding.fingerprint,
    docs: `docs/rules/${finding.rule}.md`,
  }));
  const checklist = result.checklist.map(({ id, title, status, evidence, shown, note }) => ({
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
  const output = {
    version: 1,
    findings,
    checklist,
    stats: result.stats,
    ...(result.requests ? { requests: result.requests } : {}),
    skipped: result.skipped,
  };
  return `${visibleJson(output)}\n`;
}
