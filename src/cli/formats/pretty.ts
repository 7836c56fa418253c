import { createColors } from 'picocolors';
import { ruleById } from '../../rules/registry';
import type { Severity } from '../../rules/rule';
import { plainText, visibleData } from '../../rules/visible';
import type { Range, Result, ResultFinding } from '../../project/result';
import type { FormatOptions } from './format';

type Colors = ReturnType<typeof createColors>;

const ICONS = { pass: '✔', fail: '✖', unknown: '?', 'not-applicable': '–' } as const;

/** Findings with a code frame, the trail, the lesson and a summary, for people. */
export function formatPretty(raw: Result, { colour, stats }: FormatOptions): string {
  const result = visibleData(raw);
  const c = createColors(colour);
  const parts = result.findings.map((finding) => frame(finding, c));
  if (stats && result.requests) {
    parts.push(
      [
        c.bold('Requests to OpenAI'),
        ...result.requests.map(
          (r) =>
            `  ${r.file}:${r.range.start.line}:${r.range.start.column}  ${r.api}  ${c.dim(r.surface)}`,
        ),
      ].join('\n') + '\n',
    );
  }
  return [...parts, summary(result, c)].join('\n');
}

function paint(severity: Severity, c: Colors): (text: string) => string {
  return severity === 'error' ? c.red : severity === 'warning' ? c.yellow : c.cyan;
}

function frame(finding: ResultFinding, c: Colors): string {
  const { start } = finding.range;
  const { line } = finding;
  const colour = paint(finding.severity, c);
  const number = String(start.line);
  const gutter = ' '.repeat(number.length);
  const length = Math.max(1, line.end - line.start);
  const lines = [
    `${c.bold(`${finding.file}:${start.line}:${start.column}`)}  ${colour(finding.severity)}  ${c.dim(finding.rule)}`,
    ` ${plainText(finding.message)}`,
    ` ${c.dim(plainText(finding.detail))}`,
    ` ${c.dim(`${gutter} │`)}`,
    ` ${c.dim(`${number} │`)} ${line.text}`,
    ` ${c.dim(`${gutter} │`)} ${' '.repeat(line.start)}${colour('^'.repeat(length))}`,
    ...finding.related.map(
      (step) =>
        ` ${c.dim(`${gutter} ├─`)} ${place(step.file, step.range)}  ${plainText(step.message)}`,
    ),
    ...finding.fixes
      .filter((fix) => fix.id !== 'suppress')
      .map((fix) => {
        const command = c.dim(`(airlock fix${fix.safe ? '' : ` --fix ${fix.id}`})`);
        return ` ${c.dim(`${gutter} ├─`)} ${c.green('fix')} ${fix.title} ${command}`;
      }),
    ...unfixed(finding).map(
      ({ reason }) => ` ${c.dim(`${gutter} ├─`)} ${c.yellow('no fix')} ${reason}`,
    ),
    // What is said of a comment is all there is to say.
    ...(ruleById(finding.rule)
      ? [` ${c.dim(`${gutter} └─`)} ${c.dim(`lesson: airlock explain ${finding.rule}`)}`]
      : []),
  ];
  return lines.join('\n') + '\n';
}

/** Why there is no fix, where there is none; the reasons of several may be one. */
function unfixed({ fixes, refused }: ResultFinding): ResultFinding['refused'] {
  if (fixes.some(({ id }) => id !== 'suppress')) return [];
  return refused.filter(
    ({ reason }, index) => refused.findIndex((other) => other.reason === reason) === index,
  );
}

function place(file: string, range: Range): string {
  return `${file}:${range.start.line}`;
}

function summary(result: Result, c: Colors): string {
  const count = (severity: Severity) =>
    result.findings.filter((finding) => finding.severity === severity).length;
  const say = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
  const { stats } = result;
  const checklist = result.checklist.map((item) => `  ${icon(item.status, c)} ${item.title}`);
  const errors = count('error');
  const verdict =
    result.findings.length === 0
      ? stats.clients + stats.requests === 0
        ? nothing(result)
        : c.green('No findings.')
      : [
          errors > 0 ? c.red(say(errors, 'error')) : '',
          count('warning') > 0 ? c.yellow(say(count('warning'), 'warning')) : '',
          count('information') + count('hint') > 0
            ? say(count('information') + count('hint'), 'note')
            : '',
        ]
          .filter(Boolean)
          .join(', ');
  const skipped =
    result.skipped.length > 0 ? `, ${say(result.skipped.length, 'file')} skipped` : '';
  const known = stats.baselined ? `, ${say(stats.baselined, 'finding')} in the baseline` : '';
  const seen =
    `${say(stats.clients, 'client')} and ${say(stats.requests, 'request')} ` +
    `in ${say(stats.files, 'file')}${skipped}${known}, ${stats.ms} ms`;
  return [
    ...(stats.clients + stats.requests > 0 ? [c.bold('Security checklist'), ...checklist, ''] : []),
    `${verdict} ${c.dim(seen)}`,
    '',
  ].join('\n');
}

/** What is said when there is nothing to report: a file that was not looked at is no clean one. */
function nothing({ skipped, analysed }: Result): string {
  if (analysed) return 'Nothing here talks to OpenAI.';
  return skipped.length === 1
    ? `${skipped[0].file} was not analysed: ${skipped[0].reason}.`
    : 'None of these files was analysed.';
}

function icon(status: keyof typeof ICONS, c: Colors): string {
  const colours = { pass: c.green, fail: c.red, unknown: c.yellow, 'not-applicable': c.dim };
  return colours[status](ICONS[status]);
}
