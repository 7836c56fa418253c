import { contentTypeOf, nodeUpload, READABLE, streamBody, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';
import type { RouteShape } from './placement';

const PACKAGES = ['koa', '@koa/router', 'koa-router'];
/** Without one of them Koa does not read bodies. */
const PARSERS = ['@koa/bodyparser', 'koa-bodyparser', 'koa-body'];

/** Koa. Source: koajs.com. */
export const koa: Framework = {
  id: 'koa',
  title: 'Koa',
  packages: ['koa', '@koa/router', 'koa-router', 'koa-bodyparser', '@koa/bodyparser'],
  runs: 'server',
  things: {
    app: { from: ['default()', '{Router,Koa}()'], builds: true },
    context: {
      from: ['{Context,ParameterizedContext}()', 'default.Context()', 'RouterContext()'],
    },
  },
  registrations: [
    {
      call: '<app>.{get,post,put,patch,delete,del,all,use,options,head}',
      entry: 'http',
      what: 'the handler of `{call}`',
      hands: ['context'],
    },
    { call: '<context>.**.{on,once}', entry: 'detached', what: 'the listener of {topic}' },
  ],
  sinks: [
    { call: ['<context>.body', '<context>.response.body'], of: 'member', into: 'response' },
    { call: '<context>.res.{write,end}', into: 'response' },
    { call: '<context>.redirect', into: 'address' },
  ],
  errorHandlers: [
    {
      call: '<app>.use',
      of: 'call',
      around: true,
      label: 'the middleware around every handler catches it',
    },
  ],
  limits: [
    { call: ['default', 'bodyParser'], option: 'jsonLimit' },
    { call: ['default', 'bodyParser'], option: 'textLimit' },
  ],
  readers: [
    {
      call: ['{Context,ParameterizedContext}()', 'default.Context()', 'RouterContext()'],
      of: 'type',
      is: { as: 'http' },
    },
  ],
  routesIn: 'any',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  // The route goes to the application's router, behind the parser of bodies that it uses already.
  placement: {
    kind: 'mounted',
    application: {
      packages: ['@koa/router', 'koa-router'],
      call: ['default()', 'Router()'],
      prefix: { option: 'prefix', method: 'prefix' },
    },
    needs: PARSERS,
    // The parser refuses bodies of the size of a picture unless it is told otherwise for all
    // routes.
    cannot: ['picture'],
    // This one may read forms before the route does.
    formReaders: ['koa-body'],
    dialect,
    statement: (router, url, handler) => `${router}.post('${url}', ${handler});`,
  },
  secret: (name) => nodeSecret(name),
};

function dialect(handler: string, { typescript, streams, takesFile }: RouteShape): Dialect {
  return {
    imports: [
      ...(streams || takesFile ? [READABLE] : []),
      ...(typescript ? [typesOf('koa', 'Context')] : []),
    ],
    exported: handler,
    open: typescript
      ? `async function ${handler}(ctx: Context): Promise<void> {`
      : `async function ${handler}(ctx) {`,
    close: '}',
    body: typescript
      ? '(ctx.request as { body?: Record<string, unknown> }).body ?? {}'
      : 'ctx.request.body ?? {}',
    upload: nodeUpload(streamBody('ctx.req', typescript), 'ctx.req.headers'),
    answer: (json, status, headers) => [
      `ctx.status = ${status};`,
      ...(headers ? [`ctx.set(${headers});`] : []),
      `ctx.body = ${json};`,
      'return;',
    ],
    bytes: (response) => [
      `ctx.type = ${contentTypeOf(response)};`,
      `ctx.body = Buffer.from(await ${response}.arrayBuffer());`,
      'return;',
    ],
    // Koa ends the stream when the reader leaves, which cancels its source.
    stream: (body, contentType) => [
      `ctx.type = '${contentType}';`,
      `ctx.body = Readable.from(${body});`,
    ],
  };
}
