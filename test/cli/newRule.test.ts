import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { readLesson } from '../../src/rules/readLesson';
import { readCases } from '../harness/cases';

describe('npm run new-rule', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-rule-'));
    cpSync(resolve('src', 'rules'), join(folder, 'src', 'rules'), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [resolve('out', 'src', 'dev', 'newRule.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  it('writes a rule, its lesson and its cases side by side, and registers it', () => {
    assert.equal(run('ends-half-way', 'streaming').status, 0);
    assert.match(
      read('src/rules/streaming/endsHalfWay.ts'),
      /id: 'ends-half-way',\n {2}mistake: 4,/,
    );
    assert.equal(
      readLesson(read('src/rules/streaming/endsHalfWay.md')).title,
      'What is wrong, in a few words',
    );
    const [first] = readCases(join(folder, 'src/rules/streaming/endsHalfWay.cases.md'));
    assert.equal(
      first.expected.length,
      1,
      'a case to start from, which fails until the check is written',
    );
    const registry = read('src/rules/registry.ts');
    assert.match(registry, /^import \{ endsHalfWay \} from '\.\/streaming\/endsHalfWay';$/m);
    assert.match(registry, /\n {2}endsHalfWay,\n\];/);
    for (const file of ['src/rules/streaming/endsHalfWay.ts', 'src/rules/registry.ts'])
      assert.deepEqual(
        ts.transpileModule(read(file), { reportDiagnostics: true }).diagnostics,
        [],
        file,
      );
  });

  it('knows every folder that rules lie in', () => {
    const folders = readdirSync(resolve('src', 'rules'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    for (const name of folders) {
      const rule = `new-in-${name.toLowerCase()}`;
      assert.equal(run(rule, name).status, 0, name);
      assert.match(read('src/rules/registry.ts'), new RegExp(`from '\\./${name}/newIn`));
    }
    assert.deepEqual(
      readdirSync(join(folder, 'src', 'rules'), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name),
      folders,
      'no folder beside them is made',
    );
  });

  it('refuses a bad name and one that is taken', () => {
    for (const args of [[], ['Bad'], ['good-name', 'nowhere'], ['ends-half-way', 'streaming']]) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.match(stderr, /^[^\n]+\n$/);
    }
  });
});
