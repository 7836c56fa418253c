import assert from 'node:assert/strict';
import { fixAll } from '../../src/fixAll';
import { ruleById } from '../../src/rules/registry';
import type { FileChange, TextEdit } from '../../src/edits/edit';
import { fixes } from '../../src/fixes/registry';
import type { Finding } from '../../src/rules/rule';
import { tryFix } from '../../src/trial';
import { acceptedGains, casesWithGains } from '../harness/acceptedGains';
import { changesOf, serviceOf } from '../harness/cases';
import { fixtureCases, readFixture, writeAfter } from '../harness/fixtures';

describe('fixes', () => {
  it('have cases each', () =>
    assert.deepEqual(
      [...new Set(fixtureCases().map(({ fix }) => fix))].sort(),
      fixes.map((fix) => fix.meta.id).sort(),
    ));

  it('bring findings to no case that is gone', () => {
    const cases = fixtureCases().map(({ fix, name }) => `${fix}/${name}`);
    assert.deepEqual(
      casesWithGains().filter((name) => !cases.includes(name)),
      [],
    );
  });

  for (const fixture of fixtureCases()) {
    const { fix: id, name, before, after: expected } = fixture;
    it(`${id}, ${name}: before becomes after`, () => {
      const { files } = fixAll(serviceOf({ files: before }), (_, offers) =>
        offers.find((offer) => offer.id === id),
      );
      const after = new Map(before);
      for (const [file, { after: text }] of files) {
        if (text === undefined) after.delete(file);
        else after.set(file, text);
      }
      if (process.env.AIRLOCK_WRITE_AFTER) return writeAfter(fixture, after);
      assert.deepEqual(
        Object.fromEntries([...after].sort()),
        Object.fromEntries([...expected].sort()),
      );
    });

    it(`${id}, ${name}: the finding is gone, nothing new comes, and there is nothing left to apply`, () => {
      const service = serviceOf({ files: expected });
      const rules = fixes.find((fix) => fix.meta.id === id)?.meta.rules ?? [];
      const left = service
        .findings()
        .filter(({ rule }) => rules.includes(rule) || (rules.includes('*') && ruleById(rule)))
        // What a route of its own still hints at is a gain, and counted there.
        .filter(({ surface }) => surface !== 'server' || !id.startsWith('proxy-client-call'));
      assert.deepEqual(left, []);
      assert.deepEqual(
        gains(serviceOf({ files: before }).findings(), service.findings()),
        acceptedGains(id, name),
      );
      assert.deepEqual(
        [
          ...fixAll(service, (_, offers) =>
            offers.find((offer) => offer.id === id && offer.id !== 'suppress'),
          ).files,
        ],
        [],
      );
    });
  }

  it('that push each other off their places come to an end', () => {
    const code =
      "import OpenAI from 'openai';\nimport express from 'express';\nconst openai = new OpenAI();\nconst app = express();\napp.post('/a', async (req, res) => {\n  const answer = await openai.responses.create({ model: 'gpt-5', input: req.body.text });\n  res.json({ text: answer.output_text });\n});\n";
    const service = serviceOf({ files: new Map([['server.js', code]]) });
    const found = service.findings().length;
    assert.ok(found > 1);
    const { applied } = fixAll(service, (_, offers) => offers.find(({ id }) => id === 'suppress'));
    assert.ok(applied.length <= found, `${applied.length} comments for ${found} findings`);
  });

  it('answer in the way of the handler, also where it calls what another framework calls its own', () => {
    const code = `import { Hono } from 'hono';
import OpenAI from 'openai';
import type { FileChange, TextEdit } from '../../src/edits/edit';
const app = new Hono();
const openai = new OpenAI();
app.post('/ask', async (c) => {
  c.header('X-Model', 'gpt-5');
  const { message } = await c.req.json();
  const answer = await openai.responses.create({ model: 'gpt-5', max_output_tokens: 9, input: message.trim() });
  return c.json({ text: answer.output_text });
});
`;
    const service = serviceOf({ files: new Map([['server.ts', code]]) });
    const finding = service.findings().find(({ rule }) => rule === 'unvalidated-prompt-input')!;
    const offer = service.offers(finding).find(({ id }) => id === 'validate-input');
    const text = changesOf(offer)
      .flatMap((change) => (change.kind === 'edit' ? change.edits : []))
      .map((edit) => edit.text)
      .join('');
    assert.match(text, /return c\.json\(\{ error: 'Invalid message' \}, 400\);/);
  });

  it('put the workspace back after planning', () => {
    const files = readFixture('move-key-to-env', 'commonjs-constant', 'before');
    const service = serviceOf({ files });
    const findings = service.findings();
    fixAll(service, (_, offers) => offers.find((offer) => offer.safe));
    assert.deepEqual(service.findings(), findings);
    assert.equal(service.workspace.text('.env'), undefined);
  });

  it('are tried before they count: one that leaves its finding, brings another or does not fit is none, and nothing of it stays', () => {
    const files = readFixture('move-key-to-env', 'commonjs-constant', 'before');
    const service = serviceOf({ files });
    const [finding] = service.findings();
    const text = files.get(finding.file)!;
    const edits = (...list: TextEdit[]): FileChange[] => [
      { kind: 'edit', file: finding.file, edits: list },
    ];
    const whole = { start: 0, end: text.length };
    for (const changes of [
      edits({ start: 0, end: 0, text: '// nothing else\n' }),
      edits({
        ...whole,
        text: `${text}\nconst other = 'sk-proj-...';\n`.replace(
          "require('openai')",
          "require('openai').OpenAI",
        ),
      }),
      edits({ start: 0, end: 9, text: '' }, { start: 4, end: 12, text: '' }),
    ]) {
      assert.equal(tryFix(service, finding, changes), undefined);
      assert.equal(service.workspace.text(finding.file), text);
      assert.deepEqual(service.findings(), [finding]);
    }
    const gone = tryFix(service, finding, [{ kind: 'delete', file: finding.file }]);
    assert.deepEqual(
      [gone?.results[0].after, service.findings().length],
      [undefined, 0],
      'what is deleted has no findings',
    );
    gone?.undo();
    assert.deepEqual(service.findings(), [finding]);
  });

  it('are tried at their own finding: one that mends its twin, or moves it about, is none', () => {
    const client = (name: string) =>
      `export const ${name} = new OpenAI({ apiKey: 'sk-proj-...' });\n`;
    const text = `import OpenAI from 'openai';\n${client('one')}${client('two')}// end\n`;
    const service = serviceOf({ files: new Map([['server.ts', text]]) });
    const twins = service.findings().filter(({ rule }) => rule === 'hardcoded-api-key');
    assert.equal(twins.length, 2);
    const [first, second] = twins;
    const mended = ({ start, end }: Finding) => ({
      start,
      end,
      text: 'process.env.OPENAI_API_KEY',
    });
    const cures = (finding: Finding, ...edits: TextEdit[]) => {
      const trial = tryFix(service, finding, [{ kind: 'edit', file: 'server.ts', edits }]);
      trial?.undo();
      return trial?.cured.map(({ start }) => start);
    };
    assert.deepEqual(cures(first, mended(first)), [first.start]);
    assert.equal(cures(first, mended(second)), undefined, 'the twin is gone, this one stays');
    assert.equal(cures(second, mended(first)), undefined, 'it stands further down now');
    assert.deepEqual(cures(second, mended(second), mended(first)), [second.start, first.start]);
    const whole = { start: text.indexOf('export'), end: text.indexOf('// end') };
    assert.equal(
      cures(first, { ...whole, text: client('two') })?.length,
      1,
      'of what is written anew, one is left',
    );
    assert.equal(
      cures(
        first,
        { ...whole, text: '' },
        { start: text.length, end: text.length, text: client('one') + client('two') },
      ),
      undefined,
      'both stand elsewhere in their file',
    );
  });

  it('are not offered where they cannot keep their promise', () => {
    const manifest = JSON.stringify({
      dependencies: { react: '19', 'react-dom': '19' },
      devDependencies: { vite: '7' },
    });
    const offers = (files: Record<string, string>) => {
      const service = serviceOf({ files: new Map(Object.entries(files)) });
      return service
        .findings()
        .flatMap((finding) => service.offers(finding).map((offer) => offer.id));
    };
    assert.ok(
      !offers({
        'package.json': manifest,
        'src/App.tsx':
          "import OpenAI from 'openai';\nimport 'react';\nexport const openai = new OpenAI({ apiKey: 'sk-proj-...' });\n",
      }).includes('move-key-to-env'),
      'there is no environment in a browser',
    );
    const inTemplate =
      'const text = `\n  sk-proj-MadeUpForTestsMadeUpForTestsT3BlbkFJMadeUpForTestsMadeUpForTests\n`;\n';
    assert.deepEqual(
      offers({ 'src/a.ts': inTemplate }),
      [],
      'a comment cannot stand inside a template, nor can a key be taken out of it',
    );
  });

  it('never put a key where git would keep it', () => {
    const files = readFixture('move-key-to-env', 'commonjs-constant', 'before');
    files.set('.env', 'PORT=3000\n');
    const service = serviceOf({ files, tracked: new Set(['.env', 'ai.js', 'package.json']) });
    const { files: changed } = fixAll(service, (_, offers) =>
      offers.find((offer) => offer.id === 'move-key-to-env'),
    );
    assert.deepEqual(
      [...changed.keys()].sort(),
      ['.env.example', 'ai.js'],
      'a tracked .env is left alone',
    );
  });
});

/** How many more findings there are than before, by rule; rules without more are left out. */
function gains(before: readonly Finding[], after: readonly Finding[]): Record<string, number> {
  const count = (findings: readonly Finding[], id: string) =>
    findings.filter(({ rule }) => rule === id).length;
  return Object.fromEntries(
    [...new Set(after.map(({ rule }) => rule))]
      .map((rule) => [rule, count(after, rule) - count(before, rule)] as const)
      .filter(([, more]) => more > 0),
  );
}
