import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readExercise } from '../../src/extension/practice/exercise';
import { foundIn, startMcpClient, type McpClient } from '../harness/mcpClient';
import { installStandIns, PRACTICE } from '../harness/practice';

const EXERCISES = ['1-key', '2-rate-limit', '3-input', '4-stream'];

describe('an agent without a human', () => {
  let folder: string;
  let agent: McpClient;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-agent-'));
    cpSync(PRACTICE, folder, { recursive: true });
    installStandIns(folder);
    agent = await startMcpClient(folder);
  });
  after(async () => {
    await agent.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const found = async () => foundIn(await agent.call('check', { severity: 'hint', limit: 200 }));
  const passes = (id: string) =>
    spawnSync(process.execPath, ['--test', `exercises/${id}.test.js`], {
      cwd: folder,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    }).status === 0;

  it('finds, explains, mends and checks the practice project again', async () => {
    const exercises = EXERCISES.map((id) =>
      readExercise(id, readFileSync(join(PRACTICE, 'exercises', `${id}.md`), 'utf8')),
    );
    const asked = exercises.flatMap(({ rules }) => rules);
    const isAsked = ({ rule }: { readonly rule: string }) => asked.includes(rule);
    for (const { rules } of exercises)
      assert.ok((await found()).some(({ rule }) => rules.includes(rule)));
    const applied: string[] = [];
    for (let turn = 0; turn < 30; turn++) {
      const finding = (await found()).find((item) => isAsked(item) && item.fixes.length > 0);
      if (!finding) break;
      const { id, rule, fixes } = finding;
      const lesson = await agent.call('explain', { finding: id });
      assert.ok(!lesson.isError && lesson.text.length > 500, rule);
      const input = { findings: [id], fixes: [fixes[0].id] };
      const shown = await agent.call('fix', input);
      assert.match(String(shown.data.diff), /^@@ /m, `${rule} ${fixes[0].id}`);
      const written = await agent.call('fix', { ...input, apply: true });
      assert.equal(written.data.written, true, written.text);
      assert.equal(written.data.diff, shown.data.diff, 'what was shown is what is written');
      applied.push(`${rule}: ${fixes[0].id}`);
    }
    assert.ok(applied.length >= EXERCISES.length, applied.join('\n'));
    assert.deepEqual((await found()).filter(isAsked), [], applied.join('\n'));
    for (const id of EXERCISES) assert.ok(passes(id), `${id} after\n${applied.join('\n')}`);
    const { items } = (await agent.call('checklist')).data as {
      readonly items: readonly { readonly status: string }[];
    };
    assert.deepEqual(
      items.filter(({ status }) => status === 'fail'),
      [],
    );
  });
});
