import type { Server } from 'node:http';
import type { Application } from './application';
import { loadModule } from './bundle';
import type { Version } from './run';
import { overSocket, type Answering } from './world';

type Handler = (given: never) => Promise<Response>;

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
  };

function captured(file: string, pattern: RegExp): string | undefined {
  return pattern.exec(file)?.[1];
}

async function byFiles(
  routes: readonly { readonly file: string; readonly url: string }[],
  files: ReadonlyMap<string, string>,
  host: Application['host'],
): Promise<Answering> {
  const handlers = new Map<string, Handler>();
  for (const { file, url } of routes)
    handlers.set(url, (await loadModule(files, file))['POST'] as Handler);
  return async (request) => {
    const handler = handlers.get(new URL(request.url).pathname);
    if (!handler) return new Response('Not found', { status: 404 });
    const given = host === 'next' ? request : { request, url: new URL(request.url) };
    // What a handler lets through, its framework answers.
    return handler(given as never).catch(() => new Response('Failed', { status: 500 }));
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
