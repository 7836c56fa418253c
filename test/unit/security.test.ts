import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

/** A promise beside a test that is gone is a promise without one. */
describe('SECURITY.md', () => {
  const rows = readFileSync('SECURITY.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (Promise|-)/.test(line));

  it('names files that are there', () => {
    assert.ok(rows.length > 20);
    for (const [, path] of rows.join('\n').matchAll(/`((?:src|test)\/[\w./]+)`/g))
      assert.ok(existsSync(path), path);
  });

  it('names tests that are there', () => {
    const named = rows.join('\n').matchAll(/`(test\/[\w/]+\.test\.ts)`/g);
    const tests = [...new Set([...named].map(([, path]) => path))]
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    for (const [, title] of rows.join('\n').matchAll(/"([^"]+)"/g))
      assert.ok(tests.includes(title), title);
  });
});
