import assert from 'node:assert/strict';
import fc from 'fast-check';
import ignore from 'ignore';
import { createBudget, createIgnoreRules } from '../../src/analysis/source/ignoreRules';

function ignores(patterns: readonly string[], path: string): boolean {
  return createIgnoreRules(patterns.join('\n'), createBudget()).verdict(path) ?? false;
}

describe('patterns of files to ignore', () => {
  it('mean what git takes them for', () => {
    const table: [pattern: string, fits: string[], not: string[]][] = [
      ['a', ['a', 'a/', 'x/a', 'a/x', 'A'], ['ab', 'ba']],
      ['/a', ['a', 'a/x'], ['x/a']],
      ['a/', ['a/', 'x/a/', 'a/x'], ['a', 'x/a']],
      ['a/b', ['a/b', 'a/b/c'], ['x/a/b', 'a/x/b']],
      ['*.log', ['a.log', '.log', 'x/y.log'], ['log', 'a.logs']],
      ['a/*', ['a/x', 'a/x/y'], ['a', 'a/', 'b/a/x']],
      ['a/**', ['a/x', 'a/x/y'], ['a', 'a/']],
      ['**/a', ['a', 'x/a', 'x/y/a'], ['xa']],
      ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'x/a/b']],
      ['a/**/', ['a/x/', 'a/x/y'], ['a/', 'a/x']],
      ['**', ['a', 'x/a'], []],
      ['a**b', ['ab', 'axb', 'x/axxb'], ['a/b']],
      ['?a', ['xa'], ['a', 'x/a']],
      ['[!a]', ['b', 'x/b'], ['a', 'A']],
      ['[a-c]x', ['ax', 'Bx'], ['dx']],
      ['[]-]', [']', '-'], ['a']],
      ['[[:digit:]]', ['1'], ['a', ':']],
      ['x[a/b]y', ['xay', 'xby/'], ['q/xay', 'x/y']],
      ['[a', [], ['[a', 'a']],
      ['a\\', [], ['a', 'a\\']],
      ['\\*', ['*'], ['a']],
      ['\\#a', ['#a'], ['a']],
      ['\\!a', ['!a'], ['a']],
      ['a\\ ', ['a '], ['a']],
      ['a  ', ['a'], ['a  ']],
      ['#a', [], ['a', '#a']],
      ['', [], ['a']],
      ['/', [], ['a', 'a/']],
    ];
    for (const [pattern, fits, not] of table) {
      for (const path of fits) assert.ok(ignores([pattern], path), `"${pattern}" fits "${path}"`);
      for (const path of not) assert.ok(!ignores([pattern], path), `"${pattern}" not "${path}"`);
    }
    assert.ok(!ignores(['*.log', '!keep.log'], 'keep.log'));
    assert.ok(ignores(['!keep.log', '*.log'], 'keep.log'));
    assert.ok(ignores(['logs/', '!keep.log'], 'logs/keep.log'), 'what lies in an ignored folder');
    assert.ok(!ignores(['a', '!a/', ''], 'a/'));
    assert.ok(ignores(['\uFEFFa'], 'a'));
    assert.ok(ignores(['a\r', ''], 'a'));
  });

  it('mean the same to the library `ignore`, which was checked against git', () => {
    const part = fc.constantFrom(
      ...[
        'a',
        'b',
        'A',
        '*',
        '**',
        '***',
        '?',
        '/',
        '/',
        '/**/',
        '.',
        '[ab]',
        '[!a]',
        '[b-a]',
        '[^]a]',
      ],
      ...[
        '[[:alpha:]]',
        '[\\]]',
        '[a-',
        '\\',
        '\\a',
        '\\*',
        ' ',
        '#',
        '!',
        '[a\\-b]',
        '-',
        '[',
        ']',
      ],
    );
    const pattern = fc
      .array(part, { maxLength: 6 })
      .map((parts) => parts.join(''))
      .filter((text) => !text.includes('\\/'));
    const name = fc.array(
      fc.constantFrom('a', 'b', 'A', '.', '-', ' ', '*', '\\', '[', ']', '!', '#'),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const path = fc
      .array(
        name.map((chars) => chars.join('')).filter((text) => !/^\.+$/.test(text)),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .chain((names) => fc.constantFrom(names.join('/'), `${names.join('/')}/`));
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), path, (patterns, item) => {
        assert.equal(ignores(patterns, item), ignore().add(patterns).ignores(item));
      }),
      { numRuns: 5_000 },
    );
  });

  it('take as many steps as pattern and path are long, at most', () => {
    const deep = 'a/'.repeat(60);
    const long = 'a'.repeat(250);
    const table: [pattern: string, path: string][] = [
      [`${'**/a/'.repeat(12)}**/b`, `${deep}a`],
      [`${'**/a/'.repeat(60)}**/b`, `${'a/'.repeat(1_000)}a`],
      [`${'**/'.repeat(200)}b`, `${deep}a`],
      [`${'**/*/'.repeat(50)}b`, `${deep}a`],
      [`${'*/**/'.repeat(50)}b`, `${deep}a`],
      [`${'a*'.repeat(60)}b`, long],
      [`${'*a'.repeat(60)}b`, `${deep}${long}`],
      [`${'?*'.repeat(60)}b`, long],
      [`${'[!b]*'.repeat(60)}b`, long],
      [`${'[[:alpha:]]*'.repeat(60)}b`, long],
      [`${'\\a*'.repeat(60)}b`, long],
      [`${'*'.repeat(900)}b`, long],
      [`**/${'a*/**/'.repeat(40)}${'a*'.repeat(40)}b`, `${`${long}/`.repeat(15)}a`],
    ];
    // As they are, and with an end that does not tell the path apart at once.
    for (const [pattern, path] of table.flatMap(([p, path]) => [
      [p, path],
      [`${p}*`, path],
    ])) {
      const budget = createBudget();
      const rules = createIgnoreRules(pattern, budget);
      const before = budget.left;
      assert.equal(rules.verdict(path), undefined);
      // Each folder on the way is held against the pattern too.
      const folders = path.split('/').length;
      assert.ok(before - budget.left <= 2 * folders * pattern.length * path.length, pattern);
      assert.ok(budget.left > 0, pattern);
    }
  });

  it('are left out in the end, rather than that anyone waits', () => {
    const budget = createBudget();
    const rules = createIgnoreRules(
      ['plain', ...Array(1_000).fill(`${'a*'.repeat(60)}b*`)].join('\n'),
      budget,
    );
    for (let i = 0; i < 1_000; i++) rules.verdict(`${'a'.repeat(250)}${i}`);
    assert.ok(budget.left < 0);
    assert.equal(rules.verdict('x/plain'), true, 'plain names always count');
    const many = createBudget();
    createIgnoreRules('*a\n'.repeat(500_000), many);
    assert.ok(many.left < 0);
  });
});
