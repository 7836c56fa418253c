import assert from 'node:assert/strict';
import { filesInCircles } from '../../src/dev/counters/circles';
import { libraryNames } from '../../src/dev/counters/libraryNames';
import { longLines } from '../../src/dev/counters/longLines';
import { sourceOf } from '../../src/dev/counters/place';
import { searchesOfText } from '../../src/dev/counters/spelling';

describe('npm run count', () => {
  it('finds searches of text, directly and through a variable', () => {
    for (const code of [
      '/a/.test(node.getText())',
      '/a/.exec(node.getText(tree) ?? "")',
      'node.getText().replace(/a/, "")',
      'node.getText().includes("a")',
      'function f() { const text = node.getText(); return list.some(() => /a/.test(text)); }',
    ])
      assert.equal(searchesOfText([sourceOf('src/a.ts', code)]).length, 1, code);
    for (const code of [
      '/a/.test(node.name.text)',
      'names.includes(node.getText())',
      'function f() { const text = node.getText(); } function g(text) { return /a/.test(text); }',
      'function f() { const text = node.getText(); return /a/.test(x.text); }',
    ])
      assert.equal(searchesOfText([sourceOf('src/a.ts', code)]).length, 0, code);
  });

  it('finds long lines outside tables', () => {
    const long = `'${'x'.repeat(130)}'`;
    const count = (code: string) => longLines([sourceOf('src/a.ts', code)]).length;
    assert.equal(count(`f(\n${long});`), 1);
    assert.equal(count(`const A = [\n${long},\n] as const;`), 0);
    assert.equal(count(`const A = { f() {\n g(${long});\n} };`), 1, 'a function is no table');
  });

  it('finds circles of imports, types too', () => {
    const files = filesInCircles([
      sourceOf('src/a.ts', "import type { B } from './b';"),
      sourceOf('src/b.ts', "export { C } from './c/c';"),
      sourceOf('src/c/c.ts', "import { A } from '../a';"),
      sourceOf('src/d.ts', "import { A } from './a';"),
    ]);
    assert.deepEqual(
      files.map(({ what }) => what),
      [
        'src/a.ts → src/b.ts → src/c/c.ts → src/a.ts',
        'src/b.ts → src/c/c.ts → src/a.ts → src/b.ts',
        'src/c/c.ts → src/a.ts → src/b.ts → src/c/c.ts',
      ],
    );
  });

  it('finds names of libraries where searches live, not words that look like them', () => {
    const count = (code: string, path = 'src/analysis/a.ts') =>
      libraryNames([sourceOf(path, code)]).length;
    for (const code of [
      "is('express')",
      "is('discord.js')",
      "is('next/server')",
      '/^(koa|x)$/',
      'isExpressApp',
      '`the handler of Fastify ${x}`',
      'useState',
    ])
      assert.equal(count(code), 1, code);
    for (const code of [
      'expression',
      "is('next one')",
      'next(node)',
      "import { a } from './express';",
      '// express',
      "is('.svelte')",
    ])
      assert.equal(count(code), 0, code);
    assert.equal(count("is('express')", 'src/models/express.ts'), 0);
  });
});
