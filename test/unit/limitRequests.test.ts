import assert from 'node:assert/strict';
import { serviceOf } from '../harness/cases';

const MANIFEST = '{ "type": "module", "dependencies": { "express": "5", "openai": "6" } }';
const ASK = "res.json(await new OpenAI().responses.create({ model: 'gpt-5', input: 'A joke.' }))";

/** What `limit-requests` says of the one open route of a file. */
function answerFor(code: string, manifest = MANIFEST): string | undefined {
  return answerIn({
    'package.json': manifest,
    'server.js': `import express from 'express';\nimport OpenAI from 'openai';\n${code}`,
  });
}

function answerIn(files: Record<string, string>): string | undefined {
  const service = serviceOf({ files: new Map(Object.entries(files)) });
  const finding = service.findings().find(({ rule }) => rule === 'open-route');
  assert.ok(finding);
  const offer = service.offers(finding).find(({ id }) => id === 'limit-requests');
  const refused = service.refusals(finding).find(({ id }) => id === 'limit-requests');
  return offer?.title ?? refused?.reason;
}

describe('limit-requests', () => {
  it('adds the usual limiter', () =>
    assert.equal(
      answerFor(`express().get('/joke', async (_req, res) => ${ASK});\n`),
      'Let each caller in 20 times a minute (`express-rate-limit`)',
    ));

  it('is refused where its name is taken, its version is too old, or the address is elsewhere', () => {
    const route = `express().get('/joke', async (_req, res) => ${ASK});\n`;
    assert.match(answerFor(`const rateLimit = 5;\n${route}`) ?? '', /name of something else/);
    assert.match(
      answerFor(route, MANIFEST.replace('"openai"', '"express-rate-limit": "^5.1.0", "openai"')) ??
        '',
      /older than its version 7/,
    );
    assert.match(
      answerFor(`const at = '/joke';\nexpress().get(at, async (_req, res) => ${ASK});\n`) ?? '',
      /does not stand first/,
    );
  });

  const from = (imports: string, code: string) =>
    `${imports}import OpenAI from 'openai';\nconst openai = new OpenAI();\n${code}`;
  const JOKE = "await openai.responses.create({ model: 'gpt-5', input: 'A joke.' })";

  it('waits for the plug-in of Fastify, and for one that is there not again', () => {
    const app = "import Fastify from 'fastify';\n";
    const route = `app.get('/joke', async (request, reply) => reply.send(${JOKE}));\n`;
    const manifest = { type: 'module', dependencies: { fastify: '5', openai: '6' } };
    const offered = 'Let each caller in 20 times a minute (`@fastify/rate-limit`)';
    const says = (code: string, given: object = manifest) =>
      answerIn({ 'package.json': JSON.stringify(given), 'server.js': code });
    assert.equal(says(from(app, `const app = Fastify();\n${route}`)), offered);
    assert.equal(
      says(from(app, `async function start() {\nconst app = Fastify();\n${route}}\nstart();\n`)),
      offered,
    );
    const limited = "import { fastifyRateLimit } from '@fastify/rate-limit';\n";
    const having = {
      ...manifest,
      dependencies: { ...manifest.dependencies, '@fastify/rate-limit': '^10.3.0' },
    };
    const taking = 'app.register(fastifyRateLimit, { global: false });\n';
    assert.equal(
      says(from(app + limited, `const app = Fastify();\nawait ${taking}${route}`), having),
      offered,
    );
    // Nothing that could be waited for: a plain function, a module that is required, no waiting.
    const plain = /register this route in an asynchronous plug-in/;
    assert.match(
      says(from(app, `function start() {\nconst app = Fastify();\n${route}}\nstart();\n`)) ?? '',
      plain,
    );
    assert.match(
      says(from(app, `const app = Fastify();\n${route}`), { ...manifest, type: 'commonjs' }) ?? '',
      plain,
    );
    assert.match(
      says(from(app + limited, `const app = Fastify();\n${taking}${route}`), having) ?? '',
      plain,
    );
    assert.match(
      says(from(app, `const app = Fastify();\n${route}`), {
        ...manifest,
        dependencies: { fastify: '^3.29.0', openai: '6' },
      }) ?? '',
      /no version of .* goes with/,
    );
  });

  it('counts in memory only where there is one', () => {
    const route = `app.get('/joke', async (c) => c.json(${JOKE}));\n`;
    const hono = from("import { Hono } from 'hono';\n", `const app = new Hono();\n${route}`);
    const says = (dependencies: object, more: Record<string, string> = {}) =>
      answerIn({
        'package.json': JSON.stringify({ type: 'module', dependencies }),
        'server.js': hono,
        ...more,
      });
    const own = { hono: '4.6.0', openai: '6' };
    const onNode = { ...own, '@hono/node-server': '1.13.0' };
    assert.match(says(onNode) ?? '', /`hono-rate-limiter`/);
    assert.match(says(own) ?? '', /count in a store that they share/);
    assert.match(says(onNode, { 'vercel.json': '{}' }) ?? '', /runs as functions/);
    assert.match(says({ ...onNode, 'serverless-http': '3' }) ?? '', /runs as functions/);
  });

  it('names what to do where functions share nothing', () => {
    const next = from('', `export async function POST() {\n  return Response.json(${JOKE});\n}\n`);
    assert.match(
      answerIn({
        'package.json': '{ "dependencies": { "next": "16", "openai": "6" } }',
        'app/api/joke/route.js': next,
      }) ?? '',
      /`@upstash\/ratelimit` is usual/,
    );
    assert.match(
      answerIn({
        'package.json': '{ "dependencies": { "@netlify/functions": "4", "openai": "6" } }',
        'netlify/functions/joke.js': from(
          '',
          `exports.handler = async () => ({ statusCode: 200, body: JSON.stringify(${JOKE}) });\n`,
        ),
      }) ?? '',
      /beside a `config` with a `rateLimit`/,
    );
  });

  it('sets the module of Nest’s limiter up where the controller is listed, once', () => {
    const controller = `import { Controller, Get } from '@nestjs/common';
import OpenAI from 'openai';
@Controller()
export class Jokes {
  openai = new OpenAI();
  @Get('joke') async joke() {
    return this.openai.responses.create({ model: 'gpt-5', input: 'A joke.' });
  }
}
`;
    const files = {
      'package.json': '{ "dependencies": { "@nestjs/common": "^11.0.0", "openai": "6" } }',
      'src/jokes.controller.ts': controller,
    };
    const module = (given: string, imports = '') =>
      `import { Module } from '@nestjs/common';\nimport { Jokes } from './jokes.controller';\n${imports}@Module(${given})\nexport class App {}\n`;
    const says = (text: string) => answerIn({ ...files, 'src/app.module.ts': text });
    const offered = 'Let each caller in 20 times a minute (`@nestjs/throttler`)';
    assert.equal(says(module('{ controllers: [Jokes] }')), offered);
    assert.equal(says(module('{ imports: [], controllers: [Jokes] }')), offered);
    assert.match(answerIn(files) ?? '', /module that lists this controller is not found/);
    assert.match(says(module('{ controllers: all }')) ?? '', /is not found/);
    assert.match(
      says(module('{ imports: others, controllers: [Jokes] }')) ?? '',
      /is not written there as a list/,
    );
  });

  it('goes behind name and address with Koa, where its package may be imported', () => {
    const route = `router.get('joke', '/joke', async (ctx) => { ctx.body = ${JOKE}; });\n`;
    const manifest =
      '{ "type": "module", "dependencies": { "koa": "3", "@koa/router": "15", "openai": "6" } }';
    const says = (file: string, imports: string, made: string) =>
      answerIn({ 'package.json': manifest, [file]: from(imports, `${made}${route}`) });
    const made = 'const router = new Router();\n';
    assert.equal(
      says('server.ts', "import Router from '@koa/router';\n", made),
      'Let each caller in 20 times a minute (`koa-ratelimit`)',
    );
    assert.match(
      says('server.ts', "import { Router } from '@koa/router';\n", made) ?? '',
      /nothing shows that this file may/,
    );
  });
});
