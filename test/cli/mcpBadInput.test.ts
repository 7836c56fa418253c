import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapTexts, visible, visibleLines } from '../../src/rules/visible';
import { mutated } from '../fuzz/mutate';
import { createRandom } from '../fuzz/random';
import { CLI } from '../harness/commandLine';
import { foundIn, mcpFolder } from '../harness/mcpClient';

/** Made up: no key of anybody stands in this repository. */
const MADE_UP_KEY = `sk-proj-${['MadeUpForTests', 'Q7wE2rT9yU4iO1pA5sD8fG3hJ6kL0z'].join('')}`;

describe('airlock mcp, asked for what it must not do', () => {
  const folder = mcpFolder();

  it('refuses what leads out of its folder, and says no more than that', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'airlock-out-'));
    writeFileSync(join(outside, 'a.ts'), "const o = { apiKey: 'x' };\n");
    symlinkSync(outside, join(folder.path, 'linked'));
    symlinkSync(join(outside, 'a.ts'), join(folder.path, 'linked.ts'));
    symlinkSync(join(outside, 'nothing'), join(folder.path, 'nowhere'));
    symlinkSync('loop', join(folder.path, 'loop'));
    symlinkSync(join(folder.path, 'server'), join(folder.path, 'inner'));
    for (const path of [
      '..',
      '../..',
      `../${outside.split('/').pop()!}/a.ts`,
      'server/../../x',
      outside,
      '/etc/passwd',
      '/',
      'linked',
      'linked/a.ts',
      'linked/new/file.ts',
      'linked.ts',
      'nowhere',
      'nowhere/x.ts',
      'loop',
      'loop/x',
    ]) {
      const sentence = await folder.refused('check', { paths: [path] });
      assert.match(sentence, /leads out|cannot be followed/, path);
      assert.doesNotMatch(sentence, /airlock-out-.*airlock-out-/);
      await folder.refused('check', { paths: [path], text: 'x' });
      await folder.refused('fix', { paths: [path], apply: true });
      await folder.refused('checklist', { path });
    }
    assert.ok(
      foundIn(await folder.agent.call('check', { paths: ['inner'] })).every(({ file }) =>
        file.startsWith('server/'),
      ),
    );
    assert.ok(
      foundIn(await folder.agent.call('check', { paths: [join(folder.path, 'server')] })).length >
        0,
    );
    for (const name of ['linked', 'linked.ts', 'nowhere', 'loop', 'inner'])
      rmSync(join(folder.path, name));
    rmSync(outside, { recursive: true });
  });

  it('answers malicious and wrong inputs with one sentence each', async () => {
    for (const [name, input] of [
      ['check', { paths: ['a\0b'] }],
      ['check', { paths: [''] }],
      ['check', { paths: ['no/such/folder'] }],
      ['check', { paths: ['x'.repeat(5_000)] }],
      ['check', { paths: ['y'.repeat(4_000)] }],
      ['check', { paths: Array.from({ length: 101 }, () => 'src') }],
      ['check', { paths: 'src' }],
      ['check', { paths: [1] }],
      ['check', { paths: ['src', 'server'], text: '' }],
      ['check', { paths: ['src'], text: '' }],
      ['check', { paths: ['src/x.ts'], text: 'a'.repeat(2_000_001) }],
      ['check', { limit: 0 }],
      ['check', { limit: 1.5 }],
      ['check', { limit: '3' }],
      ['check', { severity: 'fatal' }],
      ['check', { rules: ['__proto__'] }],
      ['check', { constructor: 1 }],
      ['check', { 'a\u001b[31mb\nc': 1 }],
      ['explain', { rule: 'toString' }],
      ['explain', { finding: 'zz' }],
      ['fix', { apply: 'yes' }],
      ['fix', { fixes: ['no-fix'] }],
      ['fix', { findings: ['x'] }],
      ['delete', {}],
      ['', {}],
    ] as const) {
      const sentence = await folder.refused(name, input);
      assert.equal(visible(sentence), sentence);
      assert.ok(sentence.length < 1_500, sentence);
    }
    // A list that is one too deep, and one that holds itself as deep as JSON can go.
    let deep: unknown = 'x';
    for (let depth = 0; depth < 2_000; depth++) deep = [deep];
    await folder.refused('check', { paths: deep });
    assert.ok(foundIn(await folder.agent.call('check')).length > 0, 'it lives');
  });

  it('lets no key and no control character out', async () => {
    const name = 'odd\u001b[31m\u202ename.ts';
    folder.write({
      [`server/${name}`]: `import OpenAI from 'openai';\nexport const ai = new OpenAI({ apiKey: '${MADE_UP_KEY}' }); // \u001b]0;pwned\u0007\n`,
    });
    const texts = [
      await folder.agent.call('check'),
      await folder.agent.call('fix'),
      await folder.agent.call('fix', { paths: ['server'], fixes: ['move-key-to-env'] }),
      await folder.agent.call('checklist'),
      await folder.agent.call('check', {
        paths: ['server/n.ts'],
        text: `const k = '${MADE_UP_KEY}';\nimport OpenAI from 'openai';\nnew OpenAI({ apiKey: k });\n`,
      }),
      await folder.agent.call('check', { [MADE_UP_KEY]: 1 }),
      await folder.agent.call('check', { paths: [MADE_UP_KEY] }),
      await folder.agent.call(MADE_UP_KEY),
    ];
    const [{ id }] = foundIn(texts[0]).filter(
      ({ rule, file }) => rule === 'hardcoded-api-key' && file.includes('odd'),
    );
    texts.push(await folder.agent.call('explain', { finding: id }));
    for (const { text, data } of texts) {
      for (let at = 10; at + 6 <= MADE_UP_KEY.length; at++)
        assert.ok(!`${text}${JSON.stringify(data)}`.includes(MADE_UP_KEY.slice(at, at + 6)), text);
      assert.equal(visibleLines(text), text);
      assert.deepEqual(mapTexts(data, visibleLines), data);
    }
    rmSync(join(folder.path, 'server', name));
  });

  it('lives through what is no message, and ends with one line after one without an end', async () => {
    const random = createRandom(1, 'lines');
    const server = spawn(process.execPath, [CLI, 'mcp', folder.path]);
    let [out, err] = ['', ''];
    server.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    server.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<number | null>((done) => server.once('exit', done));
    const ping = (id: number) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping', params: {} });
    const call = JSON.stringify({
      jsonrpc: '2.0',
      id: 'x',
      method: 'tools/call',
      params: { name: 'check', arguments: { paths: ['src'] } },
    });
    for (let number = 0; number < 2_000; number++) {
      const line = Buffer.from(mutated(random.oneIn(2) ? call : ping(number), random));
      server.stdin.write(Buffer.concat([line, Buffer.from('\n')]));
    }
    server.stdin.write(`\n${ping(-7)}\n`);
    for (let tries = 0; tries < 600 && !out.includes('"id":-7'); tries++)
      await new Promise((next) => setTimeout(next, 100));
    assert.ok(out.includes('"id":-7'), err.slice(-500));
    for (const line of out.trim().split('\n')) assert.ok(JSON.parse(line));
    assert.equal(visibleLines(err), err);
    server.stdin.on('error', () => undefined);
    server.stdin.write('x'.repeat(12_000_000));
    assert.equal(await ended, 0);
    assert.match(err, /^airlock: [^\n]*maximum size[^\n]*\n$/m);
    assert.ok(err.length < 2_000, err);
  });
});
