import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parse as load } from 'yaml';
import { delimiter, join, resolve } from 'node:path';
import { commandFolder, runIn, type Run } from '../harness/commandLine';

const ROOT = process.cwd();
const DOCS = readFileSync(resolve('docs', 'ci.md'), 'utf8');
const KEY = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up' });\n";
const PUBLIC =
  "import OpenAI from 'openai';\nnew OpenAI({ apiKey: process.env.NEXT_PUBLIC_OPENAI_API_KEY });\n";
const NEXT = '{ "dependencies": { "next": "16" } }';

interface Step {
  readonly name?: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** The recipe of the docs that begins with this line. */
function recipe(first: string): string {
  const fences = [...DOCS.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, text]) => text);
  return fences.find((text) => text.startsWith(first)) ?? assert.fail(first);
}

describe('in a pipeline', () => {
  const folder = commandFolder();

  function bash(script: string, env: Readonly<Record<string, string>> = {}): Run {
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
      cwd: folder.path,
      encoding: 'utf8',
      timeout: 170_000,
      env: { ...process.env, ...env },
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** Where a package of the command line is installed, without a network. */
  function installing(): Record<string, string> {
    const { stdout } = spawnSync(
      'npm',
      ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder.path],
      { cwd: ROOT, encoding: 'utf8' },
    );
    const prefix = join(folder.path, '.prefix');
    return {
      AIRLOCK_PACKAGE: join(folder.path, stdout.trim()),
      npm_config_prefix: prefix,
      npm_config_offline: 'true',
      PATH: `${join(prefix, 'bin')}${delimiter}${process.env.PATH}`,
    };
  }

  describe('the action', () => {
    const action = load(readFileSync(resolve('action.yml'), 'utf8')) as Action;

    /** Runs its steps as the runner does: with the inputs where the expressions stand. */
    function act(
      inputs: Readonly<Record<string, string>> = {},
    ): Run & { readonly summary: string } {
      const summary = join(folder.path, '.summary');
      writeFileSync(summary, '');
      const valueOf = (text: string) =>
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => {
          assert.ok(name in action.inputs, name);
          return inputs[name] ?? action.inputs[name].default ?? '';
        });
      let last: Run = { code: 0, out: '', err: '' };
      for (const { run, env = {} } of action.runs.steps) {
        assert.ok(!run.includes('${{'), 'no input is written into a script');
        const given = Object.entries(env).map(([name, value]) => [name, valueOf(value)]);
        last = bash(run, {
          ...(Object.fromEntries(given) as Record<string, string>),
          GITHUB_ACTION_PATH: ROOT,
          GITHUB_STEP_SUMMARY: summary,
        });
        if (last.code !== 0) break;
      }
      return { ...last, summary: readFileSync(summary, 'utf8') };
    }

    it('annotates, summarises, writes SARIF and fails', () => {
      folder.write({ 'src/a.ts': KEY, 'package.json': NEXT, 'app/api/route.ts': PUBLIC });
      const { code, out, err, summary } = act({ sarif: 'out.sarif' });
      assert.equal(code, 1, err);
      assert.match(out, /^::error file=src\/a\.ts,line=2,/m);
      assert.match(summary, /^## Airlock: 1 error, 1 warning/);
      assert.match(readFileSync(join(folder.path, 'out.sarif'), 'utf8'), /"version": "2\.1\.0"/);
    });

    it('heeds each of its inputs', () => {
      folder.write({ 'src/a.ts': KEY, 'package.json': NEXT, 'app/api/route.ts': PUBLIC });
      assert.equal(act({ fail: 'false' }).code, 0);
      assert.equal(act({ summary: 'false' }).summary, '');
      assert.equal(act({ paths: 'app\n' }).code, 0);
      assert.equal(act({ paths: 'app', 'max-warnings': '0' }).code, 1);
      assert.equal(act({ paths: 'app\nsrc' }).code, 1);
      assert.doesNotMatch(act({ severity: 'error' }).out, /^::warning/m);
      folder.write({ 'off.json': '{ "rules": { "hardcoded-api-key": "off" } }' });
      assert.equal(act({ config: 'off.json' }).code, 0);
      assert.equal(act({ since: 'HEAD' }).code, 2, 'there is no repository');
      assert.equal(act({ baseline: 'none.json' }).code, 2);
    });

    it('runs nothing that an input holds', () => {
      folder.write({ 'a.ts': KEY });
      const evil = '"; touch sprung; $(touch sprung) `touch sprung`';
      for (const input of Object.keys(action.inputs)) act({ [input]: evil });
      act({ paths: '--output=sprung' });
      assert.ok(!readdirSync(folder.path).includes('sprung'));
    });
  });

  it('the pre-commit hook stops a commit with errors, and lets warnings pass', () => {
    const [hook] = load(readFileSync(resolve('.pre-commit-hooks.yaml'), 'utf8')) as {
      id: string;
      entry: string;
      language: string;
    }[];
    assert.deepEqual([hook.id, hook.language], ['airlock', 'node']);
    const env = installing();
    folder.write({
      'a.ts': KEY,
      '-b.ts': 'export {};\n',
      'package.json': NEXT,
      'app/api/route.ts': PUBLIC,
    });
    const run = (...files: string[]) => bash(`${hook.entry} ${files.join(' ')}`, env);
    assert.equal(bash('npm install --global --no-audit --no-fund "$AIRLOCK_PACKAGE"', env).code, 0);
    assert.equal(run('a.ts').code, 1);
    assert.match(run('a.ts', '-b.ts').out, /a\.ts:2:22 {2}error/);
    assert.equal(run('-b.ts', 'app/api/route.ts').code, 0);
  });

  it('the recipe for GitLab writes a report of code quality and fails', () => {
    const { airlock } = load(recipe('# .gitlab-ci.yml')) as { airlock: { script: string[] } };
    folder.write({ 'a.ts': `${KEY}new OpenAI({ apiKey: 'made-up' });\n` });
    const env = installing();
    const { code, err } = bash(airlock.script.join('\n'), env);
    assert.equal(code, 1, err);
    const report = JSON.parse(
      readFileSync(join(folder.path, 'gl-code-quality-report.json'), 'utf8'),
    ) as { fingerprint: string; severity: string; location: { path: string } }[];
    assert.deepEqual(
      report.map(({ severity, location }) => `${severity} ${location.path}`),
      ['critical a.ts', 'critical a.ts'],
    );
    assert.equal(new Set(report.map(({ fingerprint }) => fingerprint)).size, 2);
    folder.write({ 'a.ts': 'export {};\n' });
    assert.equal(bash(airlock.script.join('\n'), env).code, 0);
  });

  it('the recipe for Azure writes SARIF and a summary and fails', () => {
    const { steps } = load(recipe('# azure-pipelines.yml')) as { steps: { bash?: string }[] };
    folder.write({ 'a.ts': KEY });
    const script = steps.find((step) => step.bash?.includes('airlock check'))?.bash ?? '';
    const { code, err } = bash(script, installing());
    assert.equal(code, 1, err);
    assert.match(readFileSync(join(folder.path, 'airlock.sarif'), 'utf8'), /"version": "2\.1\.0"/);
    assert.match(readFileSync(join(folder.path, 'airlock.md'), 'utf8'), /^## Airlock: 1 error/);
  });

  it('the workflow for GitHub gives the action inputs that it has', () => {
    const action = load(readFileSync(resolve('action.yml'), 'utf8')) as Action;
    const { jobs } = load(recipe('# .github/workflows/airlock.yml')) as {
      jobs: { airlock: { steps: { uses: string; with?: object }[] } };
    };
    const step = jobs.airlock.steps.find(({ uses }) => uses.startsWith('OWNER/airlock@'));
    for (const input of Object.keys(step?.with ?? assert.fail()))
      assert.ok(input in action.inputs, input);
  });

  it('fifty repositories make a table, the worst first', async () => {
    const kinds = [
      { 'a.ts': KEY, 'b.ts': KEY, 'package.json': NEXT, 'app/api/route.ts': PUBLIC },
      { 'package.json': NEXT, 'app/api/route.ts': PUBLIC },
      { 'a.ts': 'export {};\n' },
      { 'a.ts': KEY },
      { 'a.ts': "import OpenAI from 'openai';\nexport const openai = new OpenAI();\n" },
    ];
    for (let i = 0; i < 50; i++)
      for (const [file, text] of Object.entries(kinds[i % kinds.length]))
        folder.write({ [`repositories/team|${String(i).padStart(2, '0')}/${file}`]: text });
    mkdirSync(join(folder.path, 'reports'));
    // Fifty starts of the program take a minute; what each of them does is done here.
    for (const name of readdirSync(join(folder.path, 'repositories'))) {
      const at = join(folder.path, 'repositories', name);
      const { out } = await runIn(at, 'check', '--exit-zero', '--format', 'json');
      writeFileSync(join(folder.path, 'reports', `${name}.json`), out);
    }
    const script = recipe('mkdir -p reports').replace('fleet.mjs', resolve('docs', 'fleet.mjs'));
    const last = script.trimEnd().split('\n').pop() ?? assert.fail();
    assert.deepEqual(bash(last), { code: 0, out: '', err: '' });
    const table = readFileSync(join(folder.path, 'fleet.md'), 'utf8');
    const rows = table.trimEnd().split('\n');
    assert.equal(rows[0], '30 of 50 repositories have no error.');
    assert.equal(rows.length, 4 + 50 + 1);
    assert.match(
      rows[4],
      /^\| team\\\|00 \| 2 \| 1 \| 0 \| \d of 7 \| 0 \| hardcoded-api-key \(2\) \|$/,
    );
    assert.match(rows[53], /^\| team\\\|\d\d \| 0 \| 0 \| /);
    assert.equal(rows[54], '| **All** | 30 | 20 | 0 | | 0 | |');
    const shown = DOCS.slice(DOCS.indexOf('<!-- fleet -->'));
    assert.ok(
      shown.includes(rows.slice(0, 8).join('\n').replaceAll('team\\|', 'team-')),
      rows.slice(0, 8).join('\n'),
    );
    // The whole recipe, with two of them.
    for (const name of readdirSync(join(folder.path, 'repositories')).slice(2))
      rmSync(join(folder.path, 'repositories', name), { recursive: true });
    rmSync(join(folder.path, 'reports'), { recursive: true });
    const path = `${onPath(folder.path)}${delimiter}${process.env.PATH}`;
    assert.deepEqual(bash(script, { PATH: path }), { code: 0, out: '', err: '' });
    assert.match(
      readFileSync(join(folder.path, 'fleet.md'), 'utf8'),
      /^1 of 2 repositories have no error\./,
    );
    writeFileSync(join(folder.path, 'reports', 'broken.json'), '{');
    const broken = bash(`node ${resolve('docs/fleet.mjs')} reports/*.json`);
    assert.equal(broken.code, 1);
    assert.match(broken.err, /^"broken" is left out: /);
  });
});

/** A folder with `airlock` as it was built, which starts faster than an installation. */
function onPath(path: string): string {
  const bin = join(path, '.bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'airlock'),
    `#!/bin/sh\nexec ${process.execPath} ${resolve('dist/cli.js')} "$@"\n`,
    { mode: 0o755 },
  );
  return bin;
}
