import { ask, REPLY } from '../harness/applied';
import { apart, describeSeparated, GIVEN, REFUSED, RULES, user } from '../harness/separated';

describe('what others write, in a text that is handed on', () =>
  describeSeparated({
    'a text that a function is given': [
      [
        'which sends it',
        `async function complete(prompt) {\n${user('prompt')}\nreturn answer.choices[0].message.content;\n}`,
        [`res.json({ text: await complete(\`${RULES}\`) });`],
        /async function complete\(prompt, input\)/,
        apart('prompt', 'input'),
        /await complete\(`Summarise this text: <text>[^`]*`, `\$\{text\}`\)/,
      ],
      [
        'by two routes, with options behind it',
        `async function complete(prompt, limit) {\nconst answer = await openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: limit, messages: [{ role: 'user', content: prompt }] });\nreturn answer.choices[0].message.content;\n}\napp.post('/two', async (req, res) => {\n${GIVEN.join('\n')}\nres.json(await complete(\`Write on \${topic} in three sentences, without any list.\`, 50));\n});`,
        [`res.json({ text: await complete(\`${RULES}\`, 60) });`],
        /async function complete\(prompt, input, limit\)/,
        /`Write on <topic>[^`]*`, `\$\{topic\}`, 50\)/,
        /`Summarise this text: <text>[^`]*`, `\$\{text\}`, 60\)/,
      ],
      [
        'as an arrow function without parentheses',
        `const complete = async prompt => {\n${user('prompt')}\nreturn answer.choices[0].message.content;\n};`,
        [
          "res.json({ text: await complete('You summarise in three sentences. The text is: ' + text) });",
        ],
        /const complete = async \(prompt, input\) =>/,
        /await complete\('You summarise in three sentences\.', text\)/,
      ],
      [
        'not where another caller has nothing to set apart',
        `async function complete(prompt) {\n${user('prompt')}\nreturn answer.choices[0].message.content;\n}\nconsole.log(await complete('Say hello in three words.'));`,
        [`res.json({ text: await complete(\`${RULES}\`) });`],
        REFUSED,
      ],
      [
        'not where it does more with it',
        `async function complete(prompt) {\nconsole.log(prompt);\n${user('prompt')}\nreturn answer.choices[0].message.content;\n}`,
        [`res.json({ text: await complete(\`${RULES}\`) });`],
        REFUSED,
      ],
      [
        'not where an interface says how it is called',
        `class Model extends Base {\nasync complete(prompt) {\n${user('prompt')}\nreturn answer.choices[0].message.content;\n}\n}\nconst model = new Model();`,
        [`res.json({ text: await model.complete(\`${RULES}\`) });`],
        REFUSED,
      ],
      [
        'not where it may be left out',
        `async function complete(prompt = 'Say hello in three words.') {\n${user('prompt')}\nreturn answer.choices[0].message.content;\n}`,
        [`res.json({ text: await complete(\`${RULES}\`) });`],
        REFUSED,
      ],
    ],
    'a message in a variable of its own': [
      [
        'in a list',
        '',
        [
          "const system = { role: 'system', content: `You are an expert on ${topic}. Be short.` };",
          ask("[system, { role: 'user', content: text }]"),
          REPLY,
        ],
        /const system = \{ role: 'system', content: `You are an expert on <topic>/,
        /\[system, \{ role: 'user', content: `\$\{topic\}` \}, \{ role: 'user', content: text \}\]/,
      ],
      [
        'pushed into one',
        '',
        [
          'const messages = [];',
          `const message = { role: 'user', content: \`${RULES}\` };`,
          'messages.push(message);',
          ask('messages'),
          REPLY,
        ],
        /const message = \{ role: 'system', content: `Summarise this text: <text>/,
        /messages\.push\(message, \{ role: 'user', content: `\$\{text\}` \}\);/,
      ],
      [
        'not where it is read twice',
        '',
        [
          "const system = { role: 'system', content: `You are an expert on ${topic}. Be short.` };",
          'console.log(system);',
          ask("[system, { role: 'user', content: text }]"),
          REPLY,
        ],
        REFUSED,
      ],
    ],
    'parts of a text': [
      [
        'all lines of a list that is joined, and are texts',
        '',
        [
          "const prompt = ['You summarise texts in three sentences.', 'The text:', text].join('\\n');",
          user('prompt'),
          REPLY,
        ],
        apart('prompt', 'text'),
      ],
      [
        'of a list that is joined in the request, with every line',
        '',
        [
          user("['You summarise texts in three sentences.', `On ${topic}, that is.`].join('\\n')"),
          REPLY,
        ],
        apart('`You summarise texts in three sentences\\.\\nOn <topic>[^`]*`', '`\\$\\{topic\\}`'),
      ],
      [
        'that is trimmed',
        '',
        [`const prompt = \`\n  ${RULES}\n\`.trim();`, user('prompt'), REPLY],
        apart('prompt'),
        /const prompt = `Summarise this text: <text>[^`]*`;/,
      ],
      [
        'not one of two texts',
        '',
        [user(`topic ? \`${RULES}\` : 'Say hello in three words.'`), REPLY],
        REFUSED,
      ],
      [
        'not one that a method makes something else of',
        '',
        [user(`\`${RULES}\`.slice(0, 90)`), REPLY],
        REFUSED,
      ],
    ],
  }));
