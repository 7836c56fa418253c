import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExercise, solutionOf } from '../../src/extension/practice/exercise';
import { commandFolder } from '../harness/commandLine';
import { installStandIns, PRACTICE } from '../harness/practice';

/** Each exercise with the rule that it is about, and the fix of the light bulb. */
const EXERCISES = [
  ['1-key', 'client-side-request', 'proxy-client-call'],
  ['2-rate-limit', 'unhandled-api-error', 'handle-rate-limit'],
  ['3-input', 'unvalidated-prompt-input', 'validate-input'],
  ['4-stream', 'prefer-streaming', 'stream-response'],
] as const;

describe('the practice project', () => {
  const folder = commandFolder();
  beforeEach(() => {
    cpSync(PRACTICE, folder.path, { recursive: true });
    installStandIns(folder.path);
  });

  const passes = (id: string) =>
    spawnSync(process.execPath, ['--test', `exercises/${id}.test.js`], {
      cwd: folder.path,
      // A test runner that starts another one tells it to be silent.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    }).status === 0;
  const exercise = (id: string) =>
    readExercise(id, readFileSync(join(PRACTICE, 'exercises', `${id}.md`), 'utf8'));
  const found = async () => {
    const { out } = await folder.run('check', '--severity', 'hint', '--format', 'json');
    return (JSON.parse(out) as { findings: { rule: string; file: string }[] }).findings;
  };
  const foundFor = async (id: string) => {
    const { rules } = exercise(id);
    return (await found()).filter(({ rule }) => rules.includes(rule));
  };

  it('makes the four documented mistakes, each in the files of its exercise', async () => {
    for (const [id, rule] of EXERCISES) {
      const { files, rules } = exercise(id);
      assert.ok(rules.includes(rule));
      const here = (await found()).filter((finding) => finding.rule === rule);
      assert.ok(
        here.some(({ file }) => files.includes(file)),
        `${rule} in ${id}`,
      );
      assert.ok(!passes(id), `the test of ${id} fails as long as the mistake is there`);
    }
  });

  it('is mended by the light bulb', async () => {
    for (const [id, rule, fix] of EXERCISES) {
      const { code } = await folder.run('fix', '--fix', fix, '--rule', rule);
      assert.equal(code, 0);
      assert.ok(passes(id), `${id} after ${fix}`);
    }
    for (const [id] of EXERCISES) {
      assert.deepEqual(await foundFor(id), [], id);
      assert.ok(passes(id), `${id} after all`);
    }
  });

  it('is mended by the solutions', async () => {
    for (const [id] of EXERCISES) {
      const markdown = readFileSync(join(PRACTICE, 'exercises', `${id}.md`), 'utf8');
      for (const [, file, text] of solutionOf(markdown).matchAll(
        /^`(.+)`\n\n```js\n([\s\S]*?)^```/gm,
      ))
        folder.write({ [file]: text });
      assert.ok(passes(id), id);
    }
    for (const [id] of EXERCISES) assert.deepEqual(await foundFor(id), [], id);
  });

  it('asks and hints before it tells', () => {
    for (const [id] of EXERCISES) {
      const { title, goal, question, hints } = exercise(id);
      assert.ok(title.length > 5 && goal.length > 40 && question.answer.length > 40, id);
      assert.equal(question.options.length, 3);
      assert.equal(hints.length, 3);
    }
  });

  it('says what is wrong with an exercise of another shape', () => {
    assert.throws(() => readExercise('x', '# Title\n'), /no "Mend:"/);
    assert.throws(
      () => readExercise('x', '# T\nMend: `a`\nRules: `b`\n## Question\n- [ ] a\n## Hints\n1. h\n'),
      /one right answer/,
    );
  });
});
