import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

/** Instructions that a page puts together: the words move, the page sends what was chosen. */
describe('instructions that a page puts together', () => {
  const page = (system: string, before = '', top = '') =>
    `${CLIENT}${top}export async function ask(text, kind, long) {\n${before}  const completion = await openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'system', content: ${system} }, { role: 'user', content: text }] });\n  return completion.choices[0].message.content;\n}\n`;
  const main =
    "import { ask } from './ask.js';\nexport const run = (text, long) => ask(text, text === '' ? 'stern' : 'kind', long);\n";

  for (const [title, files, server, gone] of [
    [
      'words added under a condition',
      {
        'src/ask.js': page(
          'system',
          "  let system = 'You are a cook.';\n  if (long) {\n    system += ' Say more.';\n  }\n  system += ' Never lie.';\n",
        ),
      },
      /content: `You are a cook\.\$\{long \? ' Say more\.' : ''\} Never lie\.`/,
      /system/,
    ],
    [
      'words with a choice in them, added',
      {
        'src/ask.js': page(
          'system',
          "  let system = `You are a ${kind} cook.`;\n  if (!long) system += ' Be brief.';\n",
        ),
      },
      /content: `You are a \$\{kind\} cook\.\$\{flag \? ' Be brief\.' : ''\}`/,
      /system|Be brief/,
    ],
    [
      'words that are trimmed',
      { 'src/ask.js': page('`\nYou are a cook.\n`.trim()') },
      /content: `\nYou are a cook\.\n`\.trim\(\)/,
      /cook/,
    ],
    [
      'words with a choice in them that a constant holds trimmed',
      { 'src/ask.js': page('system', '  const system = `\nYou are a ${kind} cook.\n`.trim();\n') },
      /content: `\nYou are a \$\{kind\} cook\.\n`\.trim\(\)/,
      /system/,
    ],
    [
      'a function that is given a choice',
      {
        'src/ask.js': page(
          "voice(kind, 'young')",
          '',
          '// The voice.\nconst voice = (tone, level) => `You are a ${tone} cook of ${level} readers.`;\n',
        ),
      },
      /content: `You are a \$\{tone\} cook of young readers\.`/,
      /voice/i,
    ],
    [
      'a function of another module that joins lines',
      {
        'src/ask.js': page('promptFor(kind)', '', "import { promptFor } from './prompts.js';\n"),
        'src/prompts.js':
          "const RULES = 'Never lie.';\nexport function promptFor(tone) {\n  return ['You are a cook.', `Be ${tone}.`, RULES].join('\\n');\n}\n",
      },
      /content: `You are a cook\.\nBe \$\{tone\}\.\nNever lie\.`/,
      /promptFor/,
    ],
  ] as const)
    it(`moves ${title}`, () => {
      const after = pageAfter({ ...files, 'src/main.js': main });
      assert.equal(after.reason, undefined);
      assert.match(after.server, server);
      assert.doesNotMatch(after.page, gone);
    });

  for (const [title, system, before, top] of [
    ['a text of the person, added', 'system', "  let system = 'You help ';\n  system += text;\n"],
    [
      'a condition that changes before the request',
      'system',
      "  let more = long;\n  let system = 'You are a cook.';\n  if (more) system += ' Say more.';\n  more = text === '';\n",
    ],
    [
      'words that are read before they are whole',
      'system',
      "  let system = 'You are a cook.';\n  console.log(system);\n  if (long) system += ' Say more.';\n",
    ],
    [
      'words that another branch writes',
      'system',
      "  let system = 'You are a cook.';\n  if (long) system += ' Say more.';\n  else system += text;\n",
    ],
    [
      'a function of another module that reads what the page has not',
      'voice(text)',
      '',
      "import { voice } from './voice.js';\n",
    ],
    [
      'a function that gives nothing but a text of the person',
      'voice(text)',
      '',
      'const voice = (name) => `${name}`;\n',
    ],
    [
      'a function that does more',
      'voice(kind)',
      '',
      'const voice = (tone) => { localStorage.tone = tone; return `You are a ${tone} cook.`; };\n',
    ],
  ] as const)
    it(`leaves alone ${title}`, () => {
      const after = pageAfter({
        'src/ask.js': page(system, before, top),
        'src/main.js': main,
        'src/voice.js':
          'let place = "Rome";\nexport const go = (to) => { place = to; };\nexport const voice = (name) => `You help ${name} in ${place} to cook.`;\n',
      });
      assert.match(after.reason ?? '', /instructions/);
    });

  for (const [title, system, before, top, server, sent] of [
    [
      'a value in a template',
      '`You help ${text} to cook.`',
      '',
      '',
      /content: `You help \$\{text\} to cook\.` \}/,
      /askServer\(\{ text: String\(text\), text2: text \}\)/,
    ],
    [
      'a date and a list of lines in a constant',
      'system',
      '  const system = `You plan. Today is ${new Date().toISOString()}.\nDishes:\n${kind.map((dish) => `- ${dish}`).join("\\n")}`;\n',
      '',
      /content: `You plan\. Today is \$\{part\}\.\nDishes:\n\$\{part2\}`/,
      /part: String\(new Date\(\)\.toISOString\(\)\), part2: kind\.map\(/,
    ],
    [
      'a value that a function is given, out of an object',
      'voice(text)',
      '',
      'function voice(person) {\n  return `You help ${person.name.trim()} of ${person.home?.city} to cook.`;\n}\n',
      /content: `You help \$\{\w+\} of \$\{\w+\} to cook\.`/,
      /: text\.name\.trim\(\), \w+: String\(text\.home\?\.city\)/,
    ],
  ] as const)
    it(`sends ${title}`, () => {
      const after = pageAfter({
        'src/ask.js': page(system, before, top),
        'src/main.js':
          "import { ask } from './ask.js';\nexport const run = (text, list) => ask(text, list);\n",
      });
      assert.equal(after.reason, undefined);
      assert.match(after.server, server);
      assert.match(after.page, sent);
      assert.doesNotMatch(after.page, /You help|You plan|voice/);
    });

  for (const [title, before] of [
    ['waits', '  const system = `You help ${kind.name}.`;\n  await long();\n'],
    ['is written', '  const system = `You help ${kind.name}.`;\n  kind.name = "";\n'],
    [
      'counts on',
      '  let count = 1;\n  const system = `You help ${count} people.`;\n  count += 1;\n',
    ],
  ] as const)
    it(`leaves alone a value that may be another when the page ${title} before it asks`, () => {
      const after = pageAfter({ 'src/ask.js': page('system', before) });
      assert.match(after.reason ?? '', /instructions/);
    });

  it('sends a value in the parameter for instructions', () => {
    const after = pageAfter(
      `${CLIENT}export const ask = (input, name) => openai.responses.create({ model: 'gpt-5', instructions: \`You help ${'${name}'} to cook.\`, input });\n`,
    );
    assert.equal(after.reason, undefined);
    assert.match(after.server, /instructions: `You help \$\{name\} to cook\.`,/);
    assert.match(after.page, /\{ name: String\(name\), input \}/);
  });
});
