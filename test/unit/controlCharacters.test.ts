import assert from 'node:assert/strict';
import { check } from '../../src/cli/commands/check';
import { checklist } from '../../src/cli/commands/checklist';
import { fix } from '../../src/cli/commands/fix';
import { formatNames } from '../../src/cli/formats/registry';
import { CHECKLIST_ITEMS, parseConfig } from '../../src/rules/config';
import { checklistItems } from '../../src/checklist/checklist';
import { visible, visibleJson, visibleLines, withoutLinks } from '../../src/rules/visible';
import { ACTS_ON_A_SCREEN, inFolder, printed, serverTexts } from '../harness/inProcess';

/**
 * Everything a terminal or an editor would act on: escape sequences, bells, returns, text
 * direction, widths of nothing, tags.
 */
const ACTING = [
  '\x1b[2J',
  '\x1b]0;pwned\x07',
  '\b',
  '\r',
  '\x7f',
  '\x9b31m',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u200f',
  '\ufeff',
  '\u{e0041}',
].join('');

/**
 * The characters in every place of the code that is shown. A line break in a name would begin a
 * line of its own.
 */
function hostile(acting: string): Map<string, string> {
  const name = JSON.stringify(acting).slice(1, -1);
  // What ends a line ends a comment too, and no fix touches the broken code that would follow.
  const remark = acting.replace(/[\r\u2028]/g, '');
  const code = [
    "import OpenAI from 'openai';",
    `const openai = new OpenAI({ apiKey: 'made-up' }); /* ${acting} */`,
    `new OpenAI({ apiKey: process.env['NEXT_PUBLIC_OPENAI_API_KEY${name}'] });`,
    `process.env['OPENAI_API_KEY${name}'] = 'made-up'; // ${remark} \`\`\` [x](command:evil)`,
    'export async function POST(req: Request) {',
    '  const body = await req.json();',
    `  return openai.responses.create({ model: 'gpt-4o', input: body['${name}text'] }); // ${remark}`,
    '}',
    '',
  ].join('\n');
  return new Map([
    ['package.json', '{ "dependencies": { "openai": "6", "next": "15" } }'],
    [`src/${acting.replaceAll('/', '')}\nsecond line.ts`, code],
    ['src/plain.ts', code],
    ['src/binary\x1b[31m.ts', 'openai\0'],
    ['.env', `OPENAI_API_KEY=made-up # ${acting}\nVITE_OPENAI_API_KEY=x\n`],
  ]);
}

const CHECK = { severity: 'hint', rule: [], color: false, stats: true } as const;

describe('control characters', () => {
  it('reach no terminal', () => {
    inFolder(hostile(ACTING), (folder) => {
      const outputs: Record<string, string> = {
        ...Object.fromEntries(
          formatNames.map((format) => [
            format,
            printed(() => check([folder], { ...CHECK, format })),
          ]),
        ),
        checklist: printed(() => checklist(folder, { format: 'pretty', color: false })),
        'checklist json': printed(() => checklist(folder, { format: 'json', color: false })),
        diff: printed(() =>
          fix([folder], { ...CHECK, fix: [], format: 'diff' as const, dryRun: true }),
        ),
        'fix json': printed(() =>
          fix([folder], { ...CHECK, fix: [], format: 'json' as const, dryRun: true }),
        ),
        summary: printed(() => fix([folder], { ...CHECK, fix: [], format: 'pretty' as const })),
      };
      for (const [output, text] of Object.entries(outputs)) {
        const line = text.split('\n').find((item) => ACTS_ON_A_SCREEN.test(item));
        assert.equal(line, undefined, `${output}: ${JSON.stringify(line)}`);
        assert.ok(!/^second line/m.test(text), `${output}: a name makes one line`);
      }
      assert.match(outputs.pretty, /src\/\\x1b\[2J\\x1b\]0;pwned\\x07/);
      assert.match(outputs.pretty, /^skipped .*binary\\x1b\[31m\.ts: /m);
      assert.match(outputs.diff, /shows as \\x1b and the like/);
      const { findings } = JSON.parse(outputs.json) as { findings: { file: string }[] };
      assert.ok(findings.some(({ file }) => file.includes(`${ACTING.replaceAll('/', '')}\n`)));
    });
  });

  it('reach no editor, and no code is read as Markdown', () => {
    const { diagnostics, hovers, titles, views } = serverTexts(hostile(ACTING));
    const texts = [
      ...diagnostics.flatMap(({ message, relatedInformation = [] }) => [
        typeof message === 'string' ? message : message.value,
        ...relatedInformation.map((related) => related.message),
      ]),
      ...titles,
      ...views.flatMap(({ items, skipped }) => [
        ...items.flatMap(({ evidence }) => evidence.flatMap((e) => [e.label, e.message])),
        ...skipped.flatMap(({ label, reason }) => [label, reason]),
      ]),
    ];
    assert.ok(texts.length > 30);
    for (const text of texts) assert.ok(!ACTS_ON_A_SCREEN.test(text) && !text.includes('\n'), text);
    for (const hover of hovers) {
      assert.ok(!ACTS_ON_A_SCREEN.test(hover), hover);
      const outside = hover.replace(/^(`{3,})diff\n[^]*?\n?\1$/gm, '');
      assert.ok(!outside.includes('command:evil'), hover);
    }
  });

  it('are written out as JavaScript writes them', () => {
    assert.equal(
      visible('a\x1b[2J\n\t\u202e\u{e0041}\ud800é😀'),
      'a\\x1b[2J\\n\\t\\u202e\\u{e0041}\\ud800é😀',
    );
    assert.equal(visibleLines('a\r\n\tb\rc\x07\n'), 'a\r\n\tb\\rc\\x07\n');
    assert.equal(withoutLinks('a [x](command:evil) setting'), 'a [x] (command:evil) setting');
    const data = { text: `${ACTING}\n"` };
    assert.deepEqual(JSON.parse(visibleJson(data)), data);
  });
});

describe('a configuration', () => {
  const problemsOf = (text: string) => {
    const read = parseConfig(text, 'airlock.config.json');
    assert.ok('problems' in read, text);
    return read.problems;
  };
  it('refuses names and days that mean nothing', () => {
    for (const text of [
      '{ "__proto__": {} }',
      '{ "rules": { "__proto__": "off" } }',
      '{ "checklist": { "nope": { "date": "2026-11-24" } } }',
      '{ "checklist": { "costs-monitored": { "date": "yesterday" } } }',
      '{ "checklist": { "costs-monitored": { "date": "2026-02-31" } } }',
    ])
      assert.equal(problemsOf(text).length, 1, text);
    const good = '{ "checklist": { "costs-monitored": { "date": "2026-11-24", "note": "x" } } }';
    assert.deepEqual(problemsOf(good), []);
    assert.deepEqual(
      [...CHECKLIST_ITEMS],
      checklistItems.map(({ id }) => id),
    );
  });
});
