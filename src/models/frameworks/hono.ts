import { webDialect, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';
import type { Placement } from './placement';

/** How a handler of Hono's reads what it is sent. */
export const honoRequest: Pick<Dialect, 'body' | 'upload'> = {
  body: 'await c.req.json().catch(() => ({}))',
  upload: {
    form: 'await c.req.formData().catch(() => undefined)',
    length: "c.req.header('content-length')",
  },
};

/** How a route is put into an application of Hono's: the small server beside a page is one too. */
export const honoApplication: Placement<'mounted'> = {
  kind: 'mounted',
  application: { packages: ['hono'], call: 'Hono()', prefix: { method: 'basePath' } },
  // A limit that the application sets for all its routes would refuse a body of that size.
  cannot: ['picture'],
  dialect: (handler, { typescript }) =>
    webDialect(
      typescript
        ? `async function ${handler}(c: Context): Promise<Response> {`
        : `async function ${handler}(c) {`,
      {
        ...honoRequest,
        exported: handler,
        imports: typescript ? [typesOf('hono', 'Context')] : [],
      },
    ),
  statement: (app, url, handler) => `${app}.post('${url}', ${handler});`,
};

/** Hono, on Node or on an edge runtime. Source: hono.dev/docs, "Adapter helper: env()". */
export const hono: Framework = {
  id: 'hono',
  title: 'Hono',
  packages: ['hono', '@hono/node-server', '@hono/zod-openapi'],
  runs: 'server',
  things: {
    app: { from: ['{Hono,OpenAPIHono}()'], builds: true },
    context: { from: 'Context()' },
  },
  registrations: [
    {
      call: '<app>.{get,post,put,patch,delete,all,use,options,on,openapi}',
      entry: 'http',
      what: 'the handler of `{call}`',
      hands: ['context'],
    },
    { call: '<context>.**.addEventListener', entry: 'detached', what: 'the listener of {topic}' },
    { call: 'serve', entry: 'http', what: 'the handler given to `{name}`' },
    {
      call: '{createHandlers,createMiddleware}',
      entry: 'http',
      what: 'the handler given to `{name}`',
    },
  ],
  errorHandlers: [{ call: '<app>.onError', of: 'call', label: '`onError` catches it' }],
  answers: [{ call: 'HTTPException()' }],
  sinks: [
    { call: '<context>.{json,text,html,body,render,newResponse}', into: 'response' },
    { call: '<context>.redirect', into: 'address' },
  ],
  readers: [{ call: '{Context,HonoRequest}()', of: 'type', is: { as: 'http' } }],
  limits: [{ call: 'bodyLimit', option: 'maxSize' }],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: {
        'parseBody()': 'the request body',
        'valid()': 'the request',
        'query()': 'the query',
        'queries()': 'the query',
        'param()': 'the route parameter',
        'header()': 'a header',
        'cookie()': 'a cookie',
      },
    },
  ],
  routesIn: 'any',
  applies: (pkg) => pkg.dependencies.has('hono'),
  entry: ({ specifiers }) =>
    specifiers.some(
      (name) => name === 'hono' || name.startsWith('hono/') || name === '@hono/node-server',
    )
      ? { surface: 'server', why: 'it serves requests with `hono`' }
      : undefined,
  placement: honoApplication,
  // On Workers the Workers convention comes first and reads its own bindings.
  secret: (name) => nodeSecret(name),
};
