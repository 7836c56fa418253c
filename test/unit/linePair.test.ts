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

describe('the pair of lines in a hover', () => {
  const pairs = (files: Readonly<Record<string, string>>) => {
    const service = serviceOf({ files: new Map(Object.entries(files)) });
    return service.findings().map((finding) => [finding.rule, linePair(service, finding)?.after]);
  };
  const manifest = (name: string) =>
    JSON.stringify({ dependencies: { [name]: '^5.0.0', openai: '^6.0.0' } });

  it('shows a line that the fix changes where it stands', () =>
    assert.deepEqual(
      pairs({
        'package.json': manifest('express'),
        'server.js':
          "import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: 'made-up-1' });\n",
      }),
      [
        [
          'hardcoded-api-key',
          'export const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });',
        ],
      ],
    ));

  it('shows how a page asks its server, where the call moves', () => {
    const found = pairs({
      'package.json': manifest('vite'),
      'index.html': '<script type="module" src="/src/main.js"></script>',
      'src/main.js':
        "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport async function ask(text) {\n  return openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n}\n",
    });
    assert.deepEqual(
      found.filter(([rule]) => rule === 'client-side-request'),
      [['client-side-request', 'return askServer({ text });']],
    );
  });
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
