/**
 * The least that a project of a framework holds before it has a place for a new route: its files, by
 * the framework's id. What is not here needs none.
 */
export const sampleProjects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  next: { 'app/page.tsx': '' },
  remix: { 'app/routes/_index.tsx': '' },
  expo: { 'app/index.tsx': '', 'app.json': '{ "expo": {} }' },
  cloudflare: { 'functions/hello.ts': '' },
  nest: {
    'src/main.ts': [
      "import { NestFactory } from '@nestjs/core';",
      "import { AppModule } from './app.module';",
      'const app = await NestFactory.create(AppModule);',
      '',
    ].join('\n'),
    'src/app.module.ts':
      "import { Module } from '@nestjs/common';\n@Module({ controllers: [] })\nexport class AppModule {}\n",
  },
  firebase: {
    'src/index.ts': "import { onRequest } from 'firebase-functions/v2/https';\n",
    'firebase.json': '{ "hosting": { "public": "dist" } }',
  },
  'aws-lambda': {
    'serverless.yml': [
      'provider:',
      '  httpApi:',
      '    cors: true',
      'functions:',
      '  list:',
      '    handler: src/list.handler',
      '    events:',
      '      - httpApi:',
      '          path: /list',
      '',
    ].join('\n'),
    'src/list.ts': '',
  },
  'supabase-edge': {
    'supabase/config.toml': '',
    'src/supabase.ts': [
      "import { createClient } from '@supabase/supabase-js';",
      'export const supabase = createClient(import.meta.env.VITE_URL, import.meta.env.VITE_KEY);',
      '',
    ].join('\n'),
  },
  express: { 'server/index.ts': "import express from 'express';\nconst app = express();\n" },
  hono: { 'server.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n" },
  elysia: { 'server.ts': "import { Elysia } from 'elysia';\nconst app = new Elysia();\n" },
  koa: { 'server.ts': "import Router from '@koa/router';\nconst router = new Router();\n" },
  fastify: {
    'server.ts': "import Fastify from 'fastify';\nconst app = Fastify({ logger: true });\n",
  },
};

/** What the manifest of such a project names beside its framework. */
export const samplePackages: ReadonlySet<string> = new Set([
  'vite',
  '@koa/bodyparser',
  '@supabase/supabase-js',
  'firebase-functions',
  'expo-router',
]);

export const sampleManifest = { dependencies: { 'firebase-functions': '^6.0.0' } };
