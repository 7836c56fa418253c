import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rules } from '../../src/rules/registry';
import { CLI, commandFolder, runIn } from '../harness/commandLine';

const SAMPLE = resolve('test', 'sample');
const KEY = 'sk-proj-MadeUpForTestsMadeUpForTestsT3BlbkFJMadeUpForTestsMadeUpForTests';

describe('the command line', () => {
  const folder = commandFolder();

  it('explains a rule as its page in the docs does', async () => {
    for (const { meta } of rules)
      assert.equal(
        (await folder.run('explain', meta.id)).out,
        readFileSync(resolve('docs', 'rules', `${meta.id}.md`), 'utf8'),
      );
  });

  it('shows the checklist with its evidence, and what only a person can confirm as unknown', async () => {
    const { out } = await runIn(SAMPLE, 'checklist');
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

  it('shows the checklist as Markdown for a pull request', async () => {
    const { out } = await runIn(SAMPLE, 'checklist', '--format', 'markdown');
    assert.match(
      out,
      /^# Security checklist of sample\n\n\d of 7 pass\.\n\n- \[ \] \*\*API key stored/,
    );
    assert.match(out, /^ {2}- ✖ `server\/index\.js:5`: /m);
  });

  it('starts a configuration and never overwrites one', async () => {
    assert.equal((await folder.run('init')).code, 0);
    assert.equal((await folder.run('check')).code, 0);
    assert.match((await folder.run('init')).err, /exists already/);
  });

  it('knows what git tracks, from its index alone, in every version of the format', async () => {
    for (const version of ['2', '4']) {
      const git = (...args: string[]) =>
        spawnSync(
          'git',
          ['-c', 'user.name=x', '-c', 'user.email=x', '-c', `index.version=${version}`, ...args],
          { cwd: folder.path },
        );
      rmSync(join(folder.path, '.git'), { recursive: true, force: true });
      folder.write({
        '.env': `OPENAI_API_KEY=${KEY}\n`,
        'sub/.env': `OPENAI_API_KEY=${KEY}\n`,
        'sub/one.ts': '',
        'sub/two.ts': '',
      });
      git('init');
      assert.doesNotMatch(
        (await folder.run('check')).out,
        /leaked-api-key/,
        'nothing is tracked yet',
      );
      git('add', '-f', '.env', 'sub');
      const { findings } = JSON.parse((await folder.run('check', '--format', 'json')).out) as {
        findings: { rule: string; file: string }[];
      };
      assert.deepEqual(
        findings.map((finding) => `${finding.rule} ${finding.file}`),
        ['leaked-api-key .env', 'leaked-api-key sub/.env'],
        `index version ${version}`,
      );
      assert.equal(
        (
          JSON.parse((await runIn(join(folder.path, 'sub'), 'check', '--format', 'json')).out) as {
            findings: unknown[];
          }
        ).findings.length,
        1,
        'from a folder inside the repository',
      );
    }
  });

  it('shows colours and a progress bar on a terminal only', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `src/m${i}.ts`,
        `import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'sk-proj-...' });\n`,
      ]),
    );
    folder.write(files);
    assert.ok(!(await folder.run('check')).out.includes('\x1b['));
    // util-linux's `script` gives the program a terminal; a machine without it shows the first half
    // only.
    const { stdout, error } = spawnSync(
      'script',
      ['-qec', `${process.execPath} ${CLI} check`, '/dev/null'],
      {
        cwd: folder.path,
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', CI: '' },
      },
    );
    if (!error) assert.ok(stdout.includes('\x1b[31merror\x1b[39m'));
  });
});
