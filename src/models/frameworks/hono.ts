import { nodeSecret, type Framework } from './framework';
import { mountedRoute } from '../../routes/mountedRoute';
import { webDialect } from '../../routes/route';

/** Hono, on Node or on an edge runtime. Source: hono.dev/docs, "Adapter helper: env()". */
export const hono: Framework = {
  id: 'hono',
  title: 'Hono',
  packages: ['hono', '@hono/node-server', '@hono/zod-openapi'],
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
  route: (spec, place) =>
    mountedRoute(spec, place, {
      creation: 'new Hono(?:<[^(]*>)?\\(',
      dialect: (name, typescript) =>
        webDialect(
          () =>
            `export async function ${name}(c${typescript ? ': Context): Promise<Response>' : ')'} {`,
          {
            imports: typescript ? ["import type { Context } from 'hono';"] : [],
            body: 'await c.req.json().catch(() => ({}))',
            upload: {
              form: 'await c.req.formData().catch(() => undefined)',
              length: "c.req.header('content-length')",
            },
          },
        ),
      statement: (app, url, handler) => `${app}.post('${url}', ${handler});`,
    }),
  // On Workers the Workers convention comes first and reads its own bindings.
  secret: (name) => nodeSecret(name),
};
