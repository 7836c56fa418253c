import { TYPEBOX_PARTS } from '../libraries/schemas';
import { webDialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';

/**
 * Elysia 1, on Bun or with `@elysiajs/node`. Source: elysiajs.com, "Route", "Handler", "Lifecycle",
 * "WebSocket".
 */
export const elysia: Framework = {
  id: 'elysia',
  title: 'Elysia',
  packages: ['elysia'],
  things: {
    app: { from: ['default()', 'Elysia()'], builds: true },
    schema: { from: 't.*()' },
  },
  registrations: [
    {
      call: '<app>.{get,post,put,patch,delete,all,options,head,route}',
      entry: 'http',
      what: 'the handler of `{call}`',
    },
    { call: '<app>.{group,guard}', entry: 'here', what: 'the group of routes', hands: ['app'] },
    {
      call: '<app>.ws',
      property: 'message',
      entry: 'socket',
      what: '`{property}` of the socket {topic}',
    },
  ],
  readers: [{ call: 'Context()', of: 'type', is: { as: 'http' } }],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: {
        body: 'the request body',
        query: 'the query',
        params: 'the route parameters',
        headers: 'a header',
        cookie: 'a cookie',
      },
    },
  ],
  errorHandlers: [{ call: '<app>.onError', of: 'call', label: '`onError` catches it' }],
  // `t` is TypeBox's, with some kinds of its own.
  schemas: { named: 't', parts: TYPEBOX_PARTS },
  routesIn: 'any',
  applies: (pkg) => pkg.dependencies.has('elysia'),
  entry: ({ specifiers }) =>
    specifiers.some((name) => name === 'elysia' || name === '@elysiajs/node')
      ? { surface: 'server', why: 'it serves requests with `elysia`' }
      : undefined,
  placement: {
    kind: 'mounted',
    application: {
      packages: ['elysia'],
      call: ['default()', 'Elysia()'],
      prefix: { option: 'prefix' },
    },
    // Elysia reads in the text of a handler what it uses, and misses `set` and `body` where Node
    // has taken types out of it
    // (seen with 1.4): the route reads its body itself and answers with a `Response`.
    dialect: (handler, { typescript }) =>
      webDialect(
        typescript
          ? `async function ${handler}({ request }: Context): Promise<Response> {`
          : `async function ${handler}({ request }) {`,
        { exported: handler, imports: typescript ? [typesOf('elysia', 'Context')] : [] },
      ),
    statement: (app, url, handler) => `${app}.post('${url}', ${handler}, { parse: 'none' });`,
  },
  secret: (name) => nodeSecret(name),
};
