import assert from 'node:assert/strict';
import fc from 'fast-check';
import ts from 'typescript';
import { memoryHost } from '../../src/analysis/source/host';
import { parse, walk, type Syntax } from '../../src/analysis/source/syntax';
import { createService } from '../../src/service';

/** Ways in which one script can end that would take in what follows. */
const OPEN = [
  '{',
  'f(',
  '[',
  'a = `',
  'a = `${',
  '/*',
  '// x',
  '<div>',
  '<div a={',
  "'",
  'a = b',
  'if (x)',
  'x = /a',
  'class A {',
  'function f() {',
  '@',
  'x ? y :',
  'for (;;',
  '`${`',
  '<a',
  '}',
  ')',
  '}}}',
  '`',
  '*/',
];
const CLOSE = [
  '',
  '}',
  ')',
  '`',
  '*/',
  '(function () {})()',
  '`x`',
  '</div>',
  '[0]',
  '+ 1',
  '.c',
  '}`',
  "'",
];
const CALL = 'target();';

const FILES: [title: string, path: string, make: (a: string, b: string) => string][] = [
  [
    'Astro',
    'a.astro',
    (a, b) => `---\n${a}\n---\n<html><body><p>text</p><script>${b}</script></body></html>`,
  ],
  [
    'Vue',
    'a.vue',
    (a, b) =>
      `<script lang="ts">${a}</script>\n<template><p>text</p></template><script setup lang="ts">${b}</script>`,
  ],
  ['Svelte', 'a.svelte', (a, b) => `<script module>${a}</script><script>${b}</script><p>text</p>`],
  [
    'HTML',
    'a.html',
    (a, b) => `<p>text</p><script>${a}</script><script type="module">${b}</script><p>text</p>`,
  ],
];

/** No node reaches over the end of its script. */
function assertApart({ sourceFile, scripts, text }: Syntax): void {
  walk(sourceFile, (node) => {
    if (node === sourceFile || node === sourceFile.endOfFileToken) return;
    assert.equal(node.getSourceFile(), sourceFile);
    const start = node.getStart(sourceFile);
    assert.ok(
      scripts.some((script) => script.start <= start && node.end <= script.end),
      `${ts.SyntaxKind[node.kind]} ${start}-${node.end} in ${JSON.stringify(text)}`,
    );
  });
}

function callsIn({ sourceFile }: Syntax): string[] {
  const found: string[] = [];
  walk(sourceFile, (node) => {
    if (ts.isCallExpression(node)) found.push(node.getText());
  });
  return found;
}

describe('the scripts of one file', () => {
  for (const [title, path, make] of FILES)
    it(`are kept apart, whatever one leaves open: ${title}`, () => {
      for (const open of OPEN)
        for (const close of CLOSE) {
          const first = parse(path, make(`${CALL}\n${open}`, `${close}\n${CALL}`));
          assertApart(first);
          const last = parse(path, make(open, CALL));
          assertApart(last);
          assert.deepEqual(
            callsIn(last).filter((call) => call === 'target()'),
            ['target()'],
            open,
          );
        }
    });

  it('are kept apart in any number and order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OPEN, ...CLOSE, CALL), { maxLength: 8 }), (parts) => {
        const syntax = parse('a.html', parts.map((part) => `<script>${part}</script>`).join(''));
        assertApart(syntax);
        const whole = parts.filter((part) => part === CALL).length;
        assert.equal(callsIn(syntax).filter((call) => call === 'target()').length, whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('do not reach into the markup after the last one', () => {
    for (const open of OPEN)
      assertApart(parse('a.vue', `<script>${open}</script><template>}\`</template>`));
  });

  it('have their findings at their places, also beside a broken one', () => {
    const leak =
      "import OpenAI from 'openai';\nexport const a = new OpenAI({ apiKey: 'made-up' });\n";
    for (const [, path, make] of FILES)
      for (const open of ['{', 'a = `', '/*']) {
        const text = make(open, leak);
        const service = createService({ host: memoryHost(new Map([[path, text]])) });
        const found = service.findings().find(({ rule }) => rule === 'hardcoded-api-key');
        assert.ok(found, `${path} ${open}`);
        assert.equal(text.slice(found.start, found.end).replaceAll(/['"]/g, ''), 'made-up');
      }
  });

  it('are given up rather than parsed thousands of times', () => {
    const text = '<script>{</script>\n'.repeat(300);
    const service = createService({
      host: memoryHost(new Map([['a.html', `${text}<script>new OpenAI()</script>`]])),
    });
    service.findings();
    assert.deepEqual(service.skipped(), [{ file: 'a.html', reason: 'could not be parsed' }]);
  });
});
