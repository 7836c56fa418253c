import { checklistData, findingData } from '../../project/data';
import type { Result } from '../../project/result';
import { visibleJson } from '../../rules/visible';

/** The object of spec/cli.md, version 1. */
export function formatJson(result: Result): string {
  const output = {
    version: 1,
    findings: result.findings.map(findingData),
    checklist: checklistData(result.checklist),
    stats: result.stats,
    ...(result.requests ? { requests: result.requests } : {}),
    skipped: result.skipped,
  };
  return `${visibleJson(output)}\n`;
}
