// A table of many repositories, as Markdown, from what `airlock check --format json` says of each:
//     node fleet.mjs reports/*.json > fleet.md
// A repository is called by the name of its file. The worst come first.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';

const cell = (text) => text.replace(/[\\`*_[\]<>#|&~]/g, (char) => `\\${char}`).replace(/\s+/g, ' ');

function rowOf(file) {
  const name = basename(file, '.json');
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
    if (report.version !== 1) throw new Error(`version ${report.version}`);
  } catch (error) {
    process.stderr.write(`${JSON.stringify(name)} is left out: ${JSON.stringify(error.message)}\n`);
    process.exitCode = 1;
    return [];
  }
  const count = (severity) => report.findings.filter((item) => item.severity === severity).length;
  const byRule = new Map();
  for (const { rule } of report.findings) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const [worst] = [...byRule].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const passed = report.checklist.filter(({ status }) => status === 'pass').length;
  return [
    {
      name,
      errors: count('error'),
      warnings: count('warning'),
      notes: count('information') + count('hint'),
      checklist: `${passed} of ${report.checklist.length}`,
      requests: report.stats.requests,
      worst: worst ? `${worst[0]} (${worst[1]})` : '–',
    },
  ];
}

const rows = process.argv
  .slice(2)
  .flatMap(rowOf)
  .sort((a, b) => b.errors - a.errors || b.warnings - a.warnings || (a.name < b.name ? -1 : 1));
const sum = (key) => rows.reduce((all, row) => all + row[key], 0);
const clean = rows.filter(({ errors }) => errors === 0).length;

const table = rows.map(
  ({ name, errors, warnings, notes, checklist, requests, worst }) =>
    `| ${cell(name)} | ${errors} | ${warnings} | ${notes} | ${checklist} | ${requests} | ${worst} |`,
);
process.stdout.write(
  [
    `${clean} of ${rows.length} repositories have no error.`,
    '',
    '| Repository | Errors | Warnings | Notes | Checklist | Requests | Most often |',
    '| --- | ---: | ---: | ---: | --- | ---: | --- |',
    ...table,
    `| **All** | ${sum('errors')} | ${sum('warnings')} | ${sum('notes')} | | ${sum('requests')} | |`,
    '',
  ].join('\n'),
);
