import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { commandFolder, runIn } from '../harness/commandLine';
import { ACTS_ON_A_SCREEN } from '../harness/inProcess';

const KEY = "import OpenAI from 'openai';\nnew OpenAI({ apiKey: 'made-up-literal' });\n";

/** A line of output as the runner of GitHub Actions reads it. */
interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The order of the runner: `%25` comes last, so that `%250A` is `%0A` and no line break. */
const TOKENS = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };

function unescaped(text: string): string {
  return Object.entries(TOKENS).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

function read(line: string): Command {
  const [, name, list, data] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? assert.fail(line);
  const pairs = list.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescaped(pair.slice(at + 1))];
  });
  return {
    name,
    properties: Object.fromEntries(pairs) as Command['properties'],
    data: unescaped(data),
  };
}

const commandsOf = (out: string) => out.trimEnd().split('\n').map(read);

describe('the format for GitHub Actions', () => {
  const folder = commandFolder();

  it('annotates each finding at its place, with what it leads to and the rest of the story', async () => {
    const { code, out, err } = await runIn(
      resolve('test', 'sample'),
      'check',
      '--format',
      'github',
    );
    assert.equal(code, 1);
    assert.equal(err, '');
    const commands = commandsOf(out);
    assert.deepEqual([...new Set(commands.map(({ name }) => name))].sort(), [
      'error',
      'notice',
      'warning',
    ]);
    const leak = commands.find(({ properties }) =>
      properties.title.endsWith('(hardcoded-api-key)'),
    );
    assert.deepEqual(
      { ...leak?.properties, title: '' },
      { file: 'server/index.js', line: '5', endLine: '5', col: '11', endColumn: '24', title: '' },
    );
    assert.match(leak!.data, /^Anyone who can read this code[^\n]*\n[^\n]*placeholder stands\.$/);
    const client = commands.find(({ properties }) => properties.endLine > properties.line);
    assert.ok(client && !('endColumn' in client.properties), 'no columns of two lines');
  });

  it('prints nothing where nothing was found', async () => {
    folder.write({ 'a.ts': 'export const openai = 1;\n' });
    assert.deepEqual(await folder.run('check', '--format', 'github'), {
      code: 0,
      out: '',
      err: '',
    });
  });

  it('lets no name or code begin a command, a property or a line', async () => {
    const names = [
      '::set-output name=a::b.ts',
      'a,line=1::stop.ts',
      '%0A::error::x.ts',
      'line\n::add-mask::x\x1b.ts',
      '##[add-path]x.ts',
      '##vso[task.setvariable variable=x]y.ts',
    ];
    folder.write(Object.fromEntries(names.map((name) => [name, KEY])));
    folder.write({ '::error::binary.ts': Buffer.from('openai\0') });
    const { out } = await folder.run('check', '--format', 'github');
    const commands = commandsOf(out);
    assert.equal(commands.length, names.length + 1);
    assert.ok(!ACTS_ON_A_SCREEN.test(out));
    const files = commands.map(({ properties }) => properties.file);
    for (const name of ['a,line=1::stop.ts', '%0A::error::x.ts', './::set-output name=a::b.ts'])
      assert.ok(files.includes(name), `${name} in ${files.join(' | ')}`);
    assert.match(commands.at(-1)!.data, /^\.\/::error::binary\.ts: binary file$/);
    for (const format of ['pretty', 'json', 'sarif'])
      for (const text of Object.values(await folder.run('check', '--format', format)))
        assert.doesNotMatch(String(text), /^\s*::|##\[|##vso\[/m, format);
  });
});
