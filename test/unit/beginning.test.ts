import assert from 'node:assert/strict';
import { parse } from '../../src/analysis/source/syntax';
import { addNamedImport } from '../../src/edits/addImport';
import { applyEdits } from '../../src/edits/applyEdits';
import { insertAfterImports } from '../../src/edits/insertAfterImports';

/** What stands at the head of a module stays with what it speaks of. */
describe('statements that are put into a module', () => {
  const put = (text: string) =>
    applyEdits(text, [insertAfterImports(parse('a.js', text), 'const NEW = 1;')]);
  const imported = (text: string) =>
    applyEdits(
      text,
      [addNamedImport(parse('a.js', text), 'x', './x').edit].filter((edit) => edit !== undefined),
    );

  for (const [what, before, after] of [
    [
      'behind the imports',
      "import a from 'a';\nrun();\n",
      "import a from 'a';\n\nconst NEW = 1;\n\nrun();\n",
    ],
    ['before the first statement', 'run();\n', 'const NEW = 1;\n\nrun();\n'],
    [
      'above the description of the first function',
      '/** Runs. */\nfunction run() {}\n',
      'const NEW = 1;\n\n/** Runs. */\nfunction run() {}\n',
    ],
    [
      'above a comment of the first function',
      '// Of the file.\n\n// Runs.\nfunction run() {}\n',
      '// Of the file.\n\nconst NEW = 1;\n\n// Runs.\nfunction run() {}\n',
    ],
    [
      'below what speaks of the whole file',
      '/** A module. */\n\nfunction run() {}\n',
      '/** A module. */\n\nconst NEW = 1;\n\nfunction run() {}\n',
    ],
    [
      'behind a directive, which counts only while it comes first',
      "'use client';\nfunction run() {}\n",
      "'use client';\n\nconst NEW = 1;\n\nfunction run() {}\n",
    ],
  ])
    it(`stand ${what}`, () => assert.equal(put(before), after));

  it('are imports, behind a directive too', () => {
    assert.equal(
      imported("'use client';\n\nrun();\n"),
      "'use client';\nimport { x } from './x';\n\nrun();\n",
    );
    assert.equal(imported('run();\n'), "import { x } from './x';\n\nrun();\n");
  });

  it('are indented as the script of a component is', () => {
    const text = "<script setup>\n  import a from 'a';\n\n  run(a);\n</script>\n";
    const put = insertAfterImports(parse('A.vue', text), '/** New. */\nconst NEW = 1;');
    assert.equal(
      applyEdits(text, [put]),
      "<script setup>\n  import a from 'a';\n\n  /** New. */\n  const NEW = 1;\n\n  run(a);\n</script>\n",
    );
  });

  it('are indented so where nothing is imported, too', () => {
    const text = '<script>\n  const a = 1;\n  run(a);\n</script>\n';
    const put = insertAfterImports(parse('A.vue', text), '/** New. */\nconst NEW = 1;');
    assert.equal(
      applyEdits(text, [put]),
      '<script>\n  /** New. */\n  const NEW = 1;\n\n  const a = 1;\n  run(a);\n</script>\n',
    );
  });
});
