import assert from 'node:assert/strict';
import { memoryHost } from '../../src/analysis/source/host';
import { nearestConfigs, type ConfigProblem } from '../../src/rules/configs';
import { createService } from '../../src/service';

const LEAK =
  "import OpenAI from 'openai';\nexport const openai = new OpenAI({ apiKey: 'sk-proj-...' });\n";
const OFF = '{ "rules": { "hardcoded-api-key": "off" } }';

/** The findings of the files, as `file severity`, and what is wrong with their configurations. */
function outcome(
  files: Readonly<Record<string, string>>,
  base = { rules: {}, ignore: [] as string[], checklist: {} },
) {
  const host = memoryHost(new Map(Object.entries(files)));
  const problems: ConfigProblem[] = [];
  const configs = nearestConfigs(host, { base, onProblem: (problem) => problems.push(problem) });
  const findings = createService({ host, configs })
    .findings()
    .filter(({ rule }) => rule === 'hardcoded-api-key')
    .map(({ file, severity }) => `${file} ${severity}`);
  return { findings, problems: problems.map(({ message }) => message) };
}

describe('the configuration of a file', () => {
  const apps = { 'a/src/x.ts': LEAK, 'b/src/x.ts': LEAK };
  it('is the nearest one above it', () => {
    const { findings } = outcome({ ...apps, 'b/airlock.config.json': OFF });
    assert.deepEqual(findings, ['a/src/x.ts error']);
  });
  it('is the nearest one alone: that of the root does not count below it', () => {
    const files = { ...apps, 'airlock.config.json': OFF, 'b/airlock.config.json': '{}' };
    assert.deepEqual(outcome(files).findings, ['b/src/x.ts error']);
  });
  it('has globs that are seen from its own folder', () => {
    const own = '{ "ignore": ["/src/"] }';
    const { findings } = outcome({ ...apps, 'src/x.ts': LEAK, 'b/airlock.config.json': own });
    assert.deepEqual(findings, ['a/src/x.ts error', 'src/x.ts error']);
  });
  it('beats the settings of an editor rule by rule, and leaves their globs', () => {
    const base = {
      rules: { 'hardcoded-api-key': 'hint' as const },
      ignore: ['a/'],
      checklist: {},
    };
    assert.deepEqual(outcome(apps, base).findings, ['b/src/x.ts hint']);
    const own = '{ "rules": { "hardcoded-api-key": "warning" } }';
    const { findings } = outcome({ ...apps, 'b/airlock.config.json': own }, base);
    assert.deepEqual(findings, ['b/src/x.ts warning']);
  });
  it('of no file is one of a folder beside it, or deeper', () => {
    const files = { ...apps, 'c/airlock.config.json': OFF, 'a/src/deep/airlock.config.json': OFF };
    assert.equal(outcome(files).findings.length, 2);
  });
});

describe('a wrong key of a configuration', () => {
  const cases: [key: string, sentence: RegExp][] = [
    ['"no-such": "off"', /^airlock\.config\.json:4: "no-such" is no rule; known are /],
    ['"open-route": "loud"', /^airlock\.config\.json:4: "open-route" must be "off" or one of /],
    ['"__proto__": "off"', /^airlock\.config\.json:4: "__proto__" is no rule; known are /],
  ];
  for (const [key, sentence] of cases)
    it(`costs that key and is named with its line: ${key}`, () => {
      const config = `{\n  "rules": {\n    "hardcoded-api-key": "warning",\n    ${key}\n  }\n}\n`;
      const { findings, problems } = outcome({ 'a.ts': LEAK, 'airlock.config.json': config });
      assert.deepEqual(findings, ['a.ts warning']);
      assert.equal(problems.length >= 1, true);
      assert.match(problems[0], sentence);
    });
  it('outside of the rules costs that key only', () => {
    const { findings, problems } = outcome({
      'a.ts': LEAK,
      'airlock.config.json':
        '{ "rules": { "hardcoded-api-key": "hint" },\n"ignor": [],\n"ignore": 1,\n"checklist": { "costs": {} } }',
    });
    assert.deepEqual(findings, ['a.ts hint']);
    assert.deepEqual(
      problems.map((problem) => problem.split(';')[0]),
      [
        'airlock.config.json:2: "ignor" is no setting',
        'airlock.config.json:3: "ignore" must be a list of globs in .gitignore syntax.',
        'airlock.config.json:4: "costs" is no item of the checklist',
      ],
    );
  });
  it('is said once, however many files it counts for', () => {
    const files = { 'a.ts': LEAK, 'b.ts': LEAK, 'airlock.config.json': '{ "x": 1 }' };
    assert.equal(outcome(files).problems.length, 1);
  });
});
