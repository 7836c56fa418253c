import type { Severity } from '../../rules/rule';
import { ruleById } from '../../rules/registry';
import { plainText, visible } from '../../rules/visible';
import type { Result, ResultFinding } from '../../project/result';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * Commands to the runner of GitHub Actions, which shows each as an annotation beside its line. What
 * was skipped is one notice: a step shows ten of them.
 */
export function formatGithub({ findings, skipped }: Result): string {
  const lines = findings.map(annotation);
  if (skipped.length > 0) {
    const list = skipped.map(({ file, reason }) => visible(`${file}: ${reason}`));
    lines.push(command('notice', { title: 'Airlock: skipped' }, list.join('\n')));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function annotation({ rule, severity, file, range, message, detail }: ResultFinding): string {
  const { start, end } = range;
  return command(
    COMMANDS[severity],
    {
      file: visible(file),
      line: String(start.line),
      endLine: String(end.line),
      col: String(start.column),
      // Columns of two lines mean nothing to GitHub.
      ...(start.line === end.line ? { endColumn: String(end.column) } : {}),
      title: `${plainText(ruleById(rule)?.meta.title ?? 'Airlock')} (${rule})`,
    },
    `${plainText(visible(message))}\n${plainText(visible(detail))}`,
  );
}

/** A command, escaped as GitHub's own toolkit does: nothing in it ends a value or begins another. */
function command(
  name: string,
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name} ${list.join(',')}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
