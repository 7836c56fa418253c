import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { linePair } from '../../src/server/features/linePair';
import { applyEdits } from '../../src/edits/applyEdits';
import { readCases, serviceOf } from '../harness/cases';

/**
 * A hover shows the user's own line and what the fix makes of it, or nothing: over every finding of
 * every case of every rule the first is the line of the finding, and the second stands in the file
 * that the fix leaves.
 */
describe('the pair of lines in a hover is right, or absent', () => {
  for (const file of readdirSync('src/rules', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.cases.md')) continue;
    for (const item of readCases(`src/rules/${file}`))
      it(`${file}: ${item.title}`, () => {
        const service = serviceOf(item);
        for (const finding of service.findings()) {
          const pair = linePair(service, finding);
          if (!pair) continue;
          const text = service.workspace.text(finding.file) ?? '';
          const { line } = service.workspace.lines(finding.file).position(finding.start);
          const own = text.split(/\r?\n/)[line];
          const hidden = (code: string) => service.redactor().code(finding.file, code).trim();
          assert.equal(pair.before, hidden(own));
          assert.notEqual(pair.after, pair.before);
          const lines = fixedText(service, finding.file, finding).split(/\r?\n/).map(hidden);
          assert.ok(lines.includes(pair.after), `not in the fixed file: ${pair.after}`);
        }
      });
  }
});

type Service = ReturnType<typeof serviceOf>;

function fixedText(
  service: Service,
  file: string,
  finding: ReturnType<Service['findings']>[number],
): string {
  const outcome = service
    .offers(finding)
    .find(({ id }) => id !== 'suppress')
    ?.attempt();
  if (!outcome || 'refused' in outcome) return '';
  const change = outcome.changes.find((item) => item.file === file);
  return change?.kind === 'edit'
    ? applyEdits(service.workspace.text(file) ?? '', change.edits)
    : '';
}
