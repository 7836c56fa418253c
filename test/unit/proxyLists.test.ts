import assert from 'node:assert/strict';
import { CLIENT, pageAfter } from '../harness/page';

describe('the proxy, by how a list of messages is made', () => {
  const app = (state: string, list: string, before = '', top = '') =>
    `${CLIENT}import { useState } from 'react';\n${top}export function App() {\n  const [messages, setMessages] = useState(${state});\n  const ask = async (text) => {\n${before}    return openai.chat.completions.create({ model: 'gpt-5', messages: ${list} });\n  };\n  ask('Hi');\n}\n`;
  const KIND = "{ role: 'system', content: 'Be kind.' }";
  const SEED = /\{ role: 'system', content: 'Be kind\.' \},\s+\.\.\.\w+/;
  const SENT = /\.filter\(\(\{ role \}\) => role !== 'system'\)/;
  const speaker = "m.role === 'bot' ? 'assistant' : m.role";
  const adds = "    setMessages((all) => [...all, { role: 'user', content: text }]);\n";

  for (const [title, code, parts] of [
    [
      'an own shape with instructions among it',
      app(`[${KIND}]`, `messages.map((m) => ({ role: ${speaker}, content: m.content }))`, adds),
      [SEED, SENT],
    ],
    [
      'an own shape with roles in a block',
      app(
        '[]',
        'sent',
        "    const sent = messages.map((m) => {\n      let role = '';\n      if (m.from === 'me') role = 'user';\n      else role = 'assistant';\n      return { role, content: m.text };\n    });\n",
      ),
      [/isHistory\(sent\)/],
    ],
    [
      'an own shape that is taken apart',
      app(
        '[]',
        "messages.map(({ mine, text }) => ({ role: mine ? 'user' : 'assistant', content: text }))",
      ),
      [/isHistory\(messages\)/],
    ],
    [
      'a list that is folded',
      app(
        '[]',
        "messages.reduce((all, m) => [...all, { role: 'user', content: m.q }, { role: 'assistant', content: m.a }], [])",
      ),
      [/isHistory\(messages\)/],
    ],
    [
      'a list that is folded with instructions before it',
      app(
        '[]',
        'sent',
        `    const sent = messages.reduce((all, m) => {\n      all.push({ role: 'user', content: m.q });\n      return all;\n    }, [${KIND}]);\n    sent.push({ role: 'user', content: text });\n`,
      ),
      [SEED, SENT],
    ],
    [
      'rounds that are spread out',
      app(
        '[]',
        "messages.flatMap((m) => [{ role: 'user', content: m.q }, { role: 'assistant', content: m.a }])",
      ),
      [/isHistory\(messages\)/],
    ],
    [
      'what is left without instructions',
      app(
        `[${KIND}]`,
        `[${KIND}, ...messages.filter((m) => m.role !== 'system').slice(-10)]`,
        adds,
      ),
      [/\.\.\.history/],
    ],
    [
      'several instructions of a state',
      app(`[${KIND}, { role: 'system', content: 'Be short.' }]`, 'messages', adds),
      [/'Be kind\.' \},\s+\{ role: 'system', content: 'Be short\.' \},\s+\.\.\.messages/, SENT],
    ],
    [
      'a state that is begun anew',
      app(`[${KIND}]`, 'messages', `    if (!text) setMessages([${KIND}]);\n${adds}`),
      [SEED, SENT],
    ],
    [
      'a state that its setter hands on',
      app(
        '[]',
        '[]',
        "    setMessages((all) => {\n      const next = [...all, { role: 'user', content: text }];\n      send(next);\n      return next;\n    });\n",
        "const send = (list) => openai.chat.completions.create({ model: 'gpt-5', messages: list });\n",
      ).replace(
        "    return openai.chat.completions.create({ model: 'gpt-5', messages: [] });\n",
        '',
      ),
      [/isHistory\(list\)/],
    ],
    [
      'a list that the application has stored',
      app(
        "() => JSON.parse(localStorage.getItem('log') ?? '[]')",
        'messages',
        `${adds}    localStorage.setItem('log', JSON.stringify(messages));\n`,
      ),
      [/isHistory\(messages\)/],
    ],
    [
      'messages that a function makes',
      app(
        '[]',
        'messages',
        "    setMessages([...messages, said('user', text)]);\n",
        'const said = (role, content) => ({ role, content });\n',
      ),
      [/isHistory\(messages\)/],
    ],
    [
      'answers that grow in their place',
      app(
        '[]',
        'messages',
        `${adds}    setMessages((all) => all.map((m, i) => (i === 1 ? { ...m, content: m.content + text } : m)));\n`,
      ),
      [/isHistory\(messages\)/],
    ],
  ] as const)
    it(`moves ${title}`, () => {
      const { server, page, reason } = pageAfter({ 'src/App.jsx': code });
      assert.equal(reason, undefined);
      for (const part of parts) assert.match(part === SENT ? page : server, part);
    });

  it('moves a list whose type says who speaks', () => {
    const { reason } = pageAfter({
      'src/ask.ts': `${CLIENT}import type { Message } from './types';\nexport const ask = (messages: Message[]) => openai.chat.completions.create({ model: 'gpt-5', messages });\nexport const load = async () => ask(await (await fetch('/log')).json());\n`,
      'src/types.ts':
        "type Role = 'user' | 'assistant';\nexport interface Message { role: Role; content: string }\n",
    });
    assert.equal(reason, undefined);
  });

  const MAYBE =
    /messages: instructed \? \[\{ role: 'system', content: 'Be kind\.' \}, \.\.\.\w+(, .*)?\] : /;
  const ASKED = /instructed: \w+\.some\(\(\{ role \}\) => role === 'system'\)/;
  for (const [title, code, more] of [
    [
      'a state that begins with none and is given some',
      app('[]', 'messages', `    if (!text) setMessages([${KIND}]);\n${adds}`),
    ],
    [
      'a list that is given some under a condition',
      app(
        '[]',
        'sent',
        `    const sent = [];\n    if (text.length > 9) sent.push(${KIND});\n    sent.push({ role: 'user', content: text });\n`,
      ),
    ],
    [
      'a list that is given some where it has none',
      app(
        '[]',
        'sent',
        `    const sent = [...messages];\n    if (!sent.some((m) => m.role === 'system')) {\n      sent.unshift(${KIND});\n    }\n`,
      ),
    ],
    [
      'a list that is cut from itself and may have lost them',
      app(
        `[${KIND}]`,
        'messages',
        `    setMessages((all) => [...all, { role: 'user', content: text }].slice(-4));\n`,
      ),
    ],
    [
      'a list with what is asked behind it',
      app(
        '[]',
        "[...messages, { role: 'user', content: text }]",
        `    if (!text) setMessages([${KIND}]);\n${adds}`,
      ),
      /: \[\.\.\.messages, \{ role: 'user', content: text \}\]/,
    ],
  ] as const)
    it(`sends whether there are instructions in ${title}`, () => {
      const { server, page, reason } = pageAfter({ 'src/App.jsx': code });
      assert.equal(reason, undefined);
      for (const part of [MAYBE, ...(more ? [more] : [])]) assert.match(server, part);
      for (const part of [ASKED, SENT]) assert.match(page, part);
    });

  for (const [title, code] of [
    [
      'instructions that are put before a list each time',
      app('[]', 'messages', `    setMessages((all) => [${KIND}, ...all.slice(-4)]);\n`),
    ],
    [
      'instructions in a list that outlives what is asked',
      app('[]', 'log', `    if (text) log.unshift(${KIND});\n`, 'const log = [];\n'),
    ],
    [
      'instructions that a loop puts into a list',
      app(
        '[]',
        'sent',
        `    const sent = [];\n    for (const m of messages) sent.push(${KIND});\n`,
      ),
    ],
    [
      'one of two instructions',
      app(
        '[]',
        'sent',
        `    const sent = [];\n    if (text) sent.push(${KIND});\n    else sent.push({ role: 'system', content: 'Be short.' });\n`,
      ),
    ],
    [
      'a list behind others that may have instructions',
      app(
        '[]',
        '[...old, ...messages]',
        `    const old = [{ role: 'user', content: 'Hi' }];\n    if (!text) setMessages([${KIND}]);\n${adds}`,
      ),
    ],
    [
      'a list that is worked out twice',
      app('[]', 'messages.slice(0, 9)', `    if (!text) setMessages([${KIND}]);\n${adds}`),
    ],
    [
      'an own shape whose roles are any',
      app(
        '[]',
        'messages.map((m) => ({ role: m.role, content: m.text }))',
        '    setMessages(await load());\n',
      ),
    ],
    [
      'an own shape that speaks as the application',
      app(
        '[]',
        "messages.map((m) => ({ role: m.mine ? 'user' : 'system', content: m.text }))",
        adds,
      ),
    ],
    [
      'rounds with instructions in each',
      app('[]', `messages.flatMap((m) => [${KIND}, { role: 'user', content: m.q }])`),
    ],
    ['the end of a list with instructions', app(`[${KIND}]`, 'messages.slice(-10)', adds)],
    [
      'a state that is begun anew with other instructions',
      app(
        `[${KIND}]`,
        'messages',
        `    setMessages([{ role: 'system', content: text }]);\n${adds}`,
      ),
    ],
    [
      'instructions that a function makes of what is written',
      app(
        '[]',
        'messages',
        "    setMessages([said('system', text), ...messages]);\n",
        'const said = (role, content) => ({ role, content });\n',
      ),
    ],
    [
      'a list that somebody else has stored',
      app("() => JSON.parse(localStorage.getItem('log') ?? '[]')", 'messages', adds),
    ],
    [
      'instructions that are edited in their place',
      app(
        `[${KIND}]`,
        'messages',
        `${adds}    setMessages((all) => all.map((m, i) => (i === 0 ? { ...m, content: text } : m)));\n`,
      ),
    ],
  ] as const)
    it(`leaves alone, with a reason: ${title}`, () =>
      assert.match(pageAfter({ 'src/App.jsx': code }).reason ?? '', /instructions/));
});
