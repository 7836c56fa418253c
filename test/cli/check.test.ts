import Ajv from 'ajv';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandFolder, runIn } from '../harness/commandLine';

const SAMPLE = resolve('test', 'sample');

describe('the command line', () => {
  const folder = commandFolder();

  describe('check', () => {
    it('shows the frame, the underline, the trail, the fix, the lesson and a summary', async () => {
      const { code, out, err } = await runIn(SAMPLE, 'check');
      assert.equal(code, 1);
      assert.equal(err, '');
      assert.match(
        out,
        /server\/index\.js:5:11 {2}error {2}hardcoded-api-key\n Anyone who can read this code can use the OpenAI key you put here\.\n .*placeholder stands\.\n {3}│\n 5 │ {3}apiKey: 'sk-proj-\.\.\.', \/\/ to do: put the real key here\n {3}│ {11}\^{13}\n/,
      );
      assert.match(out, /├─ src\/Chat\.tsx:2 {2}imports 'src\/lib\/ai\.ts'/);
      assert.match(out, /├─ fix Read the key from `OPENAI_API_KEY` \(airlock fix\)/);
      assert.match(out, /└─ lesson: airlock explain hardcoded-api-key/);
      assert.match(
        out,
        /5 errors, 2 warnings, 3 notes 2 clients and 2 requests in \d+ files, \d+ ms/,
      );
    });

    it('prints JSON that fits its schema, sorted, with the requests when asked', async () => {
      const { out } = await runIn(SAMPLE, 'check', '--format', 'json', '--stats');
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

    it('is the same twice', async () => {
      const stable = (text: string) => text.replace(/"ms": \d+/, '');
      assert.equal(
        stable((await runIn(SAMPLE, 'check', '--format', 'json')).out),
        stable((await runIn(SAMPLE, 'check', '--format', 'json')).out),
      );
    });

    it('takes one file with the project around it, and paths from elsewhere', async () => {
      const one = JSON.parse(
        (await runIn(SAMPLE, 'check', 'src/lib/ai.ts', '--format', 'json')).out,
      ) as {
        findings: { file: string; surface: string }[];
      };
      assert.ok(
        one.findings.every(
          (finding) => finding.file === 'src/lib/ai.ts' && finding.surface === 'browser',
        ),
        'the import path is still known',
      );
      const outside = JSON.parse((await folder.run('check', SAMPLE, '--format', 'json')).out) as {
        findings: { file: string }[];
      };
      assert.ok(
        outside.findings.every(
          (finding) => finding.file.startsWith('../') && !finding.file.includes('\\'),
        ),
      );
    });

    it('takes an inner folder with the project around it, and a package with its workspace', async () => {
      folder.write({
        'package.json': '{ "workspaces": ["packages/*"] }',
        'packages/ai/package.json': '{ "name": "ai", "private": true }',
        'packages/ai/lib/ask.ts':
          "import OpenAI from 'openai';\nconst openai = new OpenAI({ maxRetries: 4 });\nexport const ask = () => openai.responses.create({ model: 'gpt-5', max_output_tokens: 9, input: 'Hello' });\n",
        'packages/ai/main.ts':
          "import { ask } from './lib/ask';\nask().catch(() => console.log('later'));\n",
      });
      for (const path of ['packages/ai/lib', 'packages/ai', '.'])
        assert.equal(
          (await folder.run('check', path, '--format', 'json')).out.includes('unhandled-api-error'),
          false,
          `${path}: the catch in main.ts is seen`,
        );
      folder.write({
        'packages/web/package.json':
          '{ "name": "web", "private": true, "dependencies": { "next": "16" } }',
        'packages/web/app/api/route.ts':
          "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up-key' });\n",
      });
      const key = async (path: string) =>
        (
          JSON.parse((await folder.run('checklist', path, '--format', 'json')).out) as {
            checklist: { status: string }[];
          }
        ).checklist[0].status;
      assert.deepEqual(
        [await key('.'), await key('packages/web'), await key('packages/ai')],
        ['fail', 'fail', 'pass'],
        'each package has its own checklist',
      );
      assert.deepEqual(
        (
          JSON.parse(
            (await folder.run('check', 'packages/ai/main.ts', '--stats', '--format', 'json')).out,
          ) as {
            requests: unknown[];
          }
        ).requests,
        [],
        'only what was asked for is shown',
      );
    });

    it('filters by rule and severity, and fails on errors or too many warnings only', async () => {
      folder.write({
        'package.json': '{ "dependencies": { "next": "16" } }',
        'app/api/route.ts':
          "import OpenAI from 'openai';\nnew OpenAI({ apiKey: process.env.NEXT_PUBLIC_OPENAI_API_KEY });\n",
      });
      assert.equal((await folder.run('check')).code, 0, 'a warning does not fail');
      assert.equal((await folder.run('check', '--max-warnings', '0')).code, 1);
      assert.match((await folder.run('check', '--quiet')).out, /No findings/);
      assert.match((await folder.run('check', '--rule', 'hardcoded-api-key')).out, /No findings/);
    });

    it('respects .gitignore, ignore globs, severities and suppressions', async () => {
      const wrong = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n";
      folder.write({
        '.gitignore': 'generated/\n',
        'generated/a.ts': wrong,
        'old/b.ts': wrong,
        'c.ts': wrong.replace(
          'new',
          '// airlock-disable-next-line hardcoded-api-key -- a sample\nnew',
        ),
        'airlock.config.json': '{ "ignore": ["old/**"] }',
      });
      assert.match((await folder.run('check')).out, /No findings/);
      folder.write({
        'airlock.config.json': '{ "rules": { "hardcoded-api-key": "warning" }, "ignore": [] }',
      });
      assert.equal((await folder.run('check')).code, 0);
      assert.match((await folder.run('check')).out, /old\/b\.ts:2:22 {2}warning/);
      folder.write({ 'c.ts': '// airlock-disable-next-line\nexport const openai = 1;\n' });
      assert.match((await folder.run('check', '--severity', 'hint')).out, /unused-suppression/);
    });

    for (const [comment, expected] of [
      ['-- a made-up key', []],
      ['-- TODO: say why', ['unexplained-suppression']],
      ['', ['unexplained-suppression']],
    ] as const)
      it(`wants a reason for what is switched off: "${comment}"`, async () => {
        folder.write({
          'a.ts':
            `import OpenAI from 'openai';\n// airlock-disable-next-line hardcoded-api-key ${comment}\n` +
            "export const openai = new OpenAI({ apiKey: 'sk-proj-...' });\n",
        });
        const { out } = await folder.run('check', '--severity', 'hint', '--format', 'json');
        const { findings } = JSON.parse(out) as { findings: { rule: string }[] };
        assert.deepEqual(
          findings.map(({ rule }) => rule),
          expected,
        );
        assert.doesNotMatch((await folder.run('check', '--severity', 'hint')).out, /lesson:/);
      });

    it('says which key of a configuration is wrong, and uses the rest', async () => {
      folder.write({
        'a.ts': "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n",
        'airlock.config.json':
          '{ "rules": {\n"hardcoded-api-key": "warning",\n"hardcoded-key": "off" } }',
      });
      const { code, err, out } = await folder.run('check');
      assert.equal(code, 0);
      assert.match(err, /^airlock\.config\.json:3: "hardcoded-key" is no rule; known are /m);
      assert.match(out, /a\.ts:2:22 {2}warning/);
      folder.write({
        'package.json': '{}',
        'sub/airlock.config.json': '{ "rules": ',
        'sub/b.ts': '',
      });
      assert.match(
        (await folder.run('check')).err,
        /^.*\bsub\/airlock\.config\.json:1:\d+ is not valid JSON/,
      );
    });

    it('takes the configuration that is named instead of those that lie about', async () => {
      folder.write({
        'sub/a.ts': "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n",
        'airlock.config.json': '{ "rules": ',
        'sub/airlock.config.json': '{ "rules": { "hardcoded-api-key": "off" } }',
        'ci/strict.json': '{ "rules": { "hardcoded-api-key": "hint", "hardcoded": "off" } }',
      });
      const { code, out, err } = await folder.run('check', 'sub', '--config', 'ci/strict.json');
      assert.equal(code, 0);
      assert.match(err, /^ci\/strict\.json:1: "hardcoded" is no rule; [^\n]+\n$/);
      assert.match(out, /^No findings/m);
      assert.match(
        (await folder.run('check', '--config', 'ci/strict.json', '--severity', 'hint')).out,
        /sub\/a\.ts:2:22 {2}hint {2}hardcoded-api-key/,
      );
    });

    it('writes to a file, and says when it cannot', async () => {
      assert.equal(
        (await folder.run('check', SAMPLE, '--format', 'json', '--output', 'out.json')).out,
        '',
      );
      assert.ok(JSON.parse(readFileSync(join(folder.path, 'out.json'), 'utf8')));
      const bad = await folder.run('check', SAMPLE, '--output', 'no/such/out.json');
      assert.deepEqual(
        [bad.code, bad.err],
        [2, 'airlock: no/such/out.json cannot be written; check the folder and its permissions.\n'],
      );
    });
  });
});
