import assert from 'node:assert/strict';
import { resultOf } from '../../src/edits/applyEdits';
import { changesOf, serviceOf } from '../harness/cases';

/** Where a route is mounted in a server that the page's development server passes `/api` on to. */
describe('the mount of a route', () => {
  const mounted = (files: Readonly<Record<string, string>>, framework: string) => {
    const all = new Map(
      Object.entries({
        'web/package.json':
          '{ "name": "web", "private": true, "type": "module", "dependencies": { "openai": "^6.0.0", "react": "19" }, "devDependencies": { "vite": "7" } }',
        'web/index.html': '<script type="module" src="/src/main.js"></script>',
        'web/src/main.js':
          "import OpenAI from 'openai';\nconst openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY, dangerouslyAllowBrowser: true });\nconst answer = await openai.responses.create({ model: 'gpt-5', max_output_tokens: 9, input: 'Hi' });\ndocument.title = answer.output_text;\n",
        'web/vite.config.js':
          "export default { server: { proxy: { '/api': 'http://localhost:3000' } } };\n",
        'api/package.json': `{ "name": "api", "private": true, "type": "module", "dependencies": { ${framework} } }`,
        ...files,
      }),
    );
    const service = serviceOf({ files: all });
    const offer = service
      .findings()
      .flatMap((finding) => service.offers(finding))
      .find(({ id }) => id === 'proxy-client-call');
    const change = changesOf(offer).find(
      (item) => item.kind === 'edit' && item.file.startsWith('api/') && item.file.endsWith('.js'),
    );
    if (!change) return 'nowhere';
    const text = resultOf(change, all.get(change.file) ?? '') ?? '';
    return [change.file, ...text.split('\n').filter((line) => /\.(use|post)\(/.test(line))].join(
      '\n',
    );
  };

  describe('in a router of Koa', () => {
    const koa = (router: string) =>
      mounted(
        {
          'api/index.js': `import Koa from 'koa';\nimport Router from '@koa/router';\nimport bodyParser from '@koa/bodyparser';\nconst app = new Koa();\n${router}\nrouter.get('/users', (ctx) => { ctx.body = []; });\napp.use(bodyParser());\napp.use(router.routes());\napp.listen(3000);\n`,
        },
        '"koa": "3", "@koa/router": "14", "@koa/bodyparser": "6"',
      );
    it('without a prefix', () =>
      assert.match(koa('const router = new Router();'), /router\.post\('\/api\/chat'/));
    it('whose prefix is /api', () =>
      assert.match(
        koa("const router = new Router({ prefix: '/api' });"),
        /router\.post\('\/chat'/,
      ));
    it('not one whose prefix is another', () =>
      assert.equal(koa("const router = new Router({ prefix: '/v1' });"), 'nowhere'));
    it('not one whose prefix is not known', () =>
      assert.equal(koa('const router = new Router({ prefix: process.env.BASE });'), 'nowhere'));
  });

  describe('in an application of Hono', () => {
    const hono = (files: Readonly<Record<string, string>>) => mounted(files, '"hono": "4"');
    const main = (made: string, route: string) =>
      `import { Hono } from 'hono';\nimport { serve } from '@hono/node-server';\nimport { admin } from './admin.js';\nconst app = ${made};\n${route}\nserve({ fetch: app.fetch, port: 3000 });\n`;
    const part =
      "import { Hono } from 'hono';\nexport const admin = new Hono();\nadmin.get('/users', (c) => c.json([]));\n";
    it('that takes the others in', () =>
      assert.match(
        hono({
          'api/admin.js': part,
          'api/index.js': main('new Hono()', "app.route('/admin', admin);"),
        }),
        /api\/index\.js[^]*app\.post\('\/api\/chat'/,
      ));
    it('whose base is /api', () =>
      assert.match(
        hono({
          'api/admin.js': part,
          'api/index.js': main("new Hono().basePath('/api')", "app.route('/admin', admin);"),
        }),
        /app\.post\('\/chat'/,
      ));
    it('not one whose base is another', () =>
      assert.equal(
        hono({
          'api/admin.js': part,
          'api/index.js': main("new Hono().basePath('/v1')", "app.route('/admin', admin);"),
        }),
        'nowhere',
      ));
  });

  describe('in what the code makes, not in what it is spelled like', () => {
    const express = (code: string) =>
      mounted({ 'api/index.js': code }, '"express": "5", "koa": "3"');
    const USERS = "get('/users', (req, res) => res.json([]));\n";
    it('under another name of the import', () =>
      assert.match(
        express(
          `import makeServer from 'express';\nconst web = makeServer();\nweb.${USERS}web.listen(3000);\n`,
        ),
        /web\.post\('\/api\/chat'/,
      ));
    it('loaded and called at once', () =>
      assert.match(
        express(
          `const web = require('express')();\nconst { json } = require('express');\nweb.${USERS}web.listen(3000);\n`,
        ),
        /web\.post\('\/api\/chat'/,
      ));
    it('not in one that is a comment', () =>
      assert.match(
        express(
          `import express from 'express';\n// const old = express();\nconst web = express();\nweb.${USERS}web.listen(3000);\n`,
        ),
        /web\.post\('\/api\/chat'/,
      ));
    it('not in one that a function of the project makes', () =>
      assert.equal(
        express(
          `import { express } from './own.js';\nconst web = express();\nweb.${USERS}web.listen(3000);\n`,
        ),
        'nowhere',
      ));
    it('not in what `listen` gives', () =>
      assert.equal(
        express("import express from 'express';\nconst server = express().listen(3000);\n"),
        'nowhere',
      ));
  });

  describe('behind a prefix that is a constant', () => {
    const koa = (constant: string, comment = '') =>
      mounted(
        {
          'api/index.js': `import Koa from 'koa';\nimport { Router as Paths } from '@koa/router';\nimport bodyParser from '@koa/bodyparser';\nconst app = new Koa();\nconst BASE = ${constant};\nconst paths = new Paths({ ${comment}prefix: BASE });\npaths.get('/users', (ctx) => { ctx.body = []; });\napp.use(bodyParser());\napp.use(paths.routes());\napp.listen(3000);\n`,
        },
        '"koa": "3", "@koa/router": "14", "@koa/bodyparser": "6"',
      );
    it('/api', () => assert.match(koa("'/api'"), /paths\.post\('\/chat'/));
    it('/api, and a comment says another', () =>
      assert.match(koa("'/api'", "/* prefix: '/v1' */ "), /paths\.post\('\/chat'/));
    it('not another', () => assert.equal(koa("'/v1'"), 'nowhere'));
    it('not one worked out', () => assert.equal(koa("'/' + process.env.BASE"), 'nowhere'));
  });

  describe('behind the guard of its path', () => {
    const express = (...lines: readonly string[]) =>
      mounted(
        {
          'api/index.js': `import express from 'express';\nimport { guard, router } from './parts.js';\nconst app = express();\napp.use(express.json());\n${lines.join('\n')}\napp.listen(3000);\n`,
          'api/parts.js':
            "import express from 'express';\nexport const router = express.Router();\nexport const guard = (req, res, next) => next();\n",
        },
        '"express": "5"',
      );
    it('before the routes', () =>
      assert.match(
        express("app.use('/api', guard);", "app.get('/api/users', (req, res) => res.json([]));"),
        /guard\);\napp\.post\('\/api\/chat'/,
      ));
    it('among them', () =>
      assert.match(
        express(
          "app.get('/health', (req, res) => res.json([]));",
          "app.use('/api', guard);",
          "app.get('/api/users', (req, res) => res.json([]));",
        ),
        /guard\);\napp\.post\('\/api\/chat'/,
      ));
    it('not behind a router there', () =>
      assert.match(
        express("app.use('/api', router);", "app.get('/users', (req, res) => res.json([]));"),
        /app\.post\('\/api\/chat'[^]*app\.use\('\/api', router/,
      ));
  });
});
