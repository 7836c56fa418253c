import type { Framework } from '../../src/models/frameworks/framework';
import { frameworks } from '../../src/models/frameworks/registry';
import type { RoutePlace, RouteSpec } from '../../src/routes/route';

/** The frameworks with routes, each in a project that has a place for one. */
export function places(): [string, Framework, Record<string, string>][] {
  const files: Record<string, Record<string, string>> = {
    next: { 'app/page.tsx': '' },
    remix: { 'app/routes/_index.tsx': '' },
    expo: { 'app/index.tsx': '', 'app.json': '{ "expo": {} }' },
    cloudflare: { 'functions/hello.ts': '' },
    nest: {
      'src/main.ts': 'const app = await NestFactory.create(AppModule);\n',
      'src/app.module.ts':
        "import { Module } from '@nestjs/common';\n@Module({ controllers: [] })\nexport class AppModule {}\n",
    },
    firebase: {
      'src/index.ts': "import { onRequest } from 'firebase-functions/v2/https';\n",
      'firebase.json': '{ "hosting": { "public": "dist" } }',
    },
    'aws-lambda': {
      'serverless.yml':
        'provider:\n  httpApi:\n    cors: true\nfunctions:\n  list:\n    handler: src/list.handler\n    events:\n      - httpApi:\n          path: /list\n',
      'src/list.ts': '',
    },
    'supabase-edge': {
      'supabase/config.toml': '',
      'src/supabase.ts':
        "import { createClient } from '@supabase/supabase-js';\nexport const supabase = createClient(import.meta.env.VITE_URL, import.meta.env.VITE_KEY);\n",
    },
    express: { 'server/index.ts': "import express from 'express';\nconst app = express();\n" },
    hono: { 'server.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n" },
    elysia: { 'server.ts': "import { Elysia } from 'elysia';\nconst app = new Elysia();\n" },
    koa: { 'server.ts': "import Router from '@koa/router';\nconst router = new Router();\n" },
    fastify: {
      'server.ts': "import Fastify from 'fastify';\nconst app = Fastify({ logger: true });\n",
    },
  };
  const all = frameworks
    .filter((framework) => framework.placement)
    .map((framework): [string, Framework, Record<string, string>] => [
      framework.id,
      framework,
      files[framework.id] ?? {},
    ]);
  const next = all.find(([id]) => id === 'next')!;
  return [...all, ['next-pages', next[1], { 'pages/index.tsx': '' }]];
}

/** The place that a framework is asked to find in such a project, without a disk. */
export function placeOf(files: Record<string, string>): RoutePlace {
  const pkg = {
    dir: '',
    dependencies: new Set([
      'vite',
      '@koa/bodyparser',
      '@supabase/supabase-js',
      'firebase-functions',
      'expo-router',
    ]),
    files: new Set<string>(),
    manifest: { dependencies: { 'firebase-functions': '^6.0.0' } },
  };
  return {
    pkg,
    files: Object.keys(files),
    pageBase: '',
    exists: (path) => path in files,
    read: (path) => files[path],
    page: { pkg, texts: () => Object.values(files) },
  };
}

/** One text in, an answer of a chat out. */
export function spec(streams: boolean, typescript: boolean): RouteSpec {
  return {
    name: 'chat',
    method: 'chat.completions.create',
    streams,
    plainHeaders: false,
    typescript,
    quote: "'",
    semicolons: true,
    fields: [{ name: 'message', kind: 'text' }],
    payload: [
      "model: 'gpt-5',",
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      "  { role: 'system', content: 'Be brief.' },",
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}

/** A recording that is to be written down. */
export function uploadSpec(typescript: boolean): RouteSpec {
  return {
    ...spec(false, typescript),
    name: 'transcription',
    method: 'audio.transcriptions.create',
    fields: [
      { name: 'file', kind: 'file' },
      { name: 'language', kind: 'choice', options: ['de', 'en'] },
    ],
    payload: ["model: 'whisper-1',", 'file,', 'language,'],
  };
}

/** Every kind of field at once. */
export function fullSpec(streams: boolean): RouteSpec {
  return {
    ...spec(streams, true),
    fields: [
      { name: 'message', kind: 'text' },
      { name: 'history', kind: 'history' },
      { name: 'temperature', kind: 'number' },
      { name: 'model', kind: 'choice', options: ['gpt-5', 'gpt-5-mini'] },
    ],
    payload: [
      'model,',
      'temperature,',
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      '  ...history,',
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}
