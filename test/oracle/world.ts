import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecordingOpenAI } from './openai';

/** Answers what a page asks its own server for. */
export type Answering = (request: Request) => Promise<Response>;

/** Everything outside an application: OpenAI, and the server that the page comes from. */
export interface World {
  readonly openai: RecordingOpenAI;
  /** The page's own server, where there is one. */
  server?: Answering;
}

const ORIGIN = 'http://page.test';

/** Servers that were started since this world began. */
type Started = Server[];

/**
 * Runs something in a world of its own: `fetch` reaches only the recording OpenAI and the page's
 * server, and servers listen on a free port. All is put back afterwards.
 */
export async function inWorld<T>(run: (world: World, started: Started) => Promise<T>): Promise<T> {
  const world: World = { openai: new RecordingOpenAI() };
  const started: Started = [];
  const realFetch = globalThis.fetch;
  const { listen } = Server.prototype;
  const { log, error, warn } = console;
  const realTimeout = globalThis.setTimeout;
  Object.assign(globalThis, { document: emptyPage() });
  globalThis.fetch = async (input, init) => {
    const request = requestOf(input, init);
    const url = new URL(request.url);
    if (world.openai.isAsked(url)) return world.openai.fetch(request);
    if (url.origin === ORIGIN && world.server) return world.server(request);
    if (url.hostname === '127.0.0.1') return realFetch(request);
    if (url.hostname === 'localhost' && world.server) return world.server(request);
    throw new TypeError(`fetch failed: nothing answers at ${url.href}`);
  };
  // Nobody waits for what a library waits before it asks again; its limits for requests stay.
  globalThis.setTimeout = ((run: () => void, wait = 0, ...rest: unknown[]) =>
    realTimeout(run, wait > 100 && wait < 20_000 ? 1 : wait, ...rest)) as typeof setTimeout;
  Server.prototype.listen = function (this: Server, ...rest: unknown[]) {
    started.push(this);
    const ready = rest.find((item): item is () => void => typeof item === 'function');
    return Reflect.apply(listen, this, [0, '127.0.0.1', ready]) as Server;
  } as typeof listen;
  for (const name of ['log', 'error', 'warn'] as const) console[name] = () => undefined;
  try {
    return await run(world, started);
  } finally {
    globalThis.fetch = realFetch;
    Reflect.deleteProperty(globalThis, 'document');
    globalThis.setTimeout = realTimeout;
    Server.prototype.listen = listen;
    Object.assign(console, { log, error, warn });
    for (const server of started) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** A page whose elements are there when they are asked for, and keep what they are given. */
function emptyPage(): object {
  const elements = new Map<string, object>();
  return {
    querySelector(selector: string): object {
      const element = elements.get(selector) ?? { textContent: '', innerText: '' };
      elements.set(selector, element);
      return element;
    },
  };
}

function requestOf(input: string | URL | Request, init?: RequestInit): Request {
  const at = typeof input === 'string' ? new URL(input, ORIGIN) : input;
  return new Request(at, { ...init, ...(init?.body ? { duplex: 'half' } : {}) } as RequestInit);
}

/** What asks the server that was started last over a socket. */
export async function overSocket(started: Started): Promise<Answering> {
  // Some listen only when all that they load is ready.
  for (let tries = 0; tries < 100 && started.length === 0; tries++)
    await new Promise((done) => setImmediate(done));
  const server = started.at(-1);
  if (!server) throw new Error('no server was started');
  if (!server.listening) await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
      method: request.method,
      headers: request.headers,
      ...(request.body ? { body: await request.arrayBuffer() } : {}),
    });
  };
}
