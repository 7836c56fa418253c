import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { commandFolder } from '../harness/commandLine';
import { draw, generator, leakIn } from '../harness/secrets';

const line = (name: string) => `new OpenAI({ apiKey: '${name}' });\n`;
const source = (...names: string[]) => `import OpenAI from 'openai';\n${names.map(line).join('')}`;

describe('a baseline', () => {
  const folder = commandFolder();
  const places = async () => {
    const { code, out } = await folder.run('check', '--baseline', 'b.json', '--format', 'json');
    const { findings } = JSON.parse(out) as {
      findings: { file: string; range: { start: { line: number } } }[];
    };
    assert.equal(code, findings.length > 0 ? 1 : 0);
    return findings.map(({ file, range }) => `${file}:${range.start.line}`);
  };
  const write = () => folder.run('check', '--write-baseline', 'b.json');

  it('takes all findings of today as known, of every severity', async () => {
    folder.write({ 'a.ts': source('made-up-one', 'made-up-two') });
    const { code, out, err } = await write();
    assert.equal(code, 0);
    assert.match(out, /^No findings\. .*2 findings in the baseline/m);
    assert.equal(err, 'Wrote 2 findings to b.json: use it with --baseline.\n');
    const text = readFileSync(join(folder.path, 'b.json'), 'utf8');
    const { version, findings } = JSON.parse(text) as { version: number; findings: object[] };
    assert.equal(version, 1);
    assert.deepEqual(Object.keys(findings[0]), ['file', 'rule', 'fingerprint']);
    await write();
    assert.equal(readFileSync(join(folder.path, 'b.json'), 'utf8'), text, 'the same twice');
    assert.deepEqual(await places(), []);
    folder.write({ 'a.ts': '// airlock-disable-next-line\nexport const openai = 1;\n' });
    await write();
    const hints = await folder.run('check', '--baseline', 'b.json', '--severity', 'hint');
    assert.match(hints.out, /1 finding in the baseline/);
  });

  it('knows a finding again on another line, in another indentation and in a renamed file', async () => {
    folder.write({ 'a.ts': source('made-up-one', 'made-up-two') });
    await write();
    folder.write({
      'a.ts': `// moved\n\n${source('made-up-two', 'made-up-one').replace('new', '  new')}`,
    });
    assert.deepEqual(await places(), []);
    renameSync(join(folder.path, 'a.ts'), join(folder.path, 'renamed.ts'));
    assert.deepEqual(await places(), []);
  });

  it('counts each finding once: a second line with the same words is new, a copied file is too', async () => {
    folder.write({ 'a.ts': source('made-up-one') });
    await write();
    folder.write({ 'a.ts': source('made-up-one', 'made-up-one', 'made-up-two') });
    assert.deepEqual(await places(), ['a.ts:3', 'a.ts:4']);
    folder.write({ 'a.ts': source('made-up-one'), '0.ts': source('made-up-one') });
    assert.deepEqual(
      await places(),
      ['0.ts:2'],
      'the one in the file that the baseline names is known',
    );
    rmSync(join(folder.path, 'a.ts'));
    folder.write({ '1.ts': source('made-up-one') });
    assert.deepEqual(await places(), ['1.ts:2'], 'one file was renamed, not two');
  });

  it('refuses what is none in one line, before it looks at anything', async () => {
    const good = { file: 'a.ts', rule: 'x', fingerprint: '0123456789abcdef' };
    const bad: [content: unknown, said: RegExp][] = [
      ['{', /is no baseline: it is not valid JSON/],
      [[], /no list of "findings"/],
      [null, /no list of "findings"/],
      [{ version: 1, findings: {} }, /no list of "findings"/],
      [{ version: 2, findings: [] }, /its "version" is not 1/],
      [{ version: 1, findings: [good, { ...good, fingerprint: 7 }] }, /entry 2 of its "findings"/],
      [{ version: 1, findings: [{ ...good, file: null }] }, /entry 1 /],
      [{ version: 1, findings: [null] }, /entry 1 /],
      ['['.repeat(1_000_000), /is no baseline: /],
    ];
    for (const [content, said] of bad) {
      folder.write({ 'b.json': typeof content === 'string' ? content : JSON.stringify(content) });
      const { code, out, err } = await folder.run('check', '--baseline', 'b.json');
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /^airlock: b\.json [^\n]+\n$/);
      assert.match(err, said);
    }
    truncateSync(join(folder.path, 'b.json'), 100_000_000);
    assert.match((await folder.run('check', '--baseline', 'b.json')).err, /larger than 20 MB/);
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    const others: [args: string[], said: RegExp][] = [
      [['--baseline', 'pipe'], /not a regular file/],
      [['--baseline', 'none.json'], /none\.json does not exist; write it with --write-baseline/],
      [['--baseline', ''], /takes the name of a file/],
      [['--baseline', 'b.json', '--write-baseline', 'b.json'], /cannot be used with/],
      [['--write-baseline', 'no/such.json'], /cannot be written/],
    ];
    for (const [args, said] of others) {
      const { code, out, err } = await folder.run('check', ...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, said);
    }
  });

  it('is large without taking long', async () => {
    const entry = (i: number) => ({
      file: `src/m${i % 100}.ts`,
      rule: 'x',
      fingerprint: i.toString(16).padStart(16, '0'),
    });
    const findings = Array.from({ length: 150_000 }, (_, i) => entry(i));
    folder.write({ 'b.json': JSON.stringify({ version: 1, findings }), 'a.ts': source('made-up') });
    assert.deepEqual(await places(), ['a.ts:2']);
  });

  it('holds no key', async () => {
    const secret = draw('legacy', generator(20_261_128));
    folder.write({ [`${secret.text}/a.ts`]: source(secret.text) });
    await write();
    const text = readFileSync(join(folder.path, 'b.json'), 'utf8');
    assert.match(text, /"fingerprint"/);
    assert.equal(leakIn(text, secret), undefined);
  });
});
