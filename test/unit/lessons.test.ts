import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLesson } from '../../src/rules/readLesson';
import { rules } from '../../src/rules/registry';

const FILE = join('src', 'rules', 'streaming', 'preferStreaming.md');

describe('lessons', () => {
  const text = readFileSync(FILE, 'utf8');

  it('lie beside each rule, and nowhere else', () => {
    const files = readdirSync('src/rules', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && !file.endsWith('.cases.md'))
      .map((file) => readLesson(readFileSync(join('src/rules', file), 'utf8')).title);
    assert.deepEqual(files.sort(), rules.map(({ meta }) => meta.title).sort());
  });

  it('are read in all their parts, whatever ends a line', () => {
    const lesson = readLesson(text);
    assert.equal(lesson.title, 'Long answer is not streamed');
    assert.match(lesson.summary, /^The whole text goes to a waiting person/);
    assert.equal(lesson.wrong.file, 'server/essay.ts');
    assert.match(lesson.wrong.code, /^import express[^]+\}\);\n$/);
    assert.deepEqual(
      lesson.references.map(({ title }) => title),
      ['OpenAI: Streaming responses'],
    );
    assert.deepEqual(readLesson(text.replaceAll('\n', '\r\n')), lesson);
  });

  it('are refused when a part is missing, empty or of another form', () => {
    for (const [from, to, error] of [
      [/^> .*\n\n/m, '', /a quoted summary/],
      ['## Wrong', '## False', /has Why it matters, False, /],
      [/## Limits of the check\n\n.*\n/, '## Limits of the check\n', /"Limits.*is empty/],
      ['`server/essay.ts`', 'server/essay.ts', /"Wrong" of "Long.*a file and its code/],
      [/- \[.*/, '- a book', /a reference of "Long/],
    ] as const)
      assert.throws(() => readLesson(text.replace(from, to)), error);
  });
});
