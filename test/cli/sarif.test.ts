import Ajv from 'ajv/dist/2020';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { rules } from '../../src/rules/registry';
import { commandFolder, runIn } from '../harness/commandLine';

const SAMPLE = resolve('test', 'sample');
const KEY = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up-literal' });\n";

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: { readonly startLine: number };
  };
  readonly message?: { readonly text: string };
}

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { id: string; help?: { markdown: string } }[];
      };
    };
    readonly invocations: readonly { toolExecutionNotifications: readonly unknown[] }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
      readonly locations: readonly Location[];
      readonly codeFlows?: readonly {
        readonly threadFlows: readonly { readonly locations: readonly { location: Location }[] }[];
      }[];
      readonly relatedLocations?: readonly Location[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Microsoft's validator, and beside it the schema of OASIS. */
const multitool = createRequire(join(process.cwd(), 'x'))('@microsoft/sarif-multitool') as string;
const validate = new Ajv({ allErrors: true, validateFormats: false, strict: false }).compile(
  JSON.parse(readFileSync(join(dirname(multitool), 'sarif-2.1.0.json'), 'utf8')) as object,
);

function logOf(out: string): Log['runs'][number] {
  const log = JSON.parse(out) as Log;
  assert.ok(validate(log), JSON.stringify(validate.errors));
  return log.runs[0];
}

const placeOf = ({ physicalLocation: { artifactLocation, region } }: Location) =>
  `${artifactLocation.uri}:${region.startLine}`;

describe('SARIF', () => {
  const folder = commandFolder();

  it('is accepted by the schema of OASIS and by Microsoft’s validator', async function () {
    const { code, out } = await runIn(SAMPLE, 'check', '--format', 'sarif', '--severity', 'hint');
    assert.equal(code, 1);
    logOf(out);
    folder.write({ 'a.sarif': out });
    const { status, stdout, error } = spawnSync(multitool, ['validate', 'a.sarif'], {
      cwd: folder.path,
      encoding: 'utf8',
      // The machine need not have ICU.
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    });
    if (error) throw error;
    assert.equal(status, 0, stdout);
    // The address of a page about Airlock is left out until there is one.
    const said = stdout.split('\n').filter((line) => /: (error|warning) /.test(line));
    assert.ok(
      said.every((line) => line.includes('SARIF2005')),
      said.join('\n'),
    );
  });

  it('carries the lessons, the trail as a code flow, and relative addresses', async () => {
    const run = logOf((await runIn(SAMPLE, 'check', '--format', 'sarif')).out);
    for (const { meta } of rules) {
      const rule = run.tool.driver.rules.find(({ id }) => id === meta.id);
      const page = readFileSync(resolve('docs', 'rules', `${meta.id}.md`), 'utf8');
      assert.equal(rule?.help?.markdown, page);
    }
    for (const result of run.results)
      assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    const leak = run.results.find(
      ({ ruleId, codeFlows }) => ruleId === 'client-side-request' && codeFlows!.length > 0,
    );
    const input = run.results.find(({ ruleId }) => ruleId === 'unvalidated-prompt-input');
    assert.ok(leak && input);
    const [flow] = input.codeFlows![0].threadFlows;
    assert.deepEqual(
      flow.locations.map(({ location }) => placeOf(location)),
      [
        'src/Chat.tsx:8',
        'src/Chat.tsx:10',
        'src/Chat.tsx:11',
        'src/Chat.tsx:11',
        'src/lib/ai.ts:11',
      ],
    );
    assert.equal(input.relatedLocations?.length, 5);
    assert.match(input.message.text, /^A text field goes to OpenAI[^\n]*\n\nA text field reaches /);
    for (const { locations } of run.results)
      assert.equal(locations[0].physicalLocation.artifactLocation.uriBaseId, '%SRCROOT%');
  });

  it('keeps its fingerprints when lines move and files are renamed, and leaves out what is suppressed', async () => {
    const prints = async () =>
      logOf((await folder.run('check', '--format', 'sarif')).out).results.map(
        ({ partialFingerprints }) => partialFingerprints['airlock/v1'],
      );
    folder.write({ 'a.ts': KEY });
    const before = await prints();
    assert.equal(before.length, 1);
    folder.write({ 'a.ts': `\n// one more line\n${KEY.replace('new', '   new')}` });
    assert.deepEqual(await prints(), before);
    renameSync(join(folder.path, 'a.ts'), join(folder.path, 'b.ts'));
    assert.deepEqual(await prints(), before);
    folder.write({ 'b.ts': KEY.replace('new', '// airlock-disable-next-line -- made up\nnew') });
    assert.deepEqual(await prints(), []);
  });

  it('takes no name for a scheme, a query or a link', async () => {
    folder.write({
      'https:evil.ts': KEY,
      '100%/a b#c?d&e.ts': KEY,
      '[x](command:evil).ts': KEY.replace('made-up-literal', '') + "import '[x](command:evil)';\n",
      'line\nbreak\x1b[2J\u202e.ts': KEY,
      'broken.ts': Buffer.from('openai\0'),
    });
    const { out } = await folder.run('check', '--format', 'sarif');
    const run = logOf(out);
    assert.deepEqual(
      run.results.map(({ locations }) => locations[0].physicalLocation.artifactLocation.uri).sort(),
      ['100%25/a%20b%23c%3Fd%26e.ts', 'https%3Aevil.ts', 'line%0Abreak%1B%5B2J%E2%80%AE.ts'],
    );
    assert.equal(run.invocations[0].toolExecutionNotifications.length, 1);
    assert.ok(!out.includes('](command:'));
  });
});
