import { ruleById, rules } from '../../rules/registry';
import { severities, type Severity } from '../../rules/rule';
import { formats, type FormatName } from '../formats/registry';
import { openProjects } from '../project';
import { collectResult } from '../result';
import { visible } from '../../rules/visible';
import { UsageError } from '../usageError';
import { writeWholeFile } from '../wholeFile';

export interface CheckOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly severity: Severity;
  readonly rule: readonly string[];
  readonly maxWarnings?: string;
  readonly config?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly stats?: boolean;
}

/** Runs `airlock check`; true when the findings should fail the run. */
export function check(paths: readonly string[], options: CheckOptions): boolean {
  const started = performance.now();
  const unknown = options.rule.find((id) => !ruleById(id));
  if (unknown !== undefined)
    throw new UsageError(
      `"${unknown}" is no rule; known are ${rules.map((rule) => rule.meta.id).join(', ')}.`,
    );
  const limit = options.maxWarnings === undefined ? Infinity : Number(options.maxWarnings);
  if (options.maxWarnings !== undefined && !/^\d+$/.test(options.maxWarnings))
    throw new UsageError(
      `--max-warnings takes a number such as 0 or 10, not "${options.maxWarnings}".`,
    );
  if (options.output === '')
    throw new UsageError('--output takes the name of a file, not an empty text.');

  const projects = openProjects(paths, options);
  const lowest = options.quiet ? 'error' : options.severity;
  const shows = (severity: Severity) => severities.indexOf(severity) <= severities.indexOf(lowest);
  const result = collectResult(projects, {
    accepts: (finding) =>
      shows(finding.severity) && (options.rule.length === 0 || options.rule.includes(finding.rule)),
    stats: options.stats ?? false,
    started,
  });
  const colour =
    options.color && options.output === undefined && process.stdout.isTTY && !process.env.NO_COLOR;
  const text = formats[options.format](result, {
    colour: Boolean(colour),
    stats: options.stats ?? false,
  });
  if (options.output === undefined) process.stdout.write(text);
  else writeWholeFile(options.output, text);
  // The other formats say it themselves.
  if (options.format === 'pretty' || options.format === 'markdown')
    for (const skip of result.skipped)
      process.stderr.write(`${visible(`skipped ${skip.file}: ${skip.reason}`)}\n`);
  const count = (severity: Severity) =>
    result.findings.filter((finding) => finding.severity === severity).length;
  return count('error') > 0 || count('warning') > limit;
}
