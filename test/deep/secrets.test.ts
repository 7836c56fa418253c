import assert from 'node:assert/strict';
import { check } from '../../src/cli/commands/check';
import { checklist } from '../../src/cli/commands/checklist';
import { fix } from '../../src/cli/commands/fix';
import { formatNames } from '../../src/cli/formats/registry';
import { fixes } from '../../src/fixes/registry';
import { parseConfig } from '../../src/rules/config';
import { maskKeys } from '../../src/rules/mask';
import { inFolder, printed, serverTexts } from '../harness/inProcess';
import { draw, generator, leakIn, SHAPES, type MadeUp } from '../harness/secrets';

const IMPORT = "import OpenAI from 'openai';\n";
const client = (key: string) => `${IMPORT}export const openai = new OpenAI({ apiKey: ${key} });\n`;
const asking = (line: string) =>
  `${client('process.env.OPENAI_API_KEY')}export async function POST(req: Request) {\n  const { text } = await req.json();\n  ${line}\n}\n`;
const request = (content: string) =>
  `return openai.responses.create({ model: 'gpt-4o', input: ${content} });`;

/**
 * One file with a secret in one place; `key` is it, `a`, `b` and `c` are it in pieces, `name` is it
 * as an identifier.
 */
type Place = (
  secret: { key: string; a: string; b: string; c: string; name: string },
  at: string,
) => readonly [file: string, text: string];

const ts = (text: string) => (at: string) => [`${at}.ts`, text] as const;

const PLACES: Readonly<Record<string, Place>> = {
  literal: ({ key }, at) => ts(client(`'${key}'`))(at),
  constant: ({ key }, at) => ts(`const k = '${key}';\n${client('k')}`)(at),
  concatenated: ({ a, b, c }, at) => ts(client(`'${a}' + '${b}' + "${c}"`))(at),
  'halves in constants': ({ a, b, c }, at) =>
    ts(`const one = '${a}${b}';\nconst two = '${c}';\n${client('one + two')}`)(at),
  'in a template': ({ a, b, c }, at) =>
    ts(`const d = '${a}';\n${client(`\`\${d}${b}\${'${c}'}\``)}`)(at),
  'continued on the next line': ({ a, b, c }, at) => ts(client(`'${a}${b}\\\n${c}'`))(at),
  joined: ({ a, b, c }, at) => ts(client(`['${a}', '${b}', '${c}'].join('')`))(at),
  'with concat': ({ a, b, c }, at) => ts(client(`'${a}'.concat('${b}', '${c}')`))(at),
  reversed: ({ key }, at) =>
    ts(client(`'${[...key].reverse().join('')}'.split('').reverse().join('')`))(at),
  decoded: ({ key }, at) =>
    ts(client(`Buffer.from('${Buffer.from(key).toString('base64')}', 'base64').toString()`))(at),
  'fallback of the environment': ({ key }, at) =>
    ts(client(`process.env.OPENAI_API_KEY ?? '${key}'`))(at),
  'header of a request': ({ key }, at) =>
    ts(
      `export const ask = () => fetch('https://api.openai.com/v1/responses', { method: 'POST', headers: { Authorization: 'Bearer ${key}' } });\n`,
    )(at),
  'assigned option': ({ a, b, c }, at) =>
    ts(`${client('process.env.OPENAI_API_KEY')}openai.apiKey = '${a}${b}' + '${c}';\n`)(at),
  'index of the environment': ({ key }, at) => ts(client(`process.env['${key}']`))(at),
  'end of an environment name': ({ key }, at) =>
    ts(`process.env['OPENAI_API_KEY_${key}'] = 'made-up';\n${client(`process.env['${key}']`)}`)(at),
  'public environment name': ({ key }, at) =>
    ts(client(`process.env['NEXT_PUBLIC_OPENAI_API_KEY_${key}']`))(at),
  identifier: ({ name }, at) => ts(`const ${name} = 'made-up';\n${client(name)}`)(at),
  'property name': ({ key }, at) =>
    ts(`const keys = { '${key}': 'made-up' };\n${client(`keys['${key}']`)}`)(at),
  'field of the input': ({ key }, at) => ts(asking(request(`text['${key}']`)))(at),
  'comment on the line': ({ key }, at) => ts(asking(`${request('text')} // ${key}`))(at),
  'comment of its own': ({ key }, at) =>
    ts(`// old: ${key}\n${asking(`/* ${key} */ ${request('text')}`)}`)(at),
  address: ({ key }, at) =>
    ts(
      `export const ask = (text) => fetch('https://api.openai.com/v1/${key}?key=${key}', { method: 'POST', headers: { 'api-key': process.env.OPENAI_API_KEY }, body: text });\n`,
    )(at),
  'text of an error': ({ key }, at) => ts(asking(`throw new Error('${key}' + openai.apiKey);`))(at),
  model: ({ key }, at) =>
    ts(asking(`return openai.responses.create({ model: '${key}', input: text });`))(at),
  'imported module': ({ key }, at) => ts(`import '${key}';\n${asking(request('text'))}`)(at),
  'regular expression': ({ key }, at) => ts(asking(request(`text.replace(/${key}/, '')`)))(at),
  prompt: ({ key }, at) => ts(asking(request(`'The key is ${key}. ' + text`)))(at),
  log: ({ a, b, c }, at) => ts(`${client(`'${a}${b}${c}'`)}console.log('${a}', openai);\n`)(at),
  route: ({ key, name }, at) =>
    ts(
      `import express from 'express';\n${client('process.env.OPENAI_API_KEY')}const app = express();\nfunction ${name}(q) { return openai.responses.create({ model: 'gpt-4o', input: q.body.text }); }\napp.post('/${key}', (req, res) => ${name}(req));\n`,
    )(at),
  'attribute of an element': ({ key }, at) => [
    `${at}.tsx`,
    `'use client';\n${client('process.env.NEXT_PUBLIC_OPENAI_API_KEY')}export default () => <input value="${key}" onClick={() => openai.responses.create({ model: 'gpt-4o', input: '${key}' })} />;\n`,
  ],
  page: ({ key }, at) => [
    `${at}.html`,
    `<script type="module">\nimport OpenAI from 'openai';\nnew OpenAI({ apiKey: '${key}', dangerouslyAllowBrowser: true });\n</script>\n<p title="${key}">${key}</p>\n`,
  ],
  component: ({ a, b, c }, at) => [
    `${at}.vue`,
    `<script setup>\nimport OpenAI from 'openai';\nconst o = new OpenAI({ apiKey: '${a}' + '${b}' + '${c}', dangerouslyAllowBrowser: true });\n</script>\n`,
  ],
  'environment file': ({ key }, at) => [
    `${at}/.env`,
    `NEXT_PUBLIC_OPENAI_API_KEY=${key}\n# OLD_KEY=${key}\n`,
  ],
  'environment example': ({ key }, at) => [`${at}/.env.example`, `OPENAI_API_KEY="${key}"\n`],
  'file name': ({ key }, at) => [`${at}/${key}.ts`, client("'made-up-literal'")],
  'folder name': ({ key }, at) => [`${at}/${key}/ask.ts`, asking(request('text'))],
};

