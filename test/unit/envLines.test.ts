import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseEnv } from 'node:util';
import { changesOf, serviceOf } from '../harness/cases';
import { resultOf } from '../../src/edits/applyEdits';

/** What a fix writes into a file of variables, read back by the parser of Node itself. */
describe('lines of .env', () => {
  const MARK = 'T3BlbkFJ';
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  /**
   * Letters drawn by lot from a seed: keys are made when the test runs, so that none stands in the
   * repository.
   */
  const drawn = (seed: number, length: number) => {
    let state = seed + 1;
    return Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return LETTERS[state % LETTERS.length];
    }).join('');
  };

  /**
   * The `.env` that the fix leaves beside code with this text for a key; `undefined` when it writes
   * none.
   */
  const written = (literal: string, before?: string): string | undefined => {
    const service = serviceOf({
      files: new Map([
        ['package.json', '{ "type": "module", "dependencies": { "openai": "^7.0.0" } }'],
        ['.gitignore', '.env\n'],
        [
          'a.js',
          `import OpenAI from 'openai';\nexport const ai = new OpenAI({ apiKey: ${literal} });\n`,
        ],
        ...(before === undefined ? [] : ([['.env', before]] as const)),
      ]),
    });
    const offers = service.findings().flatMap((finding) => service.offers(finding));
    const changes = changesOf(offers.find(({ id }) => id === 'move-key-to-env'));
    const change = changes.find(({ file }) => file === '.env');
    return change && resultOf(change, before);
  };

  it('hold the key and nothing else, whatever stands in the literal', () => {
    const around = fc.constantFrom(
      '',
      '\n',
      '\r\n',
      '\nNODE_OPTIONS=--require=./evil.js\nDATABASE_URL=evil',
      ' # comment',
      '"',
      "'",
      '`',
      '$(id)',
      '${HOME}',
      '\u2028X=1',
      '\0',
      ' ',
      '=',
      '\\',
    );
    fc.assert(
      fc.property(around, around, fc.nat(99), fc.boolean(), (head, tail, seed, old) => {
        const key = `sk-proj-${drawn(seed, 74)}${MARK}${drawn(seed + 1, 74)}`;
        const before = old ? 'OTHER="a # b"\nEMPTY=' : undefined;
        const text = written(JSON.stringify(head + key + tail), before);
        if (head + tail === '') assert.ok(text !== undefined, 'a plain key is kept');
        if (text === undefined) return;
        const { OPENAI_API_KEY, ...others } = parseEnv(text);
        assert.equal(OPENAI_API_KEY, key);
        assert.deepEqual(others, before === undefined ? {} : parseEnv(before));
      }),
      { numRuns: 150 },
    );
  });

  it('are written for a plain key', () => {
    const key = `sk-${drawn(1, 20)}${MARK}${drawn(2, 20)}`;
    assert.equal(written(`'${key}'`), `OPENAI_API_KEY=${key}\n`);
    assert.equal(written(`'Bearer ${key}'`)?.trim(), `OPENAI_API_KEY=${key}`);
  });

  it('of a public variable keep their value when they get their private name, also over several lines', () => {
    const page = (env: string) => {
      const files = new Map([
        [
          'package.json',
          '{ "type": "module", "dependencies": { "openai": "^7.0.0", "react": "19" }, "devDependencies": { "vite": "8" } }',
        ],
        ['.gitignore', '.env\n'],
        ['.env', env],
        ['index.html', '<script type="module" src="/src/main.jsx"></script>'],
        [
          'src/main.jsx',
          "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport async function ask(input) {\n  const answer = await openai.responses.create({ model: 'gpt-5-mini', input });\n  return answer.output_text;\n}\nask('Hi').then(console.log);\n",
        ],
      ]);
      const service = serviceOf({ files });
      const offers = service.findings().flatMap((finding) => service.offers(finding));
      const changes = changesOf(offers.find(({ id }) => id === 'proxy-client-call'));
      const change = changes.find(({ file }) => file === '.env');
      assert.ok(change);
      return parseEnv(resultOf(change, env) ?? '');
    };
    for (const value of ['made-up', '"made-up"', "'made up' # mine", '"made\nup"', '`made\nup`']) {
      const env = `A=1\nVITE_OPENAI_API_KEY=${value}\nB=2\n`;
      const { VITE_OPENAI_API_KEY, ...others } = parseEnv(env);
      assert.deepEqual(page(env), { ...others, OPENAI_API_KEY: VITE_OPENAI_API_KEY });
    }
    const inside = 'A="x\nVITE_OPENAI_API_KEY=no\n"\nVITE_OPENAI_API_KEY="made\nup"\n';
    assert.deepEqual(page(inside), {
      A: 'x\nVITE_OPENAI_API_KEY=no\n',
      OPENAI_API_KEY: 'made\nup',
    });
  });
});
