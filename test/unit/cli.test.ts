import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rules } from '../../src/rules/registry';

const CLI = resolve('dist', 'cli.js');
const SAMPLE = resolve('test', 'sample');
const KEY = 'sk-proj-MadeUpForTestsMadeUpForTestsT3BlbkFJMadeUpForTestsMadeUpForTests';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the command line', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'airlock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): Run => runIn(folder, ...args);
  function runIn(cwd: string, ...args: string[]): Run {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      cwd,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    return { code: status, out: stdout, err: stderr };
  }
  function write(files: Record<string, string | Buffer>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }

  describe('check', () => {
    it('shows the frame, the underline, the trail, the fix, the lesson and a summary', () => {
      const { code, out, err } = runIn(SAMPLE, 'check');
      assert.equal(code, 1);
      assert.equal(err, '');
      assert.match(
        out,
        /server\/index\.js:5:11 {2}error {2}hardcoded-api-key\n .*placeholder stands\.\n {3}│\n 5 │ {3}apiKey: 'sk-proj-\.\.\.', \/\/ to do: put the real key here\n {3}│ {11}\^{13}\n/,
      );
      assert.match(out, /├─ src\/Chat\.tsx:2 {2}imports `src\/lib\/ai\.ts`/);
      assert.match(out, /├─ fix Read the key from `OPENAI_API_KEY` \(airlock fix\)/);
      assert.match(out, /└─ lesson: airlock explain hardcoded-api-key/);
      assert.match(
        out,
        /5 errors, 3 warnings, 2 notes 2 clients and 2 requests in \d+ files, \d+ ms/,
      );
    });

    it('prints JSON that fits its schema, sorted, with the requests when asked', () => {
      const { out } = runIn(SAMPLE, 'check', '--format', 'json', '--stats');
      const result = JSON.parse(out) as {
        findings: { file: string; range: { start: { line: number } } }[];
        requests: { api: string; surface: string }[];
      };
      const validate = new Ajv({ allErrors: true }).compile(
        JSON.parse(readFileSync(resolve('docs', 'check-output.schema.json'), 'utf8')) as object,
      );
      assert.ok(validate(result), JSON.stringify(validate.errors));
      const places = result.findings.map(
        ({ file, range }) => `${file}:${String(range.start.line).padStart(5)}`,
      );
      assert.deepEqual(places, [...places].sort());
      assert.deepEqual(
        result.requests.map(({ api, surface }) => `${api} ${surface}`),
        ['responses.create server', 'chat.completions.create browser'],
      );
    });

    it('is the same twice', () => {
      const stable = (text: string) => text.replace(/"ms": \d+/, '');
      assert.equal(
        stable(runIn(SAMPLE, 'check', '--format', 'json').out),
        stable(runIn(SAMPLE, 'check', '--format', 'json').out),
      );
    });

    it('takes one file with the project around it, and paths from elsewhere', () => {
      const one = JSON.parse(runIn(SAMPLE, 'check', 'src/lib/ai.ts', '--format', 'json').out) as {
        findings: { file: string; surface: string }[];
      };
      assert.ok(
        one.findings.every(
          (finding) => finding.file === 'src/lib/ai.ts' && finding.surface === 'browser',
        ),
        'the import path is still known',
      );
      const outside = JSON.parse(run('check', SAMPLE, '--format', 'json').out) as {
        findings: { file: string }[];
      };
      assert.ok(
        outside.findings.every(
          (finding) => finding.file.startsWith('../') && !finding.file.includes('\\'),
        ),
      );
    });

    it('takes an inner folder with the project around it, and a package with its workspace', () => {
      write({
        'package.json': '{ "workspaces": ["packages/*"] }',
        'packages/ai/package.json': '{ "name": "ai", "private": true }',
        'packages/ai/lib/ask.ts':
          "import OpenAI from 'openai';\nconst openai = new OpenAI({ maxRetries: 4 });\nexport const ask = () => openai.responses.create({ model: 'gpt-5', max_output_tokens: 9, input: 'Hello' });\n",
        'packages/ai/main.ts':
          "import { ask } from './lib/ask';\nask().catch(() => console.log('later'));\n",
      });
      for (const path of ['packages/ai/lib', 'packages/ai', '.'])
        assert.equal(
          run('check', path, '--format', 'json').out.includes('unhandled-api-error'),
          false,
          `${path}: the catch in main.ts is seen`,
        );
      write({
        'packages/web/package.json':
          '{ "name": "web", "private": true, "dependencies": { "next": "16" } }',
        'packages/web/app/api/route.ts':
          "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up-key' });\n",
      });
      const key = (path: string) =>
        (
          JSON.parse(run('checklist', path, '--format', 'json').out) as {
            checklist: { status: string }[];
          }
        ).checklist[0].status;
      assert.deepEqual(
        [key('.'), key('packages/web'), key('packages/ai')],
        ['fail', 'fail', 'pass'],
        'each package has its own checklist',
      );
      assert.deepEqual(
        (
          JSON.parse(run('check', 'packages/ai/main.ts', '--stats', '--format', 'json').out) as {
            requests: unknown[];
          }
        ).requests,
        [],
        'only what was asked for is shown',
      );
    });

    it('filters by rule and severity, and fails on errors or too many warnings only', () => {
      write({
        'package.json': '{ "dependencies": { "next": "16" } }',
        'app/api/route.ts':
          "import OpenAI from 'openai';\nnew OpenAI({ apiKey: process.env.NEXT_PUBLIC_OPENAI_API_KEY });\n",
      });
      assert.equal(run('check').code, 0, 'a warning does not fail');
      assert.equal(run('check', '--max-warnings', '0').code, 1);
      assert.match(run('check', '--quiet').out, /No findings/);
      assert.match(run('check', '--rule', 'hardcoded-api-key').out, /No findings/);
    });

    it('respects .gitignore, ignore globs, severities and suppressions', () => {
      const wrong = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n";
      write({
        '.gitignore': 'generated/\n',
        'generated/a.ts': wrong,
        'old/b.ts': wrong,
        'c.ts': wrong.replace(
          'new',
          '// airlock-disable-next-line hardcoded-api-key -- a sample\nnew',
        ),
        'airlock.config.json': '{ "ignore": ["old/**"] }',
      });
      assert.match(run('check').out, /No findings/);
      write({
        'airlock.config.json': '{ "rules": { "hardcoded-api-key": "warning" }, "ignore": [] }',
      });
      assert.equal(run('check').code, 0);
      assert.match(run('check').out, /old\/b\.ts:2:22 {2}warning/);
      write({ 'c.ts': '// airlock-disable-next-line\nexport const openai = 1;\n' });
      assert.match(run('check', '--severity', 'hint').out, /unused-suppression/);
    });

    it('writes to a file, and says when it cannot', () => {
      assert.equal(run('check', SAMPLE, '--format', 'json', '--output', 'out.json').out, '');
      assert.ok(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')));
      const bad = run('check', SAMPLE, '--output', 'no/such/out.json');
      assert.deepEqual(
        [bad.code, bad.err],
        [2, 'airlock: no/such/out.json cannot be written; check the folder and its permissions.\n'],
      );
    });
  });

  describe('bad input', () => {
    const oneLine = ({ code, out, err }: Run) => {
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.match(err, /^airlock: [^\n]+\n$/);
      return err;
    };
    it('a path that does not exist', () =>
      assert.match(oneLine(run('check', 'nowhere')), /nowhere does not exist/));
    it('a rule, a fix, an option or a command that does not exist', () => {
      assert.match(
        oneLine(run('check', '--rule', 'no-such')),
        /"no-such" is no rule; known are hardcoded-api-key/,
      );
      assert.match(oneLine(run('fix', '--fix', 'no-such')), /"no-such" is no fix/);
      assert.match(oneLine(run('explain', 'no-such')), /is no rule/);
      assert.match(oneLine(run('check', '--max-warnings', 'many')), /takes a number/);
      assert.match(oneLine(run('check', '--frmat', 'json')), /unknown option/);
      assert.match(oneLine(run('chekc')), /unknown command/);
    });
    it('a configuration that is not JSON, or holds nonsense', () => {
      write({ 'airlock.config.json': '{ "rules": }' });
      assert.match(oneLine(run('check')), /airlock\.config\.json:1:12 is not valid JSON/);
      write({ 'airlock.config.json': '{ "rules": { "no-such": "error" } }' });
      assert.match(oneLine(run('check')), /names "no-such", which is no rule/);
      assert.match(oneLine(run('check', '--config', 'none.json')), /none\.json does not exist/);
    });
    it('binary, huge, minified, deeply nested and badly encoded files, link loops, import circles: a listed skip or an answer', () => {
      const text = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n";
      write({
        'binary.ts': Buffer.concat([Buffer.from('openai'), Buffer.alloc(64)]),
        'huge.ts': `const openai = '${'x'.repeat(5_000_000)}';`,
        'deep.ts': `const openai = ${'[\n'.repeat(60_000)}${']\n'.repeat(60_000)};`,
        'encoding.ts': Buffer.concat([
          Buffer.from(text),
          Buffer.from([0x2f, 0x2f, 0xff, 0xfe, 0xc3, 0x28, 0x0a]),
        ]),
        'bundle.js': `var openai=1;${'a(b,c);'.repeat(5_000)}`,
        'a.ts': "export * from './b';\nexport { key } from './b';\n",
        'b.ts': "export * from './a';\nexport { key } from './a';\n",
        'c.ts':
          "import OpenAI from 'openai';\nimport { key } from './a';\nexport const openai = new OpenAI({ apiKey: key });\n",
        'tsconfig.json': '{ "extends": "./tsconfig.json" }',
        'empty.ts': '',
        'sub/package.json': '{{{{',
      });
      symlinkSync('.', join(folder, 'loop'));
      symlinkSync('self', join(folder, 'self'));
      const { code, out, err } = run('check', '--format', 'json');
      const { findings, skipped } = JSON.parse(out) as {
        findings: { file: string }[];
        skipped: { file: string; reason: string }[];
      };
      assert.equal(code, 1);
      assert.doesNotMatch(err, /\n\s+at /);
      assert.deepEqual(
        findings.map((finding) => finding.file),
        ['encoding.ts'],
      );
      const reasons = Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]));
      assert.match(reasons['huge.ts'], /larger than 2 MB/);
      assert.equal(reasons['binary.ts'], 'binary file');
      assert.match(reasons['deep.ts'], /nested too deeply/);
      assert.equal(reasons['bundle.js'], 'minified file');
      assert.equal(reasons.loop, 'link to a folder');
      assert.match(run('check').err, /skipped huge\.ts: larger than 2 MB/);
    });
    it('a folder without anything of OpenAI', () => {
      write({ 'a.ts': 'export const x = 1;\n' });
      const { code, out } = run('check');
      assert.equal(code, 0);
      assert.match(out, /^Nothing here talks to OpenAI\./);
    });
  });

  describe('fix', () => {
    const project = () => cpSync(SAMPLE, folder, { recursive: true });

    it('applies the safe ones, says what it did, and has nothing to do a second time', () => {
      project();
      const { code, out } = run('fix');
      assert.equal(code, 0);
      assert.match(
        out,
        /server\/index\.js:5 {2}Read the key from `OPENAI_API_KEY` \(move-key-to-env\)\n {4}changed: server\/index\.js, \.env\.example\n/,
      );
      assert.match(
        readFileSync(join(folder, 'server/index.js'), 'utf8'),
        /apiKey: process\.env\.OPENAI_API_KEY, \/\/ to do/,
      );
      assert.match(run('fix').out, /Nothing to fix safely/);
    });
    it('shows a diff and changes nothing with --dry-run', () => {
      project();
      const before = readFileSync(join(folder, 'server/index.js'), 'utf8');
      assert.match(
        run('fix', '--dry-run').out,
        /^--- a\/\.env\.example\n\+\+\+ b\/\.env\.example\n@@[\s\S]*- {2}apiKey: 'sk-proj-\.\.\.'/m,
      );
      assert.equal(readFileSync(join(folder, 'server/index.js'), 'utf8'), before);
    });
    it('applies others only when they are named', () => {
      project();
      run('fix', '--fix', 'suppress', '--rule', 'leaked-api-key');
      assert.match(
        readFileSync(join(folder, 'server/index.js'), 'utf8'),
        /airlock-disable-next-line leaked-api-key -- TODO: say why\n {2}res\.json/,
      );
    });
    it('keeps line endings, a byte order mark and the file’s mode', () => {
      write({
        'ai.mjs':
          "\uFEFFimport OpenAI from 'openai';\r\nexport const openai = new OpenAI({ apiKey: 'sk-proj-...' });\r\n",
      });
      chmodSync(join(folder, 'ai.mjs'), 0o755);
      run('fix');
      assert.equal(
        readFileSync(join(folder, 'ai.mjs'), 'utf8'),
        "\uFEFFimport OpenAI from 'openai';\r\nexport const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });\r\n",
      );
    });
    it('writes all files or none', function () {
      write({
        'ai.js': `const OpenAI = require('openai');\nmodule.exports = new OpenAI({ apiKey: '${KEY}' });\n`,
      });
      mkdirSync(join(folder, '.env.example')); // a folder where the file should go
      const before = readFileSync(join(folder, 'ai.js'), 'utf8');
      const { code, err } = run('fix');
      assert.equal(code, 2);
      assert.match(err, /^airlock: [^\n]*\n$/);
      assert.equal(readFileSync(join(folder, 'ai.js'), 'utf8'), before);
      assert.deepEqual(readdirSync(folder).sort(), ['.env.example', 'ai.js']);
    });
  });

  it('explains a rule as its page in the docs does', () => {
    for (const { meta } of rules)
      assert.equal(
        run('explain', meta.id).out,
        readFileSync(resolve('docs', 'rules', `${meta.id}.md`), 'utf8'),
      );
  });

  it('shows the checklist with its evidence, and what only a person can confirm as unknown', () => {
    const { out } = runIn(SAMPLE, 'checklist');
    assert.match(
      out,
      /^✖ API key stored in environment variables \(not code\)\n {4}server\/index\.js:5/,
    );
    assert.match(
      out,
      /^✖ User input validated\/sanitized before sending to OpenAI\n {4}src\/lib\/ai\.ts:11/m,
    );
    assert.match(out, /^\? Costs monitored .*confirm it here\.$/m);
  });

  it('starts a configuration and never overwrites one', () => {
    assert.equal(run('init').code, 0);
    assert.equal(run('check').code, 0);
    assert.match(run('init').err, /exists already/);
  });

  it('knows what git tracks, from its index alone, in every version of the format', () => {
    for (const version of ['2', '4']) {
      const git = (...args: string[]) =>
        spawnSync(
          'git',
          ['-c', 'user.name=x', '-c', 'user.email=x', '-c', `index.version=${version}`, ...args],
          { cwd: folder },
        );
      rmSync(join(folder, '.git'), { recursive: true, force: true });
      write({
        '.env': `OPENAI_API_KEY=${KEY}\n`,
        'sub/.env': `OPENAI_API_KEY=${KEY}\n`,
        'sub/one.ts': '',
        'sub/two.ts': '',
      });
      git('init');
      assert.doesNotMatch(run('check').out, /leaked-api-key/, 'nothing is tracked yet');
      git('add', '-f', '.env', 'sub');
      const { findings } = JSON.parse(run('check', '--format', 'json').out) as {
        findings: { rule: string; file: string }[];
      };
      assert.deepEqual(
        findings.map((finding) => `${finding.rule} ${finding.file}`),
        ['leaked-api-key .env', 'leaked-api-key sub/.env'],
        `index version ${version}`,
      );
      assert.equal(
        (
          JSON.parse(runIn(join(folder, 'sub'), 'check', '--format', 'json').out) as {
            findings: unknown[];
          }
        ).findings.length,
        1,
        'from a folder inside the repository',
      );
    }
  });

  it('shows colours and a progress bar on a terminal only', function () {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `src/m${i}.ts`,
        `import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n`,
      ]),
    );
    write(files);
    assert.ok(!run('check').out.includes('\x1b['));
    // util-linux's `script` gives the program a terminal; a machine without it shows the first half only.
    const { stdout, error } = spawnSync(
      'script',
      ['-qec', `${process.execPath} ${CLI} check`, '/dev/null'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', CI: '' },
      },
    );
    if (!error) assert.ok(stdout.includes('\x1b[31merror\x1b[39m'));
  });

  it('never prints a key or a part of one, in any format', () => {
    const body = KEY.slice('sk-proj-'.length);
    write({
      'package.json': '{ "dependencies": { "express": "5" } }',
      'ai.ts': `import OpenAI from 'openai';\nconst key = '${KEY}'; export const openai = new OpenAI({ apiKey: key }); console.log(\`\${key}\`);\n`,
      '.env': `OPENAI_API_KEY=${KEY}\n`,
      '.env.example': `OPENAI_API_KEY=${KEY}\n`,
      'leak.ts': `import express from 'express';\nexpress().get('/', (req, res) => res.json({ key: '${KEY}' }));\nthrow new Error('${KEY}');\n`,
    });
    for (const args of [
      ['check'],
      ['check', '--format', 'json', '--stats', '--severity', 'hint'],
      ['checklist'],
      ['checklist', '--format', 'json'],
      ['fix', '--dry-run'],
      ['fix', '--format', 'json', '--dry-run'],
      ['fix', '--format', 'diff', '--dry-run'],
      ['fix'],
    ]) {
      const { out, err } = run(...args);
      for (let at = 0; at + 8 <= body.length; at++)
        assert.ok(!(out + err).includes(body.slice(at, at + 8)), `${args.join(' ')} prints ${at}`);
    }
  });
});
