import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { build, transformSync } from 'esbuild';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import type { RouteFile } from '../../src/routes/route';

/** A route as far as it is started here. */
type StartedRoute = Omit<RouteFile, 'loads'>;

/** A route that answers over HTTP, whatever its framework. */
export interface RunningRoute {
  readonly url: string;
  close(): Promise<void>;
}

type WebHandler = (request: Request) => Promise<Response>;

/** What stands in for the parts of a framework that a route imports; the route itself is the file that the fix creates. */
const STANDINS: Readonly<Record<string, string>> = {
  '$env/static/private': "export const OPENAI_API_KEY = 'made-up-for-tests';",
  'cloudflare:workers': "export const env = { OPENAI_API_KEY: 'made-up-for-tests' };",
  '@tanstack/react-router': 'export const createFileRoute = () => (options) => options;',
  'firebase-functions/v2/https': 'export const onRequest = (options, handler) => handler;',
  '@hono/node-server': 'export const serve = ({ fetch }) => { globalThis.served = fetch; };',
};

/** What Nuxt imports by itself. */
const NUXT = {
  defineEventHandler: (handler: unknown) => handler,
  readBody: (event: { request: Request }) => event.request.json().catch(() => undefined),
  readFormData: (event: { request: Request }) => event.request.formData(),
  getHeader: (event: { request: Request }, name: string) => event.request.headers.get(name),
};

/** Loads a route and lets it answer over HTTP: the way its framework calls it is the only thing that is made up. */
export async function startRoute(framework: string, route: StartedRoute): Promise<RunningRoute> {
  const folder = mkdtempSync(join(resolve('test', 'output'), 'route-'));
  const file = join(folder, route.file.replaceAll('/', '__'));
  writeFileSync(file, route.text);
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
    define: { 'import.meta.env.OPENAI_API_KEY': '"made-up-for-tests"' },
    plugins: [
      {
        name: 'stand-ins',
        setup(plugin) {
          plugin.onResolve({ filter: /./ }, ({ path }) =>
            path in STANDINS ? { path, namespace: 'stand-in' } : undefined,
          );
          plugin.onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({
            contents: STANDINS[path],
            loader: 'js',
          }));
        },
      },
    ],
  });
  rmSync(folder, { recursive: true, force: true });
  const module = { exports: {} as Record<string, unknown> };
  new Function('module', 'exports', 'require', ...Object.keys(NUXT), outputFiles[0].text)(
    module,
    module.exports,
    createRequire(join(process.cwd(), 'package.json')),
    ...Object.values(NUXT),
  );
  const { exports } = module;
  if (framework === 'express') return listen(mounted(route, exports, express()), route.url);
  if (framework === 'hono') {
    const app = mounted(route, exports, new Hono());
    return listen(
      nodeHandler(async (request) => app.fetch(request)),
      route.url,
    );
  }
  if (framework === 'fastify') {
    const app = mounted(route, exports, Fastify());
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    return { url: `${url}${route.url}`, close: () => app.close().then(() => undefined) };
  }
  // Hosting hands the bytes of the body over beside what it has read of it.
  const bytes = express.raw({
    type: 'multipart/form-data',
    limit: '26mb',
    verify: (request, _, rawBody) => void Object.assign(request, { rawBody }),
  });
  if (framework === 'firebase')
    return listen(
      express().post(
        '/',
        bytes,
        express.json(),
        Object.values(exports)[0] as express.RequestHandler,
      ),
    );
  if (framework === 'next-pages') {
    const { config } = exports as { config?: { api: { bodyParser: unknown } } };
    return listen(
      express().post(
        '/',
        ...(config?.api.bodyParser === false ? [] : [express.json()]),
        exports.default as express.RequestHandler,
      ),
    );
  }
  return listen(nodeHandler(webHandler(framework, exports, route.url)));
}

/** An application with the route in it, put there by the statement that the fix writes. */
function mounted<App>({ mount }: StartedRoute, exports: Record<string, unknown>, app: App): App {
  const [[name, handler]] = Object.entries(exports);
  new Function(mount!.app, name, 'express', transformSync(mount!.statement, { loader: 'ts' }).code)(
    app,
    handler,
    express,
  );
  return app;
}

/** The call that each framework makes of a route's export. */
function webHandler(framework: string, exports: Record<string, unknown>, url: string): WebHandler {
  const call = (name: string) => exports[name] as (argument: unknown) => Promise<Response>;
  switch (framework) {
    case 'next':
    case 'expo':
    case 'vercel':
      return (request) => call('POST')(request);
    case 'netlify':
      return (request) => call('default')(request);
    case 'remix':
      return (request) => call('action')({ request });
    case 'cloudflare':
      return (request) => call('onRequestPost')({ request });
    case 'nuxt':
      return (request) => call('default')({ request });
    case 'tanstack-start':
      return (request) =>
        (
          exports.Route as {
            server: { handlers: { POST: (argument: unknown) => Promise<Response> } };
          }
        ).server.handlers.POST({ request });
    case 'aws-lambda':
      return async (request) => {
        const { statusCode, headers, body } = (await call('handler')({
          body: Buffer.from(await request.text()).toString('base64'),
          isBase64Encoded: true,
        })) as unknown as { statusCode: number; headers: Record<string, string>; body: string };
        return new Response(body, { status: statusCode, headers });
      };
    case 'expo-app':
    case 'react-native':
    case 'plain-page':
    case 'browser-app': {
      const { served } = globalThis as unknown as { served: WebHandler };
      return (request) => served(new Request(new URL(url, request.url), request));
    }
    default:
      return (request) => call('POST')({ request });
  }
}

function nodeHandler(handler: WebHandler): Server {
  return createServer(async (incoming, outgoing) => {
    const request = new Request(`http://localhost${incoming.url ?? '/'}`, {
      method: 'POST',
      headers: incoming.headers as Record<string, string>,
      body: Readable.toWeb(incoming) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    const response = await handler(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    const reader = response.body?.getReader();
    // A reader who leaves cancels the body, as every server does.
    outgoing.on('close', () => void reader?.cancel().catch(() => undefined));
    for (
      let part = await reader?.read();
      part && !part.done && !outgoing.destroyed;
      part = await reader?.read()
    )
      outgoing.write(part.value);
    outgoing.end();
  });
}

async function listen(app: Server | express.Express, path = '/'): Promise<RunningRoute> {
  const server = app.listen(0, '127.0.0.1');
  await new Promise((done) => (server as Server).once('listening', done));
  return {
    url: `http://127.0.0.1:${((server as Server).address() as AddressInfo).port}${path}`,
    close: () =>
      new Promise((done) => {
        (server as Server).closeAllConnections();
        (server as Server).close(() => done());
      }),
  };
}