describe('secrets', () => {
  const random = generator(20_261_126);

  for (const shape of Object.keys(SHAPES))
    it(`no six characters of ${shape} are seen, wherever it stands`, () => {
      const secrets: MadeUp[] = [];
      const files = new Map<string, string>([
        ['package.json', '{ "dependencies": { "openai": "6", "next": "15", "express": "5" } }'],
      ]);
      Object.entries(PLACES).forEach(([place, write], index) => {
        const secret = draw(shape, random);
        const [file, text] = write(inPieces(secret), `place${index}`);
        files.set(file, text);
        secrets.push({ ...secret, shape: place });
        // As an identifier the secret has other characters in places.
        const drawn = secret.drawn.map((run) => run.replace(/[^A-Za-z0-9]/g, '_'));
        secrets.push({ shape: place, text: '', drawn });
      });
      for (const [output, text] of outputsOf(files)) {
        assert.ok(text.length > 200, `${output} has something to show`);
        for (const secret of secrets) {
          const piece = leakIn(text, secret);
          const around = piece === undefined ? '' : lineWith(text, piece);
          assert.equal(piece, undefined, `${output}, ${secret.shape}: ${around}`);
        }
      }
    });

  it('in the error about a configuration neither', () => {
    for (const shape of Object.keys(SHAPES)) {
      const secret = draw(shape, random);
      for (const json of [{ [secret.text]: 1 }, { rules: { [secret.text]: 'off' } }]) {
        const files = new Map([
          ['airlock.config.json', JSON.stringify(json)],
          ['a.ts', ''],
        ]);
        const read = parseConfig(JSON.stringify(json), 'x');
        assert.ok('problems' in read && read.problems.length === 1);
        const said = inFolder(files, (folder) => printed(() => check([folder], CHECK)));
        assert.equal(leakIn(maskKeys(said), secret), undefined, said);
      }
    }
  });
});

function inPieces({ text }: MadeUp) {
  const [one, two] = [Math.ceil(text.length / 3), Math.ceil((text.length * 2) / 3)];
  return {
    key: text,
    a: text.slice(0, one),
    b: text.slice(one, two),
    c: text.slice(two),
    name: `sk_proj_${text.replace(/[^A-Za-z0-9]/g, '_')}`,
  };
}

const CHECK = {
  format: 'pretty',
  severity: 'hint',
  rule: [],
  color: false,
  stats: true,
} as const;

const ALL = fixes.map(({ meta }) => meta.id).filter((id) => id !== 'suppress');

/** Everything that anybody is shown of a folder. */
function outputsOf(files: ReadonlyMap<string, string>): [output: string, text: string][] {
  const commands = inFolder(files, (folder): [string, string][] => [
    ...formatNames.map((format): [string, string] => [
      format,
      printed(() => check([folder], { ...CHECK, format })),
    ]),
    ['checklist', printed(() => checklist(folder, { format: 'pretty', color: false }))],
    ['checklist json', printed(() => checklist(folder, { format: 'json', color: false }))],
    ['fix json', printed(() => fix([folder], { rule: [], fix: [], format: 'json', dryRun: true }))],
    [
      'fix diff',
      printed(() => fix([folder], { rule: [], fix: ALL, format: 'diff', dryRun: true })),
    ],
  ]);
  const { diagnostics, hovers, titles, views } = serverTexts(files);
  const withoutAddresses = (data: unknown) =>
    JSON.stringify(data, (name, value: unknown) => (name === 'uri' ? '' : value), 1);
  return [
    ...commands,
    ['diagnostics', withoutAddresses(diagnostics)],
    ['hover', hovers.join('\n')],
    ['light bulb', titles.join('\n')],
    ['checklist view', withoutAddresses(views)],
  ];
}

function lineWith(text: string, piece: string): string {
  return text.split('\n').find((line) => line.includes(piece)) ?? '';
}
