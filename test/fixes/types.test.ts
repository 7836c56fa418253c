import assert from 'node:assert/strict';
import { fixtureCases } from '../harness/fixtures';
import { typeErrors } from '../harness/typeErrors';

describe('what fixes write', () => {
  it('is looked at in every kind of file', () => {
    const wrong = '"".toUpperCas();';
    const files = new Map([
      ['a.ts', wrong],
      ['b.js', wrong],
      ['c.mjs', wrong],
      ['d.jsx', wrong],
      ['e.vue', `<template>text</template>\n<script setup lang="ts">\n${wrong}\n</script>`],
      ['f.svelte', `<script>\n${wrong}\n</script>\n<p>text</p>`],
    ]);
    assert.deepEqual(
      typeErrors(files).map((error) => error.slice(0, error.indexOf(': '))),
      ['a.ts', 'e.vue.ts', 'b.js', 'c.mjs', 'd.jsx', 'f.svelte.js'],
    );
  });

  for (const { fix, name, before, after } of fixtureCases())
    it(`${fix}, ${name}: type-checks with no new error, against the real packages`, () => {
      const known = typeErrors(before);
      assert.deepEqual(
        typeErrors(after).filter((error) => !known.includes(error)),
        [],
      );
    });
});
