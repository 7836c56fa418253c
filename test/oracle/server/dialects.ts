import type { Host } from '../application';
import type { Dialect } from './draft';

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** `Response.json(value, { status, headers })`. */
function webAnswer(value: string, status?: number, headers?: string): string {
  const init = [
    ...(status === undefined ? [] : [`status: ${status}`]),
    ...(headers === undefined ? [] : [headers === 'headers' ? 'headers' : `headers: ${headers}`]),
  ];
  return `return Response.json(${value}${init.length > 0 ? `, { ${init.join(', ')} }` : ''});`;
}

/** Each piece is written to Node's own response. */
const WRITTEN = [
  "res.setHeader('Content-Type', 'text/plain');",
  'for await (const chunk of completion) {',
  "  res.write(chunk.choices[0]?.delta?.content ?? '');",
  '}',
  'res.end();',
];

/** The answer's body is a stream of the platform's. */
const STREAMED = [
  'const encoder = new TextEncoder();',
  'const pieces = new ReadableStream({',
  '  async start(controller) {',
  '    for await (const chunk of completion) {',
  "      controller.enqueue(encoder.encode(chunk.choices[0]?.delta?.content ?? ''));",
  '    }',
  '    controller.close();',
  '  },',
  '});',
  'return new Response(pieces);',
];

/** A framework whose handlers are exports of files. */
function byFile(entry: string, head: string, dependencies: Record<string, string>): Dialect {
  return {
    entry,
    dependencies,
    body: 'await request.json()',
    answer: webAnswer,
    pieces: STREAMED,
    module: ({ imports, top, handler }) => ({
      [entry]: [
        "import OpenAI from 'openai';",
        ...imports,
        '',
        ...top,
        '',
        `${head} {`,
        ...indented(handler),
        '}',
        '',
      ].join('\n'),
    }),
  };
}

