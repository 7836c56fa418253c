import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readCases } from '../harness/cases';
import { inFolder } from '../harness/inProcess';

const FENCE = '```';

describe('cases of rules', () => {
  const read = (...lines: readonly string[]) =>
    inFolder(
      new Map([
        ['a.cases.md', `## title\n\n\`a.ts\`\n\n${FENCE}ts\n${lines.join('\n')}\n${FENCE}\n`],
      ]),
      (folder) => readCases(join(folder, 'a.cases.md')),
    );

  it('say what is found and what is silent on purpose', () => {
    const [{ files, expected, silent }] = read(
      'f();',
      '//^ error: the message',
      'g(); // ok: the reason',
    );
    assert.equal(files.get('a.ts'), 'f();\ng(); // ok: the reason\n');
    assert.deepEqual(expected, [
      { file: 'a.ts', line: 0, start: 2, end: 3, severity: 'error', message: 'the message' },
    ]);
    assert.deepEqual(silent, [{ file: 'a.ts', line: 1, why: 'the reason' }]);
  });

  it('are refused when they claim nothing', () => {
    assert.throws(() => read('f();', '//^ error'), /line 1 wants a part of its message/);
    assert.throws(() => read('f();', '//^ error: '), /line 1 wants a part of its message/);
    assert.throws(() => read('f(); // ok: '), /line 1 is ok without a reason/);
    assert.throws(() => read('// ok: why'), /line 1 has no code/);
    assert.throws(() => read('f(); // ok: why', '//^ error: x'), /line 1 is ok and underlined/);
  });
});
