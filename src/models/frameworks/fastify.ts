import { LOGS } from '../libraries/loggers';
import { contentTypeOf, nodeUpload, READABLE, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';
import type { RouteShape } from './placement';

const PACKAGES = ['fastify'];

/** Fastify 5. Source: fastify.dev/docs, "Routes". */
export const fastify: Framework = {
  id: 'fastify',
  title: 'Fastify',
  packages: ['fastify'],
  runs: 'server',
  things: {
    app: { from: ['default()', '{fastify,Fastify}()', 'FastifyInstance()'], builds: true },
    request: { from: 'FastifyRequest()' },
    reply: { from: 'FastifyReply()', builds: true },
  },
  registrations: [
    {
      call: '<app>.{get,post,put,patch,delete,del,all,use,options,head}',
      entry: 'http',
      what: 'the handler of `{call}`',
      hands: ['request', 'reply'],
      returns: true,
    },
    {
      call: ['<request>.**.{on,once}', '<reply>.**.{on,once}'],
      entry: 'detached',
      what: 'the listener of {topic}',
    },
    { call: '<app>.route', property: 'handler', entry: 'http', what: 'the handler of `{call}`' },
    { call: '<app>.addHook', entry: 'http', what: 'the handler of `{call}`' },
    { call: '<app>.register', argument: 0, entry: 'here', what: 'the plug-in', hands: ['app'] },
  ],
  errorHandlers: [
    { call: '<app>.setErrorHandler', of: 'call', label: '`setErrorHandler` catches it' },
  ],
  answers: [{ call: '<app>.httpErrors.*()' }],
  loggers: [{ call: [`<app>.log.${LOGS}`, `<request>.log.${LOGS}`] }],
  sinks: [
    { call: '<reply>.{send,view}', into: 'response', makes: 'beginning' },
    { call: '<reply>.raw.write', into: 'response', makes: 'piece' },
    { call: '<reply>.raw.end', into: 'response' },
    { call: '<reply>.redirect', into: 'address' },
  ],
  readers: [{ call: 'FastifyRequest()', of: 'type', is: { as: 'http' } }],
  limits: [
    { call: ['default', '{fastify,Fastify}'], option: 'bodyLimit' },
    { call: '<app>.{post,put,patch,route}', option: 'bodyLimit', ofRoute: true },
  ],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: { 'file()': 'the upload', 'files()': 'the upload', 'parts()': 'the upload' },
    },
  ],
  routesIn: 'any',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  placement: {
    kind: 'mounted',
    application: { packages: ['fastify'], call: ['default()', '{fastify,Fastify}()'] },
    // A body may have 1 MB unless the whole server allows more.
    cannot: ['picture'],
    // Who reads forms already has a parser of its own for them.
    formReaders: ['@fastify/multipart'],
    dialect,
    statement: mounting,
  },
  secret: (name) => nodeSecret(name),
};

function dialect(handler: string, { typescript, streams }: RouteShape): Dialect {
  return {
    imports: [
      ...(streams ? [READABLE] : []),
      ...(typescript ? [typesOf('fastify', 'FastifyReply', 'FastifyRequest')] : []),
    ],
    exported: handler,
    open: typescript
      ? `async function ${handler}(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {`
      : `async function ${handler}(request, reply) {`,
    close: '}',
    body: `(request.body ?? {})${typescript ? ' as Record<string, unknown>' : ''}`,
    answer: (json, status, headers) => [
      `return reply.code(${status})${headers ? `.headers(${headers})` : ''}.send(${json});`,
    ],
    bytes: (response) => [
      `return reply.type(${contentTypeOf(response)}).send(Buffer.from(await ${response}.arrayBuffer()));`,
    ],
    upload: nodeUpload(
      typescript ? 'new Uint8Array(request.body as Buffer)' : 'request.body',
      'request.headers',
    ),
    stream: (body, contentType) => [
      "reply.raw.on('close', () => aborted.abort());",
      `return reply.type('${contentType}').send(Readable.from(${body}));`,
    ],
  };
}

/**
 * Fastify refuses bodies that it has no parser for: that of a form with a file is one for this
 * route alone.
 */
function mounting(
  app: string,
  url: string,
  handler: string,
  { takesFile, typescript }: RouteShape,
): string {
  if (!takesFile) return `${app}.post('${url}', ${handler});`;
  const parser = typescript
    ? 'async (request: unknown, body: unknown) => body'
    : 'async (request, body) => body';
  const options = "{ parseAs: 'buffer', bodyLimit: 26 * 1024 * 1024 }";
  return [
    `${app}.register(async (uploads) => {`,
    `  uploads.addContentTypeParser('multipart/form-data', ${options}, ${parser});`,
    `  uploads.post('${url}', ${handler});`,
    '});',
  ].join('\n');
}
