import { ruleById, rules } from '../../rules/registry';
import { severities, type Finding, type Severity } from '../../rules/rule';
import { readBaseline, writeBaseline } from '../baseline';
import { formatNames, formats, type FormatName } from '../formats/registry';
import { openProjects } from '../project';
import { collectResult, type Candidate, type Result } from '../../project/result';
import { since } from '../since';
import { tell } from '../tell';
import { UsageError } from '../usageError';
import { writeWholeFile } from '../wholeFile';

export interface CheckOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly report?: readonly string[];
  readonly severity: Severity;
  readonly rule: readonly string[];
  readonly maxWarnings?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly since?: string;
  readonly stdinFilename?: string;
  /** What standard input holds, where a name was given for it. */
  readonly stdin?: string;
  readonly config?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly stats?: boolean;
}

/** Runs `airlock check`; true when the findings should fail the run. */
export function check(paths: readonly string[], options: CheckOptions): boolean {
  const started = performance.now();
  refuseNonsense(options);
  const reports = reportsOf(options);
  const file = options.stdinFilename;
  if (file !== undefined && paths.length > 0)
    throw new UsageError('--stdin-filename names the one file to check; leave out the paths.');
  const known = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const changed = options.since === undefined ? undefined : since(options.since);
  const projects = openProjects(paths, {
    ...options,
    ...(changed ? { opening: changed.opening } : {}),
    ...(file === undefined ? {} : { standIn: { file, text: options.stdin ?? '' } }),
  });
  const accepts = acceptsOf(options);
  const result = collectResult(projects, {
    accepts: (finding, project) =>
      accepts(finding) && (changed?.isChanged(finding.file, project) ?? true),
    select: known ?? ((candidates) => withoutWritten(candidates, options.writeBaseline)),
    stats: options.stats ?? false,
    started,
  });
  print(result, options, reports);
  const count = (severity: Severity) =>
    result.findings.filter((finding) => finding.severity === severity).length;
  return count('error') > 0 || count('warning') > Number(options.maxWarnings ?? Infinity);
}

/** The reports come first: where one cannot be written, nothing is printed. */
function print(result: Result, options: CheckOptions, reports: readonly Report[]): void {
  const colour =
    options.color && options.output === undefined && process.stdout.isTTY && !process.env.NO_COLOR;
  const text = formats[options.format](result, {
    colour: Boolean(colour),
    stats: options.stats ?? false,
  });
  for (const { format, file: report } of reports)
    writeWholeFile(
      report,
      formats[format](result, { colour: false, stats: options.stats ?? false }),
    );
  if (options.output === undefined) process.stdout.write(text);
  else writeWholeFile(options.output, text);
  // The other formats say it themselves.
  if (options.format === 'pretty' || options.format === 'markdown')
    for (const skip of result.skipped) tell(`skipped ${skip.file}: ${skip.reason}`);
}

/** @throws UsageError When a value means nothing. */
function refuseNonsense({ rule, maxWarnings, ...options }: CheckOptions): void {
  const unknown = rule.find((id) => !ruleById(id));
  if (unknown !== undefined)
    throw new UsageError(
      `"${unknown}" is no rule; known are ${rules.map(({ meta }) => meta.id).join(', ')}.`,
    );
  if (maxWarnings !== undefined && !/^\d+$/.test(maxWarnings))
    throw new UsageError(`--max-warnings takes a number such as 0 or 10, not "${maxWarnings}".`);
  for (const [name, file] of [
    ['--output', options.output],
    ['--baseline', options.baseline],
    ['--write-baseline', options.writeBaseline],
    ['--stdin-filename', options.stdinFilename],
  ] as const)
    if (file === '') throw new UsageError(`${name} takes the name of a file, not an empty text.`);
}

/** One more format, in a file of its own. */
interface Report {
  readonly format: FormatName;
  readonly file: string;
}

/** The reports that are written beside the output: `sarif=airlock.sarif`. */
function reportsOf({ report = [] }: CheckOptions): Report[] {
  return report.map((text) => {
    const at = text.indexOf('=');
    const format = formatNames.find((name) => name === text.slice(0, Math.max(at, 0)));
    const file = text.slice(at + 1);
    if (format === undefined || file === '')
      throw new UsageError(
        `--report takes a format and a file, such as sarif=airlock.sarif, not "${text}"; ` +
          `formats are ${formatNames.join(', ')}.`,
      );
    return { format, file };
  });
}

function acceptsOf(options: CheckOptions): (finding: Finding) => boolean {
  const lowest = options.quiet ? 'error' : options.severity;
  const shows = (severity: Severity) => severities.indexOf(severity) <= severities.indexOf(lowest);
  // A baseline holds whatever may be shown one day.
  const writes = options.writeBaseline !== undefined;
  return ({ severity, rule }) =>
    (writes || shows(severity)) && (options.rule.length === 0 || options.rule.includes(rule));
}

/** What is left to report once the findings are written down as known, where that was asked for. */
function withoutWritten(
  candidates: readonly Candidate[],
  file: string | undefined,
): readonly Candidate[] {
  if (file === undefined) return candidates;
  writeBaseline(file, candidates);
  const count = `${candidates.length} finding${candidates.length === 1 ? '' : 's'}`;
  tell(`Wrote ${count} to ${file}: use it with --baseline.`);
  return [];
}
