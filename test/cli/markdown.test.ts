import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { commandFolder, runIn } from '../harness/commandLine';
import { ACTS_ON_A_SCREEN } from '../harness/inProcess';

const KEY = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up-literal' });\n";

describe('the summary as Markdown', () => {
  const folder = commandFolder();

  it('says how many of each, where, what it leads to and what fixes it, and holds the checklist', async () => {
    const { code, out, err } = await runIn(
      resolve('test', 'sample'),
      'check',
      '--format',
      'markdown',
    );
    assert.equal(code, 1);
    assert.equal(err, '');
    assert.match(out, /^## Airlock: 5 errors, 2 warnings, 3 notes\n\n### ❌ 5 errors\n\n- /);
    assert.ok(
      out.includes(
        [
          '- `server/index.js:5:11` **Anyone who can read this code can use the OpenAI key you put here.** (`hardcoded-api-key`)',
          '  - A text written in the code is `apiKey` of `new OpenAI`: everyone who can read the code can use it once the real key is pasted where this placeholder stands.',
          '  - Fix: Read the key from `OPENAI_API_KEY` (`airlock fix`)',
        ].join('\n'),
      ),
    );
    assert.match(out, /\n\n### Security checklist\n\n\d of 7 pass\.\n\n- \[ \] \*\*API key stored/);
    assert.match(out, /\n\n2 clients and 2 requests in 6 files\.\n$/);
  });

  it('is short where there is nothing, and names what was skipped', async () => {
    folder.write({ 'a.ts': 'export {};\n', 'b.ts': Buffer.from('openai\0') });
    assert.deepEqual(await folder.run('check', '--format', 'markdown'), {
      code: 0,
      out: '## Airlock: no findings\n\n0 clients and 0 requests in 2 files, 1 file skipped.\n',
      err: 'skipped b.ts: binary file\n',
    });
    assert.match(
      (await folder.run('check', 'b.ts', '--format', 'markdown')).out,
      /^## Airlock: nothing was analysed\n/,
    );
  });

  it('stays a summary, however much there is', async () => {
    folder.write(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m${i}.ts`, KEY])));
    const { out } = await folder.run('check', '--format', 'markdown');
    assert.match(out, /^## Airlock: 60 errors\n/);
    assert.match(out, /\n- … and 20 more\n/);
    assert.equal(out.match(/^- `/gm)?.length, 40);
    assert.ok(out.length < 20_000, `${out.length}`);
  });

  it('takes nothing of a name or of code for Markdown', async () => {
    folder.write({ '<img src=x>/`a` [go](command:evil)\n# b.ts': KEY });
    const { out } = await folder.run('check', '--format', 'markdown');
    assert.match(out, /^- `` <img src=x>\/`a` \[go\]\(command:evil\)\\n# b\.ts:2:22 `` \*\*/m);
    assert.doesNotMatch(out, /^# /m);
    assert.ok(!ACTS_ON_A_SCREEN.test(out));
  });
});
