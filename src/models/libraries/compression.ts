import type { Model } from '../model';

/**
 * Middleware of Node’s own responses that compresses what is written, and holds it back until there
 * is enough to compress or `flush` is called. Those of Hono and Fastify leave event streams as they
 * are, and nothing that is written past them. Sources: compression 1.8 `index.js`, its README,
 * "Server-Sent Events".
 */
export const compression: Model = {
  id: 'compression',
  title: 'compression',
  packages: ['compression', 'shrink-ray-current'],
  compressors: [{ call: 'default()', options: '{level,threshold,memLevel,strategy,chunkSize}' }],
};

/** How an answer says what it is and how it is passed on: names of headers, and what tells. */
export const answerHeaders = {
  /** Says what it is. Texts are compressed, those of event streams too. */
  type: 'content-type',
  compressed: /^(text\/|application\/(json|javascript|xml)|[^;]*\+(json|text|xml))/i,
  /** What is encoded already is not encoded again. */
  encoding: 'content-encoding',
  /** Stands in `Cache-Control`: nothing on the way may change it. */
  asItIs: 'no-transform',
  /** Sends what has been held back so far. */
  flush: 'flush',
  /** Tells nginx to pass each piece on. */
  unheld: 'x-accel-buffering',
  /** Methods that set the type alone, by a word: `reply.type('text/plain')`. */
  typeSetters: new Set(['type', 'contentType']),
  /** Methods that are given headers. */
  setters: new Set('set header headers setHeader setHeaders writeHead append'.split(' ')),
} as const;

/**
 * Configurations of proxies, and what in one says that it passes requests on, to where, and each
 * piece of their answers at once. Source: nginx.org, `ngx_http_proxy_module`.
 */
export const proxyConfigs = {
  files: /\.conf(\.template|\.j2)?$|\.nginx$/,
  passes: /^[^#\n]*\bproxy_pass\s+https?:\/\/([^\s;/:]+)/gm,
  unheld: /^[^#\n]*(\bproxy_buffering\s+off\b|\bX-Accel-Buffering\b)/im,
  title: 'nginx',
} as const;

/** Packages whose applications run the methods of controllers, with middleware before all of them. */
export const compressedMethods = /^@nestjs\//;
