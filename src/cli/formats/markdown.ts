import { checklistLines } from '../../checklist/markdown';
import { codeText, inlineText } from '../../rules/markdownText';
import { severities, type Severity } from '../../rules/rule';
import { visibleData } from '../../rules/visible';
import { shownItems, type Result, type ResultFinding } from '../../project/result';

const MARKS: Readonly<Record<Severity, string>> = {
  error: '❌',
  warning: '⚠️',
  information: 'ℹ️',
  hint: 'ℹ️',
};

/** Of each severity; a comment on a pull request holds 65,536 characters, and nobody reads more. */
const MOST_SHOWN = 40;

/**
 * A summary for a pull request or the page of a job: the findings by severity, each with its place,
 * what it leads to and what fixes it, and the checklist.
 */
export function formatMarkdown(raw: Result): string {
  const result = visibleData(raw);
  const { findings, skipped, stats } = result;
  const parts = severities.flatMap((severity) =>
    section(
      severity,
      findings.filter((finding) => finding.severity === severity),
    ),
  );
  const seen = `${say(stats.clients, 'client')} and ${say(stats.requests, 'request')} in ${say(stats.files, 'file')}`;
  const left = skipped.length === 0 ? '' : `, ${say(skipped.length, 'file')} skipped`;
  const known = stats.baselined ? `, ${say(stats.baselined, 'finding')} in the baseline` : '';
  // What speaks against an item stands above; `airlock checklist` lists what speaks for it.
  const items = shownItems(result.checklist).map((item) => ({ ...item, evidence: [] }));
  if (stats.clients + stats.requests > 0)
    parts.push('### Security checklist', checklistLines(items));
  return `${[`## Airlock: ${verdict(result)}`, ...parts, `${seen}${left}${known}.`].join('\n\n')}\n`;
}

function verdict({ findings, analysed }: Result): string {
  if (findings.length === 0) return analysed ? 'no findings' : 'nothing was analysed';
  return severities
    .map((severity) => [severity, findings.filter((item) => item.severity === severity)] as const)
    .filter(([, list]) => list.length > 0)
    .map(([severity, list]) => say(list.length, NAMES[severity]))
    .join(', ');
}

const NAMES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'hint',
};

function say(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

function section(severity: Severity, findings: readonly ResultFinding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings.slice(0, MOST_SHOWN).flatMap((finding) => linesOf(finding));
  if (findings.length > MOST_SHOWN) lines.push(`- … and ${findings.length - MOST_SHOWN} more`);
  return [`### ${MARKS[severity]} ${say(findings.length, NAMES[severity])}`, lines.join('\n')];
}

function linesOf({ rule, file, range, message, detail, fixes }: ResultFinding): string[] {
  const { line, column } = range.start;
  const fix = fixes.find(({ id }) => id !== 'suppress');
  const command = fix && `airlock fix${fix.safe ? '' : ` --fix ${fix.id}`}`;
  return [
    `- ${codeText(`${file}:${line}:${column}`)} **${inlineText(message)}** (${codeText(rule)})`,
    `  - ${inlineText(detail)}`,
    ...(fix && command ? [`  - Fix: ${inlineText(fix.title)} (${codeText(command)})`] : []),
  ];
}
