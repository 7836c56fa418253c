import assert from 'node:assert/strict';
import { memoryHost } from '../../src/analysis/source/host';
import { crossesScript, parse, scriptAt } from '../../src/analysis/source/syntax';
import { parseIndex } from '../../src/host/gitIndex';
import { parseConfig } from '../../src/rules/config';
import { createService } from '../../src/service';

describe('reading: odd names', () => {
  const LEAK =
    "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";

  it('keeps a path as it is, also where TypeScript would read another one', () => {
    for (const name of ['..\\victim.ts', 'src\\b.ts', '.\\b.ts', 'a\nb.ts', 'c\u001b[31m.ts']) {
      const files = new Map([
        [name, LEAK],
        ['src/b.ts', '\n'.repeat(9)],
        ['b.ts', '\n'.repeat(9)],
      ]);
      const found = createService({ host: memoryHost(files) }).findings();
      assert.ok(found.length > 0);
      for (const { file, related } of found)
        assert.deepEqual(
          [file, ...related.map((step) => step.file)].filter((path) => path !== name),
          [],
        );
    }
  });
});

describe('reading: the scripts of a file', () => {
  it('knows which script an offset is in, and what crosses one', () => {
    const text = '---\nfoo()\n---\n<p>x</p><script>bar()</script>';
    const syntax = parse('a.astro', text);
    const at = (part: string) => text.indexOf(part);
    assert.equal(scriptAt(syntax, at('foo'))?.surface, 'server');
    assert.equal(scriptAt(syntax, at('bar') + 5)?.surface, 'browser');
    assert.equal(scriptAt(syntax, at('<p>')), undefined);
    assert.ok(!crossesScript(syntax, at('foo'), at('foo') + 3));
    assert.ok(!crossesScript(syntax, at('<p>'), at('</p>')));
    assert.ok(crossesScript(syntax, at('foo'), at('bar')));
    assert.ok(crossesScript(syntax, at('<p>'), at('bar') + 1));
    assert.ok(crossesScript(syntax, 0, text.length));
    assert.ok(!crossesScript(parse('a.ts', text), 0, text.length));
  });
});

describe('reading: the index of git', () => {
  /** A version 4 index in which each name is the one before with `part` after it. */
  function growing(count: number, part: string): Buffer {
    const header = Buffer.alloc(12);
    header.write('DIRC');
    header.writeUInt32BE(4, 4);
    header.writeUInt32BE(count, 8);
    const entry = Buffer.concat([Buffer.alloc(62), Buffer.from([0]), Buffer.from(`${part}\0`)]);
    return Buffer.concat([header, ...Array<Buffer>(count).fill(entry)]);
  }

  it('is not read where a small one stands for endless names', () => {
    assert.deepEqual([...(parseIndex(growing(3, 'ab')) ?? [])], ['ab', 'abab', 'ababab']);
    assert.equal(parseIndex(growing(60_000, 'a')), undefined);
    assert.equal(parseIndex(growing(2, 'a'.repeat(20_000))), undefined);
  });
});

describe('reading: settings nested deeper than any reader can go', () => {
  const code = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up' });\n";
  for (const [title, text] of [
    ['lists', '['.repeat(200_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['whole lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ] as const)
    it(`are none: ${title}`, () => {
      for (const file of ['package.json', 'tsconfig.json', 'src/package.json', 'deno.json']) {
        const service = createService({
          host: memoryHost(
            new Map([
              [file, text],
              ['src/a.ts', code],
            ]),
          ),
        });
        assert.equal(service.findings().length, 1, file);
        assert.equal(service.checklist().length, 7);
      }
      assert.ok('error' in parseConfig(text, 'airlock.config.json'));
    });
});