/** How each framework's handlers are written; the address is `/api/ask`. */
export const dialects: Readonly<Partial<Record<Host, Dialect>>> = {
  express: {
    entry: 'server.ts',
    dependencies: { express: '^5.0.0' },
    body: 'req.body',
    pieces: WRITTEN,
    answer: (value, status, headers) =>
      `${headers === undefined ? '' : `res.set(${headers}); `}res${status === undefined ? '' : `.status(${status})`}.json(${value});`,
    module: ({ imports, top, handler }) => ({
      'server.ts': [
        "import express from 'express';",
        "import OpenAI from 'openai';",
        ...imports,
        '',
        'const app = express();',
        "app.use(express.json({ limit: '10mb' }));",
        '',
        ...top,
        '',
        "app.post('/api/ask', async (req, res) => {",
        ...indented(handler),
        '});',
        '',
        'app.listen(3000);',
        '',
      ].join('\n'),
    }),
  },
  hono: {
    entry: 'server.ts',
    dependencies: { hono: '^4.0.0', '@hono/node-server': '^1.0.0' },
    body: 'await c.req.json()',
    pieces: STREAMED,
    answer: (value, status, headers) =>
      `return c.json(${[value, ...(status === undefined && headers === undefined ? [] : [String(status ?? 200)]), ...(headers === undefined ? [] : [headers])].join(', ')});`,
    module: ({ imports, top, handler }) => ({
      'server.ts': [
        "import { serve } from '@hono/node-server';",
        "import { Hono } from 'hono';",
        "import OpenAI from 'openai';",
        ...imports,
        '',
        'const app = new Hono();',
        '',
        ...top,
        '',
        "app.post('/api/ask', async (c) => {",
        ...indented(handler),
        '});',
        '',
        'serve({ fetch: app.fetch, port: 3000 });',
        '',
      ].join('\n'),
    }),
  },
  fastify: {
    entry: 'server.ts',
    dependencies: { fastify: '^5.0.0' },
    body: 'req.body as any',
    answer: (value, status, headers) =>
      `return reply${status === undefined ? '' : `.code(${status})`}${headers === undefined ? '' : `.headers(${headers})`}.send(${value});`,
    module: ({ imports, top, handler }) => ({
      'server.ts': [
        "import Fastify from 'fastify';",
        "import OpenAI from 'openai';",
        ...imports,
        '',
        'const app = Fastify({ bodyLimit: 10_000_000 });',
        '',
        ...top,
        '',
        "app.post('/api/ask', async (req, reply) => {",
        ...indented(handler),
        '});',
        '',
        "app.listen({ port: 3000, host: '0.0.0.0' });",
        '',
      ].join('\n'),
    }),
  },
  'next pages': {
    entry: 'pages/api/ask.ts',
    dependencies: { next: '^16.0.0', react: '^19.0.0' },
    body: 'req.body',
    pieces: WRITTEN,
    answer: (value, status, headers) =>
      `${headers === undefined ? '' : `for (const [name, text] of Object.entries(${headers})) res.setHeader(name, text); `}return res.status(${status ?? 200}).json(${value});`,
    module: ({ imports, top, handler }) => ({
      'pages/api/ask.ts': [
        "import type { NextApiRequest, NextApiResponse } from 'next';",
        "import OpenAI from 'openai';",
        ...imports,
        '',
        ...top,
        '',
        'export default async function handler(req: NextApiRequest, res: NextApiResponse) {',
        ...indented(handler),
        '}',
        '',
      ].join('\n'),
    }),
  },
  nuxt: {
    entry: 'server/api/ask.post.ts',
    dependencies: { nuxt: '^4.0.0' },
    body: 'await readBody(event)',
    answer: (value, status, headers) =>
      [
        ...(headers === undefined ? [] : [`setResponseHeaders(event, ${headers});`]),
        ...(status === undefined ? [] : [`setResponseStatus(event, ${status});`]),
        `return ${value};`,
      ].join(' '),
    module: ({ imports, top, handler }) => ({
      'server/api/ask.post.ts': [
        "import OpenAI from 'openai';",
        ...imports,
        '',
        ...top,
        '',
        'export default defineEventHandler(async (event) => {',
        ...indented(handler),
        '});',
        '',
      ].join('\n'),
    }),
  },
  netlify: byFile(
    'netlify/functions/ask.mts',
    'export default async function handler(request: Request)',
    { '@netlify/functions': '^5.0.0' },
  ),
  lambda: {
    entry: 'functions/ask.ts',
    dependencies: { '@types/aws-lambda': '^8.0.0' },
    body: "JSON.parse(event.body ?? '{}')",
    answer: (value, status, headers) =>
      `return { statusCode: ${status ?? 200}, ${headers === undefined ? '' : `headers: ${headers}, `}body: JSON.stringify(${value}) };`,
    module: ({ imports, top, handler }) => ({
      'functions/ask.ts': [
        "import type { APIGatewayProxyEvent } from 'aws-lambda';",
        "import OpenAI from 'openai';",
        ...imports,
        '',
        ...top,
        '',
        'export const handler = async (event: APIGatewayProxyEvent) => {',
        ...indented(handler),
        '};',
        '',
      ].join('\n'),
      'serverless.yml': 'functions:\n  ask:\n    handler: functions/ask.handler\n',
    }),
  },
  workers: {
    entry: 'src/worker.ts',
    dependencies: { wrangler: '^4.0.0' },
    body: '(await request.json()) as any',
    answer: webAnswer,
    pieces: STREAMED,
    module: ({ imports, top, handler }) => ({
      'wrangler.toml': 'name = "ask"\nmain = "src/worker.ts"\n',
      'src/worker.ts': [
        "import OpenAI from 'openai';",
        ...imports,
        '',
        ...top.filter((line) => !line.startsWith('const openai')),
        '',
        'export default {',
        '  async fetch(request: Request, env: { OPENAI_API_KEY: string }): Promise<Response> {',
        ...indented(
          indented([
            ...top
              .filter((line) => line.startsWith('const openai'))
              .map((line) => line.replace('process.env', 'env')),
            ...handler,
          ]),
        ),
        '  },',
        '};',
        '',
      ].join('\n'),
    }),
  },
  next: byFile('app/api/ask/route.ts', 'export async function POST(request: Request)', {
    next: '^16.0.0',
    react: '^19.0.0',
  }),
  sveltekit: byFile(
    'src/routes/api/ask/+server.ts',
    'export async function POST({ request }: { request: Request })',
    { '@sveltejs/kit': '^2.0.0' },
  ),
  astro: byFile(
    'src/pages/api/ask.ts',
    'export async function POST({ request }: { request: Request })',
    { astro: '^5.0.0' },
  ),
};
