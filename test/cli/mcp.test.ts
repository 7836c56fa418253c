import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { foundIn, mcpFolder, startMcpClient } from '../harness/mcpClient';

describe('airlock mcp', () => {
  const folder = mcpFolder();
  const read = (file: string) => readFileSync(join(folder.path, file), 'utf8');

  it('lists four tools with strict schemas, and which of them may write', async () => {
    const { tools } = await folder.agent.client.listTools();
    assert.deepEqual(
      tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
      [
        ['check', true],
        ['explain', true],
        ['fix', false],
        ['checklist', true],
      ],
    );
    for (const { inputSchema, description } of tools) {
      assert.equal(inputSchema.additionalProperties, false);
      assert.ok(description && description.length > 100);
    }
    assert.match(folder.agent.client.getInstructions() ?? '', /before it is saved/);
  });

  it('finds what the command line finds, with rule, place, trail and fixes', async () => {
    const answer = await folder.agent.call('check', { paths: ['src'] });
    const [first] = foundIn(answer).filter(({ rule }) => rule === 'client-side-request');
    assert.equal(first.file, 'src/lib/ai.ts');
    assert.ok(first.line > 0 && first.detail.length > first.message.length);
    assert.ok(first.trail.length > 0);
    assert.ok(first.fixes.some(({ id }) => id === 'proxy-client-call'));
    assert.deepEqual(JSON.parse(answer.text), answer.data);
    const { verdict } = (await folder.agent.call('check', { paths: ['package.json'] })).data;
    assert.match(String(verdict), /None of these files was analysed/);
  });

  it('bounds what it lists, and says how much was left off', async () => {
    const all = foundIn(await folder.agent.call('check'));
    const { data } = await folder.agent.call('check', { limit: 2 });
    assert.equal((data.findings as unknown[]).length, 2);
    assert.equal(data.findingsLeftOff, all.length - 2);
    const many = Array.from(
      { length: 400 },
      (_, index) => `export const a${index} = () => ask(${index});`,
    );
    folder.write({
      'server/many.js': `import OpenAI from 'openai';\n${requests(400)}\n${many.join('\n')}\n`,
    });
    const answer = await folder.agent.call('check', { paths: ['server/many.js'], limit: 200 });
    assert.ok(answer.text.length < 120_000, `${answer.text.length} characters`);
    assert.ok(Number(answer.data.findingsLeftOff) > 0);
    rmSync(join(folder.path, 'server/many.js'));
  });

  it('checks a file as it is about to be written, and what changed on disk', async () => {
    const text =
      "import OpenAI from 'openai';\nexport const ai = new OpenAI({ dangerouslyAllowBrowser: true });\n";
    const paths = ['server/draft.js'];
    const drafted = foundIn(await folder.agent.call('check', { paths, text }));
    assert.deepEqual(
      drafted.map(({ rule }) => rule),
      ['client-side-request'],
    );
    await folder.refused('check', { paths });
    folder.write({ 'server/draft.js': text });
    assert.equal(foundIn(await folder.agent.call('check', { paths })).length, 1);
    // An open file of an editor is not the one on disk.
    assert.equal(foundIn(await folder.agent.call('check', { paths, text: '' })).length, 0);
    assert.equal(foundIn(await folder.agent.call('check', { paths })).length, 1);
    folder.write({ 'server/draft.js': text.replace(' dangerouslyAllowBrowser: true ', '') });
    assert.equal(foundIn(await folder.agent.call('check', { paths })).length, 0);
    folder.write({ 'airlock.config.json': '{ "ignore": ["server/"] }' });
    assert.equal(
      foundIn(await folder.agent.call('check')).filter(({ file }) => file.startsWith('server/'))
        .length,
      0,
    );
    rmSync(join(folder.path, 'airlock.config.json'));
    rmSync(join(folder.path, 'server/draft.js'));
    assert.ok(
      foundIn(await folder.agent.call('check')).some(({ file }) => file.startsWith('server/')),
    );
    await folder.refused('check', { paths: [], text });
    await folder.refused('check', { text });
  });

  it('explains a rule, or a finding with its trail and the steps by hand', async () => {
    const lesson = await folder.agent.call('explain', { rule: 'unhandled-api-error' });
    assert.match(lesson.text, /^# /m);
    const [finding] = foundIn(await folder.agent.call('check', { rules: ['client-side-request'] }));
    const { text } = await folder.agent.call('explain', { finding: finding.id });
    assert.ok(text.includes(`${finding.file}:${finding.line}`));
    assert.match(text, /The trail:/);
    assert.match(text, /steps are done/);
    await folder.refused('explain', {});
    await folder.refused('explain', { rule: 'client-side-request', finding: finding.id });
    assert.match(await folder.refused('explain', { finding: '0123456789abcdef' }), /id any more/);
  });

  it('shows a fix as a diff, and writes it when it is told to', async () => {
    const before = read('server/index.js');
    const { data, text } = await folder.agent.call('fix', { paths: ['server'] });
    assert.equal(data.written, false);
    assert.match(text, /^--- a\/server\/index\.js/m);
    assert.equal(read('server/index.js'), before);
    const [finding] = foundIn(await folder.agent.call('check', { paths: ['server'] })).filter(
      ({ fixes }) => fixes.some(({ safe }) => safe),
    );
    const one = await folder.agent.call('fix', { findings: [finding.id], apply: true });
    assert.equal(one.data.written, true);
    assert.notEqual(read('server/index.js'), before);
    const left = foundIn(await folder.agent.call('check', { paths: ['server'] }));
    assert.ok(!left.some(({ id }) => id === finding.id));
    folder.write({ 'server/index.js': before });
    const none = await folder.agent.call('fix', { findings: ['0123456789abcdef'] });
    assert.match(none.text, /^Nothing was changed/);
    await folder.refused('fix', { fixes: ['suppress'] });
  });

  it('gives the seven items with their evidence', async () => {
    const { data } = await folder.agent.call('checklist');
    assert.equal((data.items as unknown[]).length, 7);
    assert.equal(
      ((await folder.agent.call('checklist', { path: 'server' })).data.items as unknown[]).length,
      7,
    );
    await folder.refused('checklist', { path: 'server', paths: [] });
  });

  it('ends with its client', async () => {
    const other = await startMcpClient(folder.path);
    const { pid } = other;
    await other.close();
    for (let tries = 0; tries < 100 && isAlive(pid); tries++)
      await new Promise((next) => setTimeout(next, 50));
    assert.ok(!isAlive(pid));
    assert.equal(folder.agent.said(), '');
  });
});

function isAlive(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Functions that each ask the model carelessly. */
function requests(count: number): string {
  return Array.from(
    { length: count },
    (_, index) =>
      `export async function ask${index}(question) { return new OpenAI().responses.create({ model: 'gpt-5', input: question }); }`,
  ).join('\n');
}
