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

/** A framework whose handlers are exports of files. */
function byFile(entry: string, head: string, dependencies: Record<string, string>): Dialect {
  return {
    entry,
    dependencies,
    body: 'await request.json()',
    answer: webAnswer,
    module: ({ top, handler }) => ({
      [entry]: [
        "import OpenAI from 'openai';",
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
    answer: (value, status, headers) =>
      `${headers === undefined ? '' : `res.set(${headers}); `}res${status === undefined ? '' : `.status(${status})`}.json(${value});`,
    module: ({ top, handler }) => ({
      'server.ts': [
        "import express from 'express';",
        "import OpenAI from 'openai';",
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
    answer: (value, status, headers) =>
      `return c.json(${[value, ...(status === undefined && headers === undefined ? [] : [String(status ?? 200)]), ...(headers === undefined ? [] : [headers])].join(', ')});`,
    module: ({ top, handler }) => ({
      'server.ts': [
        "import { serve } from '@hono/node-server';",
        "import { Hono } from 'hono';",
        "import OpenAI from 'openai';",
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
