import assert from 'node:assert/strict';
import { pageAfter } from '../harness/page';

/** What of a client goes, by what keeps it. */
describe('the proxy, by what keeps the client', () => {
  const KEY = 'import.meta.env.VITE_OPENAI_API_KEY';
  const NEW = `new OpenAI({ apiKey: ${KEY}, dangerouslyAllowBrowser: true })`;
  const ask = (client: string, before = '') =>
    `async function ask(text) {\n${before}  return ${client}.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] });\n}\n`;
  const file = (top: string, client = 'client', before = '') =>
    `import OpenAI from 'openai';\n${top}\n${ask(client, before)}ask('Hi');\n`;
  const component = (hook: string, kept: string, client: string, before = '') =>
    `import OpenAI from 'openai';\nimport { ${hook}, useEffect } from 'react';\nexport function App() {\n  ${kept}\n  ${ask(client, before)}  useEffect(() => {\n    ask('Hi');\n  }, []);\n}\n`;
  const guard = "  if (!client) throw new Error('No key');\n";

  for (const [title, code] of [
    ['a ref', component('useRef', `const client = useRef(${NEW});`, 'client.current')],
    [
      'a ref that is looked at',
      component(
        'useRef',
        `const client = useRef(${NEW});`,
        'client.current',
        '  if (!client.current) return;\n',
      ),
    ],
    ['a state', component('useState', `const [client] = useState(() => ${NEW});`, 'client')],
    [
      'a constant where there is a key',
      file(`const client = ${KEY} ? ${NEW} : null;`, 'client', guard),
    ],
    [
      'a variable where there is a key',
      file(
        `let client = null;\nif (${KEY}) {\n  client = ${NEW};\n} else {\n  console.warn('No key');\n}`,
        'client',
        guard,
      ),
    ],
    [
      'a variable that a function sets',
      file(`let client = null;\nfunction init() {\n  client = ${NEW};\n}\ninit();`),
    ],
    [
      'a variable that a function sets when it is not set',
      file(
        `let client = null;\nfunction init() {\n  client = ${NEW};\n}`,
        'client',
        '  if (!client) init();\n',
      ),
    ],
  ] as const)
    it(`goes with ${title}`, () => {
      const { page, reason } = pageAfter({ 'src/App.jsx': code });
      assert.equal(reason, undefined);
      assert.match(page, /await fetch\('\/api\/chat'/);
      assert.match(page, /return askServer\(\{ text \}\);/);
      for (const left of [/OpenAI/, /client/, /VITE_/, /No key/, /init\(/, /useRef|useState/])
        assert.doesNotMatch(page.replace(/which holds the key/, ''), left);
    });

  for (const [title, code] of [
    [
      'a ref that is shown to others',
      component(
        'useRef',
        `const client = useRef(${NEW});\n  globalThis.shared = client;`,
        'client.current',
      ),
    ],
    [
      'a state that is set',
      component(
        'useState',
        `const [client, setClient] = useState(() => ${NEW});\n  setClient(undefined);`,
        'client',
      ),
    ],
    [
      'a client with another in its place',
      file(`const client = ${KEY} ? ${NEW} : globalThis.mock;`),
    ],
    [
      'a function that does more',
      file(
        `let client = null;\nfunction init() {\n  client = ${NEW};\n  globalThis.ready = true;\n}\ninit();`,
      ),
    ],
    [
      'a variable that is looked at elsewhere',
      file(
        `let client = null;\nif (${KEY}) client = ${NEW};\nexport const isReady = () => client !== null;`,
      ),
    ],
  ] as const)
    it(`stays with ${title}`, () =>
      assert.match(pageAfter({ 'src/App.jsx': code }).reason ?? '', /client/));

  const SET = `import OpenAI from 'openai';\nlet client = null;\nexport function start(apiKey) {\n  client = new OpenAI({ apiKey, dangerouslyAllowBrowser: true });\n}\nexport ${ask('client', guard)}`;
  const started = (main: string, ai = SET) => {
    const { files, reason } = pageAfter({
      'src/main.js': `import { ask, start } from './ai';\n${main}\nask('Hi');\n`,
      'src/ai.js': ai,
    });
    return { reason, main: files.get('src/main.js') ?? '', ai: files.get('src/ai.js') ?? '' };
  };

  for (const [title, main] of [
    ['another module sets it', `start(${KEY});`],
    ['another module sets it twice', `start(${KEY});\nstart(${KEY} ?? '');`],
  ] as const)
    it(`goes with a function that sets it where ${title}`, () => {
      const after = started(main);
      assert.equal(after.reason, undefined);
      assert.doesNotMatch(after.ai, /OpenAI|client|start/);
      assert.doesNotMatch(after.main, /start|VITE_/);
    });

  it('goes with a function that sets it with a key of its own', () => {
    const after = started(
      'start();',
      SET.replace('(apiKey)', '()').replace('apiKey,', `apiKey: ${KEY},`),
    );
    assert.equal(after.reason, undefined);
    assert.doesNotMatch(after.main + after.ai, /start|client|VITE_/);
    assert.match(after.main, /ask\('Hi'\)/);
  });

  for (const [title, main] of [
    ['another module hands it on', `globalThis.start = start;\nstart(${KEY});`],
    [
      'another module sets it in the course of other things',
      `document.onclick = () => start(${KEY});`,
    ],
    ['another module imports it for nothing', ''],
    ['another module uses what it gives', `const ready = start(${KEY});\nconsole.log(ready);`],
  ] as const)
    it(`stays with a function that sets it where ${title}`, () =>
      assert.match(started(main).reason ?? '', /cannot be followed|in sight/));

  const called = (options: string, made = '') =>
    pageAfter(
      `import OpenAI from 'openai';\nconst client = ${NEW.replace('apiKey', `${made}apiKey`)};\nconst LONG = 30_000;\nexport const ask = (text, more) => client.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: text }] }, ${options});\n`,
    );

  for (const [options, made, expected] of [
    ['{ timeout: 20000 }', '', /new OpenAI\(\{ timeout: 20000 \}\)/],
    ['{ maxRetries: 0, signal: more }', '', /new OpenAI\(\{ maxRetries: 0 \}\)/],
    ['{ timeout: LONG }', 'timeout: 5000, maxRetries: 1, ', /maxRetries: 1,\s+timeout: 30_000,/],
  ] as const)
    it(`gives the server's client what a call is given: ${options}`, () =>
      assert.match(called(options, made).server, expected));

  for (const options of ['{ timeout: more }', '{ headers: { a: text } }', 'more'])
    it(`stays with a call that is given ${options}`, () =>
      assert.match(called(options).reason ?? '', /no route is known/));
});
