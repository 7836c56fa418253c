import { ask, REPLY } from '../harness/applied';
import { apart, describeSeparated, REFUSED, RULES, user } from '../harness/separated';

describe('what others write, in a text that is put together elsewhere', () =>
  describeSeparated({
    'a text that a function puts together': [
      [
        'and gives from its body',
        `function promptFor(text) {\n  return \`${RULES}\`;\n}`,
        [user('promptFor(text)'), REPLY],
        apart('promptFor\\(\\)'),
        /function promptFor\(\) \{\n {2}return `Summarise this text: <text>\./,
      ],
      [
        'out of an object, by an arrow function',
        'const promptFor = ({ text, topic }) => `Write on ${topic}, as this text does: ${text}. Be short.`;',
        ['const prompt = promptFor({ text, topic });', user('prompt'), REPLY],
        apart('prompt', '`topic: \\$\\{topic\\}\\\\ntext: \\$\\{text\\}`'),
        /const promptFor = \(\) => `Write on <topic>/,
        /const prompt = promptFor\(\);/,
      ],
      [
        'beside a parameter of the developer’s, with its documentation',
        `/**\n * @param {string} text what is summed up\n * @param {number} count sentences\n */\nfunction promptFor(text, count) {\n  return \`Summarise this text: \${text.trim()}. Answer in \${count} sentences, without lists.\`;\n}`,
        [
          ask(
            "[{ role: 'system', content: promptFor(text, 3) }, { role: 'user', content: 'Go on.' }]",
          ),
          REPLY,
        ],
        apart('promptFor\\(3\\)', '`?[^`]*text\\.trim\\(\\)[^`]*`?'),
        /\/\*\*\n \* @param \{number\} count sentences\n \*\/\nfunction promptFor\(count\)/,
      ],
      [
        'not where another place calls it, too',
        `function promptFor(text) {\n  return \`${RULES}\`;\n}\nconsole.log(promptFor('Hello'));`,
        [user('promptFor(text)'), REPLY],
        REFUSED,
      ],
      [
        'not where it gives one of two texts',
        `function promptFor(text) {\n  if (text === '') return 'Say that the text is missing, in three words.';\n  return \`${RULES}\`;\n}`,
        [user('promptFor(text)'), REPLY],
        REFUSED,
      ],
      [
        'not where the value is made in it',
        `function promptFor(text) {\n  const short = text.slice(0, 99);\n  return \`Summarise this text: \${short}. Answer in three sentences, without lists.\`;\n}`,
        [user('promptFor(text)'), REPLY],
        REFUSED,
      ],
    ],
    'a text that grows': [
      [
        'step by step',
        '',
        [
          "let prompt = 'You summarise texts in three sentences.';",
          "prompt += ' You write on ' + topic + '.';",
          'prompt += ` The text: ${text}`;',
          user('prompt'),
          REPLY,
        ],
        apart('prompt', '`topic: \\$\\{topic\\}\\\\ntext: \\$\\{text\\}`'),
        /const prompt = `You summarise texts in three sentences\. You write on <topic>\. The text: <text>/,
      ],
      [
        'by what stands at its end',
        '',
        [
          "let prompt = 'You summarise texts in three sentences.';",
          "prompt += ' The text is: ' + text;",
          user('prompt'),
          REPLY,
        ],
        apart('prompt', 'text'),
        /const prompt = 'You summarise texts in three sentences\.';/,
      ],
      [
        'and is read in another function',
        'const twice = async (run) => run().catch(run);',
        [
          "let prompt = 'You summarise texts in three sentences.';",
          "prompt += ' The text is: ' + text;",
          `const answer = await twice(() => openai.chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 99, messages: [{ role: 'user', content: prompt }] }));`,
          REPLY,
        ],
        apart('prompt', 'text'),
      ],
      [
        'not under a condition',
        '',
        [
          "let prompt = 'You summarise texts in three sentences.';",
          "if (topic) prompt += ' The text is: ' + text;",
          user('prompt'),
          REPLY,
        ],
        REFUSED,
      ],
      [
        'not where it is read in between',
        '',
        [
          "let prompt = 'You summarise texts in three sentences.';",
          'console.log(prompt);',
          "prompt += ' The text is: ' + text;",
          user('prompt'),
          REPLY,
        ],
        REFUSED,
      ],
      [
        'not where what it has taken is another when it is read',
        '',
        [
          'let shown = text;',
          'const prompt = `Summarise this text: ${shown}. Answer in three sentences, without lists.`;',
          "shown = 'nothing';",
          user('prompt'),
          'console.log(shown);',
          REPLY,
        ],
        REFUSED,
      ],
    ],
    'a pattern that is filled': [
      [
        'at one place',
        "const PATTERN = 'Summarise this text: {text}. Answer in three sentences, without lists.';",
        [user("PATTERN.replace('{text}', text)"), REPLY],
        apart('PATTERN'),
        /const PATTERN = `Summarise this text: <text>\. Answer/,
      ],
      [
        'at several, into a constant',
        "const PATTERN = 'Write on {{topic}}, as this text does: {{text}}. Keep to {{topic}}, please.';",
        [
          "const prompt = PATTERN.replace(/\\{\\{topic\\}\\}/g, topic).replaceAll('{{text}}', text);",
          user('prompt'),
          REPLY,
        ],
        apart('PATTERN', '`topic: \\$\\{topic\\}\\\\ntext: \\$\\{text\\}`'),
        /Write on <topic>, as this text does: <text>\. Keep to <topic>, please/,
      ],
      [
        'where it stands',
        '',
        [
          user(
            "'Summarise this text: %s. Answer in three sentences, without lists.'.replace('%s', text)",
          ),
          REPLY,
        ],
        apart('`Summarise this text: <text>\\.[^`]*`'),
      ],
      [
        'not where it is read elsewhere, too',
        "const PATTERN = 'Summarise this text: {text}. Answer in three sentences, without lists.';\nconsole.log(PATTERN);",
        [user("PATTERN.replace('{text}', text)"), REPLY],
        REFUSED,
      ],
      [
        'not by what a function makes of it',
        "const PATTERN = 'Summarise this text: {text}. Answer in three sentences, without lists.';",
        [user("PATTERN.replace('{text}', () => text)"), REPLY],
        REFUSED,
      ],
      [
        'not where it has the place twice, and one is filled',
        "const PATTERN = 'Summarise this text: {text}. Show {text} in three sentences, without lists.';",
        [user("PATTERN.replace('{text}', text)"), REPLY],
        REFUSED,
      ],
    ],
  }));
