import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { applyEdits } from '../../src/edits/applyEdits';
import { maskKeys } from '../../src/rules/mask';
import { parseIndex } from '../../src/host/gitIndex';
import { createLineMap } from '../../src/analysis/source/text';
import { findSuppressions } from '../../src/analysis/source/suppressions';
import { changesOf, readCases, serviceOf } from '../harness/cases';

const cases = readdirSync('src/rules', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.cases.md'))
  .flatMap((file) => readCases(join('src/rules', file)));

const FIXES = join('test', 'fixtures', 'fixes');

function projectIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.\w+$/.test(file),
  );
  return new Map(
    files
      .filter((file) => statSync(join(folder, file)).isFile())
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

/** Everything a user could ask of a workspace; the checks that hold whatever its files say. */
function exercise(files: ReadonlyMap<string, string>): void {
  const service = serviceOf({ files });
  for (const finding of service.findings()) {
    const text = service.workspace.text(finding.file) ?? '';
    assert.ok(
      finding.start >= 0 && finding.start <= finding.end && finding.end <= text.length,
      'a finding lies in its file',
    );
    for (const offer of service.offers(finding))
      for (const change of changesOf(offer))
        if (change.kind === 'edit')
          applyEdits(service.workspace.text(change.file) ?? '', change.edits);
  }
  service.checklist();
  service.requests();
  assert.deepEqual(service.skipped(), [], 'nothing fails inside');
}

describe('robustness', function () {
  this.timeout(process.env.AIRLOCK_DEEP ? 3_600_000 : 300_000);

  // Every cut costs a service: a sample in which each case begins elsewhere, all of them in `npm
  // run test:deep`.
  const stride = process.env.AIRLOCK_DEEP ? 1 : 23;

  it('every case, cut off anywhere', () => {
    for (const [index, { files }] of cases.entries()) {
      for (const [file, text] of files) {
        for (let at = index % stride; at < text.length; at += stride)
          exercise(new Map([...files, [file, text.slice(0, at)]]));
      }
    }
  });

  it('every case with lines swapped, words deleted or repeated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('swap', 'delete', 'repeat'),
        ({ files }, first, second, how) => {
          exercise(
            new Map([...files].map(([file, text]) => [file, mutate(text, first, second, how)])),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('every project of a fix, a piece of it replaced', () => {
    const projects = readdirSync(FIXES)
      .flatMap((fix) =>
        readdirSync(join(FIXES, fix)).map((name) => projectIn(join(FIXES, fix, name, 'before'))),
      )
      .filter((files) => files.size > 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...projects),
        fc.nat(),
        fc.nat(),
        fc.nat(20),
        fc.constantFrom('', '{(`', '*/', '\n'),
        (files, which, start, length, text) => {
          const [file, code] = [...files][which % files.size];
          const at = start % (code.length + 1);
          // A manifest that is no JSON any more is skipped with a reason; it is code that must
          // never fail.
          if (/\.json$|^\.env/.test(file)) return;
          exercise(new Map([...files, [file, code.slice(0, at) + text + code.slice(at + length)]]));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('what leads back to itself', () => {
    const circles = [
      'let o = { a: 1 }; o = { ...o, b: 2 }; new OpenAI(o); console.log(o);',
      'class A extends B {} class B extends A {} new OpenAI({ apiKey: new A().key }); console.log(JSON.stringify(new B()));',
      'class C { get key() { return this.key; } next = new C().next; } new OpenAI({ apiKey: new C().key, baseURL: new C().next });',
      'const f = (x) => f(x); const g = () => h(); const h = () => g(); new OpenAI({ apiKey: f(g()) });',
      'let k = k2; let k2 = k; var k3 = k3 ?? k; new OpenAI({ apiKey: k3 });',
      'function p(a = p(a)) { return p(a); } new OpenAI({ apiKey: p() });',
      'const { a, b = a, ...rest } = { ...rest, a: b }; new OpenAI({ apiKey: a, ...rest });',
      'const list = [() => list]; list.push(list); new OpenAI({ apiKey: list[0]()[0]() });',
      `let w = 'x'; ${'w = w + w; w = [w, w, { w }]; '.repeat(40)} new OpenAI({ apiKey: w }); console.log({ w });`,
      `const d0 = { x: 1 }; ${Array.from({ length: 60 }, (_, i) => `const d${i + 1} = { ...d${i}, ...d${i}, y: [d${i}, d${i}] };`).join(' ')} new OpenAI(d60); console.log(d60);`,
      `import { c } from './a'; export { c }; export * from './a'; export default c; new OpenAI({ apiKey: c.c.c });`,
    ];
    for (const text of circles)
      exercise(new Map([['a.ts', `import OpenAI from 'openai';\n${text}\n`]]));
  });

  it('any text in any kind of file', () => {
    const file = fc.constantFrom(
      'a.ts',
      'a.tsx',
      'a.vue',
      'a.svelte',
      'a.astro',
      'a.html',
      '.env',
      'package.json',
      'tsconfig.json',
      'vite.config.ts',
    );
    const word = fc.constantFrom(
      'openai',
      'new OpenAI(',
      '{',
      '}',
      '(',
      ')',
      '`',
      '${',
      "'",
      '<script>',
      '</script>',
      '---\n',
      '=>',
      'import ',
      'from ',
      "'openai'",
      'process.env.',
      'apiKey:',
      '\n',
      'export ',
      'class A {',
      'this.',
      '//',
      '/*',
      '=',
      '"sk-',
      ';',
      '...',
      'return ',
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          file,
          fc.array(fc.oneof(word, fc.string()), { maxLength: 40 }).map((words) => words.join('')),
          { maxKeys: 4 },
        ),
        (texts) => exercise(new Map(Object.entries(texts))),
      ),
      { numRuns: 500 },
    );
  });

  it('one file, typed letter by letter, is as if opened', () => {
    const [{ files }] = cases.filter((test) => test.title.startsWith('through constants'));
    const service = serviceOf({ files });
    const [file, text] = [...files].at(-1)!;
    for (let at = 0; at <= text.length; at += 5) {
      service.update(file, text.slice(0, at));
      assert.deepEqual(
        service.findings(),
        serviceOf({ files: new Map([...files, [file, text.slice(0, at)]]) }).findings(),
      );
    }
  });

  it('a file that takes too many steps is skipped, with a reason, and the others are not', () => {
    const slow = `import OpenAI from 'openai';\nconst openai = new OpenAI();\n${Array.from({ length: 400 }, (_, index) => `export const f${index} = async (text) => openai.responses.create({ model: 'gpt-5', input: g(text, ${index}) });`).join('\n')}\nfunction g(text, index) { return index + text; }\n`;
    const service = serviceOf({
      stepLimit: 2_000,
      files: new Map([
        ['slow.ts', slow],
        [
          'quick.ts',
          "import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: 'made-up-key' });\n",
        ],
      ]),
    });
    assert.deepEqual(
      service.findings().map(({ file }) => file),
      ['quick.ts'],
    );
    assert.deepEqual(service.skipped(), [
      { file: 'slow.ts', reason: 'too intricate to follow its values' },
    ]);
  });

  it('line maps translate back and forth', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.constantFrom('a', '\n', '\r\n', '\r', 'é', '😀'))
          .map((parts) => parts.join('')),
        fc.nat(),
        (text, seed) => {
          const lines = createLineMap(text);
          const offset = text.length === 0 ? 0 : seed % (text.length + 1);
          if (text[offset - 1] !== '\r' || text[offset] !== '\n')
            assert.equal(lines.offset(lines.position(offset)), offset);
        },
      ),
    );
  });

  it('masks leave no run of a key', () => {
    const letters = fc.constantFrom(
      ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-',
    );
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 20, maxLength: 120 }).map((parts) => parts.join('')),
        fc.constantFrom('sk-', 'sk-proj-', 'sk-svcacct-', 'sk-admin-'),
        (body, prefix) => {
          assert.ok(!maskKeys(`const key = '${prefix}${body}';`).includes(body.slice(0, 8)));
        },
      ),
    );
  });

  it('git indexes of any bytes, suppressions of any text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        (bytes) =>
          void parseIndex(
            Buffer.concat([Buffer.from('DIRC\0\0\0\x02\0\0\0\x09', 'latin1'), bytes]),
          ),
      ),
    );
    fc.assert(
      fc.property(
        fc.string(),
        (text) =>
          void findSuppressions(`// airlock-disable ${text}\n/* airlock-disable-line ${text} */`),
      ),
    );
  });
});

function mutate(
  text: string,
  first: number,
  second: number,
  how: 'swap' | 'delete' | 'repeat',
): string {
  if (how === 'swap') {
    const lines = text.split('\n');
    const [a, b] = [first % lines.length, second % lines.length];
    [lines[a], lines[b]] = [lines[b], lines[a]];
    return lines.join('\n');
  }
  const words = text.match(/\w+|\W/g) ?? [];
  const at = first % Math.max(1, words.length);
  words.splice(
    at,
    how === 'delete' ? 1 + (second % 3) : 0,
    ...(how === 'repeat' ? words.slice(at, at + 1 + (second % 9)) : []),
  );
  return words.join('');
}
