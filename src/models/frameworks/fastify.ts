import { nodeSecret, type Framework } from './framework';
import { mountedRoute } from '../../routes/mountedRoute';
import { contentType, type RouteSpec } from '../../routes/route';
import { hasFile, nodeUpload } from '../../routes/upload';

const PACKAGES = ['fastify'];

/** Fastify 5. Source: fastify.dev/docs, "Routes". */
export const fastify: Framework = {
  id: 'fastify',
  title: 'Fastify',
  packages: ['fastify'],
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
  loggers: [{ call: ['<app>.log.*', '<request>.log.*'] }],
  sinks: [
    { call: ['<reply>.{send,view}', '<reply>.raw.{write,end}'], into: 'response' },
    { call: '<reply>.redirect', into: 'address' },
  ],
  readers: [{ call: 'FastifyRequest()', of: 'type', is: { as: 'http' } }],
  limits: [
    { call: ['default', '{fastify,Fastify}', '<app>.{post,put,patch,route}'], option: 'bodyLimit' },
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
  // Who reads forms already has a parser of its own for them.
  route: (spec, place) =>
    hasFile(spec.fields) && place.pkg.dependencies.has('@fastify/multipart')
      ? undefined
      : mountedRoute(spec, place, {
          creation: '(?:fastify|Fastify)\\(',
          dialect: (name, typescript) => ({
            imports: [
              ...(spec.streams ? ["import { Readable } from 'node:stream';"] : []),
              ...(typescript
                ? ["import type { FastifyReply, FastifyRequest } from 'fastify';"]
                : []),
            ],
            open: () =>
              `export async function ${name}(request${typescript ? ': FastifyRequest' : ''}, reply${typescript ? ': FastifyReply): Promise<FastifyReply>' : ')'} {`,
            close: '}',
            body: `(request.body ?? {})${typescript ? ' as Record<string, unknown>' : ''}`,
            answer: (json, status, headers) => [
              `return reply.code(${status})${headers ? `.headers(${headers})` : ''}.send(${json});`,
            ],
            bytes: (response) => [
              `return reply.type(${contentType(response)}).send(Buffer.from(await ${response}.arrayBuffer()));`,
            ],
            upload: nodeUpload(
              typescript ? 'new Uint8Array(request.body as Buffer)' : 'request.body',
              (name) => `request.headers['${name}']`,
            ),
            stream: (body) => [
              "reply.raw.on('close', () => aborted.abort());",
              `return reply.type('application/x-ndjson').send(Readable.from(${body}));`,
            ],
          }),
          statement: (app, url, handler, typescript) =>
            mounting(spec, app, url, handler, typescript),
        }),
  secret: (name) => nodeSecret(name),
};

/** Fastify refuses bodies that it has no parser for: that of a form with a file is one for this route alone. */
function mounting(
  { fields }: RouteSpec,
  app: string,
  url: string,
  handler: string,
  typescript: boolean,
): string {
  if (!hasFile(fields)) return `${app}.post('${url}', ${handler});`;
  return [
    `${app}.register(async (uploads) => {`,
    `  uploads.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: 26 * 1024 * 1024 }, async (${typescript ? 'request: unknown, body: unknown' : 'request, body'}) => body);`,
    `  uploads.post('${url}', ${handler});`,
    '});',
  ].join('\n');
}
