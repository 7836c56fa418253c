import assert from 'node:assert/strict';
import { changesOf, serviceOf } from '../harness/cases';

/**
 * Where the proxy puts its route, and how the page then asks it, in projects of several packages.
 */
describe('the place of a route', () => {
  const page = {
    'web/package.json':
      '{ "name": "web", "private": true, "type": "module", "dependencies": { "openai": "^6.0.0", "react": "19", "react-dom": "19" }, "devDependencies": { "vite": "7" } }',
    'web/src/main.jsx':
      "import { createRoot } from 'react-dom/client';\nimport { ask } from './ask';\nimport './save';\ncreateRoot(document.body).render(<button onClick={() => ask('Hello')}>Ask</button>);\n",
    'web/src/ask.js':
      "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nexport const ask = (text) => openai.responses.create({ model: 'gpt-5', max_output_tokens: 9, input: text });\n",
  };
  const server = (name: string) => ({
    [`${name}/package.json`]: `{ "name": "${name}", "private": true, "type": "module", "dependencies": { "express": "5" } }`,
    [`${name}/index.js`]:
      "import express from 'express';\nconst app = express();\napp.use(express.json());\napp.get('/api/users', (_req, res) => res.json([]));\napp.listen(3000);\n",
  });
  const place = (files: Record<string, string>) => {
    const service = serviceOf({ files: new Map(Object.entries({ ...page, ...files })) });
    const offer = service
      .findings()
      .filter(({ rule }) => rule === 'client-side-request')
      .flatMap((finding) => service.offers(finding))
      .find(({ id }) => id === 'proxy-client-call');
    const changes = changesOf(offer);
    const route = changes.find(
      (change) => change.kind === 'create' && /route|index\.mjs/i.test(change.file),
    )?.file;
    const edit = changes.find((change) => change.file === 'web/src/ask.js');
    return [
      route,
      edit?.kind === 'edit'
        ? /fetch\((.+?), \{/.exec(edit.edits.map(({ text }) => text).join('\n'))?.[1]
        : undefined,
    ];
  };
  const ALONE = ['web/server/index.mjs', "'/api/chat'"];
  const save = (code: string) => ({ 'web/src/save.js': `${code}\n` });

  for (const [title, files, expected] of [
    ['beside a page that asks nobody, the page gets a server of its own', server('api'), ALONE],
    [
      'a page that asks the server by a setting goes on doing so',
      { ...server('api'), ...save('fetch(`${import.meta.env.VITE_API}/api/users`);') },
      ['api/chatRoute.js', '`${import.meta.env.VITE_API}/api/chat`'],
    ],
    [
      'a setting in a constant, with a fallback',
      {
        ...server('api'),
        ...save(
          "const API = import.meta.env.VITE_API ?? 'http://localhost:3000';\nfetch(API + '/api/users');",
        ),
      },
      ['api/chatRoute.js', "`${import.meta.env.VITE_API ?? 'http://localhost:3000'}/api/chat`"],
    ],
    [
      'an address of this machine',
      { ...server('api'), ...save("fetch('http://localhost:3000/api/users');") },
      ['api/chatRoute.js', "'http://localhost:3000/api/chat'"],
    ],
    [
      'an address of this machine that is another program’s',
      {
        ...server('api'),
        ...save("fetch('http://localhost:11434/api/generate');"),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': 'http://localhost:3000' } } };\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'axios with a base whose value is in `.env`',
      {
        ...server('api'),
        ...save(
          "import axios from 'axios';\nexport const http = axios.create({ baseURL: import.meta.env.VITE_API });",
        ),
        'web/.env': 'VITE_API=http://localhost:3000\n',
      },
      ['api/chatRoute.js', '`${import.meta.env.VITE_API}/api/chat`'],
    ],
    [
      'a base that ends with a path of its own may not be this one',
      {
        ...server('api'),
        ...save('fetch(`${import.meta.env.VITE_API}/users`);'),
        'web/.env': 'VITE_API=http://localhost:3000/v2\n',
      },
      ALONE,
    ],
    [
      'a base from another module, under another name',
      {
        ...server('api'),
        'web/src/config.js':
          'export const root = import.meta.env.VITE_API;\nexport const base = import.meta.env.VITE_OTHER;\n',
        ...save("import { root as base } from './config';\nfetch(`${base}/api/users`);"),
      },
      ['api/chatRoute.js', '`${import.meta.env.VITE_API}/api/chat`'],
    ],
    [
      'a base that is all of another module',
      {
        ...server('api'),
        'web/src/base.js': 'export default import.meta.env.VITE_API;\n',
        ...save("import base from './base';\nfetch(`${base}/api/users`);"),
      },
      ['api/chatRoute.js', '`${import.meta.env.VITE_API}/api/chat`'],
    ],
    [
      'a server that hands out the page from a folder in a constant',
      {
        ...server('api'),
        'api/index.js':
          "import { static as files, default as express } from 'express';\nconst folder = `${import.meta.dirname}/../web/dist`;\nconst app = express();\napp.use(files(folder));\napp.listen(3000);\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'a server that hands out pictures, and speaks of a build',
      {
        ...server('api'),
        'api/index.js':
          "import express from 'express';\nconst app = express();\napp.use(express.static('pictures'));\n// the build of the client is elsewhere\nconst dist = 'dist';\napp.listen(3000, () => console.log(dist));\n",
      },
      ALONE,
    ],
    [
      'two bases tell nothing',
      {
        ...server('api'),
        ...save(
          'fetch(`${import.meta.env.VITE_A}/api/a`);\nfetch(`${import.meta.env.VITE_B}/api/b`);',
        ),
      },
      ALONE,
    ],
    [
      'other people’s addresses are no server of ours',
      { ...server('api'), ...save("fetch('https://api.weather.test/api/now');") },
      ALONE,
    ],
    [
      'a development server that passes /api on',
      {
        ...server('api'),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': 'http://localhost:3000' } } };\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'one that says so in constants',
      {
        ...server('api'),
        'web/vite.config.js':
          "const API = '/api';\nconst proxy = { [API]: { target: 'http://localhost:3000' } };\nexport default { server: { proxy } };\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'one that renames another path only',
      {
        ...server('api'),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': 'http://localhost:3000', '/img': { target: 'http://localhost:4000', rewrite: (path) => path.slice(4) } } } };\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'one that only a comment speaks of',
      {
        ...server('api'),
        'web/vite.config.js':
          "// proxy: { '/api': 'http://localhost:3000' }\nexport default { server: {} };\n",
      },
      ALONE,
    ],
    [
      'one that passes on what only begins like it',
      {
        ...server('api'),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api-docs': 'http://localhost:3000' } } };\n",
      },
      ALONE,
    ],
    [
      'one that passes it on under another path',
      {
        ...server('api'),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': { target: 'http://localhost:3000', rewrite: (path) => path.replace('/api', '') } } } };\n",
      },
      [undefined, undefined],
    ],
    [
      'one that passes it on under another path, and a page that asks it so',
      {
        ...server('api'),
        ...save("fetch('/api/users');"),
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': { target: 'http://localhost:3000', rewrite: (path) => path.replace('/api', '') } } } };\n",
      },
      [undefined, undefined],
    ],
    [
      'a page of Create React App whose proxy is set',
      {
        'web/package.json':
          '{ "name": "web", "private": true, "proxy": "http://localhost:4000", "dependencies": { "openai": "^6.0.0", "react": "19", "react-dom": "19", "react-scripts": "5" } }',
      },
      [undefined, undefined],
    ],
    [
      'a server that hands out the page',
      {
        ...server('api'),
        'api/pages.js':
          "import express from 'express';\nexport const pages = express.static('../web/dist');\n",
      },
      ['api/chatRoute.js', "'/api/chat'"],
    ],
    [
      'of two servers neither is chosen',
      { ...server('api'), ...server('admin'), ...save("fetch('/api/users');") },
      ALONE,
    ],
  ] as const)
    it(title, () => assert.deepEqual(place(files), expected));
});
