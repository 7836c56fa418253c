import type { Server } from 'node:http';
import type { Application } from './application';
import { loadModule } from './bundle';
import type { Version } from './run';
import { overSocket, type Answering } from './world';

/**
 * What answers for an application: the routes that its framework finds by their files, or the
 * server that a script of its manifest starts. `undefined` where there is none.
 */
export async function serverOf(
  app: Application,
  { files, created }: Version,
  started: Server[],
): Promise<Answering | undefined> {
  const routes = [...files.keys()].flatMap((file) => {
    const url = ROUTES[app.host]?.(file);
    return url === undefined ? [] : [{ file, url }];
  });
  if (routes.length > 0) return byFiles(routes, files, app.host);
  const script = startedBy(files, created);
  if (script === undefined) return undefined;
  await loadModule(files, script);
  return overSocket(started);
}

/** The address of a route by its file, where a framework finds routes so. */
const ROUTES: Readonly<Partial<Record<Application['host'], (file: string) => string | undefined>>> =
  {
    next: (file) => captured(file, /^(?:src\/)?app(\/.+)\/route\.[jt]s$/),
    sveltekit: (file) => captured(file, /^src\/routes(\/.+)\/\+server\.[jt]s$/),
    astro: (file) => captured(file, /^src\/pages(\/.+)\.[jt]s$/),
    'next pages': (file) => captured(file, /^pages(\/api\/.+)\.[jt]s$/),
    nuxt: (file) => captured(file, /^server(\/api\/.+)\.post\.ts$/),
    netlify: (file) => captured(file, /^netlify\/functions(\/.+)\.mts$/),
    lambda: (file) => captured(file, /^functions(\/.+)\.ts$/),
    workers: (file) => (file === 'src/worker.ts' ? '/ask' : undefined),
  };

/** How a framework calls what a file of a route exports, from the request to the response. */
const CALLS: Readonly<Partial<Record<Application['host'], Call>>> = {
  next: ({ POST }, request) => POST(request),
  netlify: ({ default: handler }, request) => handler(request),
  workers: ({ default: { fetch } }, request) =>
    fetch(request, { OPENAI_API_KEY: 'made-up' }, { waitUntil: () => undefined }),
  lambda: async ({ handler }, request) => {
    const { statusCode, headers, body } = await handler({ body: await request.text() });
    return new Response(body, { status: statusCode ?? 200, headers });
  },
  nuxt: nuxtCall,
  'next pages': pagesCall,
};

type Call = (module: Exports, request: Request) => Promise<Response>;
/** What a module of an application exports: the framework knows what it calls. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Exports = Record<string, any>;

/** What Nuxt does around a handler: what it gives is the answer, what it throws says its status. */
async function nuxtCall({ default: handler }: Exports, request: Request): Promise<Response> {
  const sent = { status: 200, headers: new Headers() };
  try {
    const value: unknown = await handler({ request, sent, body: await request.json() });
    return Response.json(value, { status: sent.status, headers: sent.headers });
  } catch (error) {
    const { statusCode = 500, statusMessage = '' } = error as {
      statusCode?: number;
      statusMessage?: string;
    };
    return Response.json(
      { error: true, statusCode, statusMessage },
      { status: statusCode, headers: sent.headers },
    );
  }
}

/** Next's own request and response of the pages router, as far as handlers use them. */
async function pagesCall({ default: handler }: Exports, request: Request): Promise<Response> {
  const headers = new Headers();
  let status = 200;
  let body = '';
  const response = {
    headersSent: false,
    writableEnded: false,
    on: () => response,
    once: () => response,
    flushHeaders: () => undefined,
    status: (code: number) => ((status = code), response),
    setHeader: (name: string, value: unknown) => (headers.set(name, String(value)), response),
    writeHead: (code: number, all: Record<string, string> = {}) => {
      for (const [name, text] of Object.entries(all)) headers.set(name, text);
      return response.status(code);
    },
    json: (value: unknown) => response.end(JSON.stringify(value)),
    write: (text: string) => ((response.headersSent = true), void (body += text)),
    end: (text = '') => {
      response.headersSent = response.writableEnded = true;
      body += text;
    },
  };
  await handler(
    {
      method: request.method,
      body: await request.json(),
      headers: Object.fromEntries(request.headers),
    },
    response,
  );
  return new Response(body, { status, headers });
}

function captured(file: string, pattern: RegExp): string | undefined {
  return pattern.exec(file)?.[1];
}

async function byFiles(
  routes: readonly { readonly file: string; readonly url: string }[],
  files: ReadonlyMap<string, string>,
  host: Application['host'],
): Promise<Answering> {
  const handlers = new Map<string, Exports>();
  for (const { file, url } of routes) handlers.set(url, await loadModule(files, file));
  const call: Call =
    CALLS[host] ?? (({ POST }, request) => POST({ request, url: new URL(request.url) }));
  return async (request) => {
    const { pathname } = new URL(request.url);
    const handler = handlers.get(pathname) ?? handlers.get(pathname.replace(/^\/api/, ''));
    if (!handler) return new Response('Not found', { status: 404 });
    // What a handler lets through, its framework answers.
    return call(handler, request).catch(() => new Response('Failed', { status: 500 }));
  };
}

/** The module of the server: of one that the fix has made, or of the application's own. */
function startedBy(
  files: ReadonlyMap<string, string>,
  created: readonly string[],
): string | undefined {
  const own = ['server.js', 'server.ts', 'server/index.ts'].find((file) => files.has(file));
  if (own !== undefined) return own;
  const manifests = [...files].filter(([file]) => file.endsWith('package.json'));
  for (const [file, text] of manifests) {
    const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
    const folder = file.slice(0, -'package.json'.length);
    const words = Object.values(scripts).flatMap((script) => script.split(' '));
    const found = words
      .map((word) => folder + word.replace(/^\.\//, ''))
      .find((word) => created.includes(word));
    if (found !== undefined) return found;
  }
  return undefined;
}
