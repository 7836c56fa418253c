import type { Model } from '../model';

const HANDLER = { entry: 'http', what: 'the handler of `{call}`' } as const;

/** Servers that need no file of their own. Sources: the documentation of each. */
export const servers: readonly Model[] = [
  {
    id: 'node-http',
    title: 'Node’s own server',
    packages: ['http', 'https', 'http2', 'node:http', 'node:https', 'node:http2'],
    things: {
      request: { from: 'IncomingMessage()' },
      response: { from: '{ServerResponse,Http2ServerResponse}()', builds: true },
    },
    registrations: [
      {
        call: '{createServer,createSecureServer}',
        entry: 'http',
        what: 'the handler given to `{name}`',
        hands: ['request', 'response'],
      },
      {
        call: ['<request>.**.{on,once}', '<response>.**.{on,once}'],
        entry: 'detached',
        what: 'the listener of {topic}',
      },
    ],
    sinks: [
      { call: '<response>.write', into: 'response', makes: 'piece' },
      { call: '<response>.end', into: 'response' },
    ],
    readers: [{ call: 'IncomingMessage()', of: 'type', is: { as: 'http' } }],
  },
  {
    id: 'node-streams',
    title: 'Node’s streams',
    packages: ['stream', 'node:stream', 'stream/web', 'node:stream/web'],
    registrations: [
      {
        call: '{Readable,Transform,PassThrough,Writable,ReadableStream,TransformStream}',
        entry: 'stream',
        what: '`{property}` of the `{name}`',
      },
    ],
    sinks: [
      {
        call: ['pipeline', 'promises.pipeline'],
        into: 'nothing',
        passing: { failures: 'thrown' },
      },
    ],
  },
  {
    id: 'small-servers',
    title: 'small servers',
    packages: [
      'polka',
      'restify',
      'itty-router',
      'find-my-way',
      '@oak/oak',
      'https://deno.land/x/oak*',
    ],
    runs: 'server',
    things: {
      app: {
        from: ['default()', 'createServer()', '{Router,AutoRouter,IttyRouter,Application}()'],
        builds: true,
      },
    },
    registrations: [{ call: '<app>.{get,post,put,patch,delete,del,all,use,on}', ...HANDLER }],
    errorHandlers: [
      {
        call: '<app>.use',
        of: 'call',
        around: true,
        label: 'the middleware around every handler catches it',
      },
      {
        call: '<app>.use',
        of: 'call',
        parameters: 4,
        label: 'the error middleware catches it',
      },
    ],
  },
  {
    id: 'hapi',
    title: 'hapi',
    packages: ['@hapi/hapi'],
    runs: 'server',
    registrations: [
      {
        call: ['server().route', 'Server().route', 'default.server().route'],
        property: 'handler',
        ...HANDLER,
      },
    ],
    sources: [{ of: 'http', kind: 'request', members: { payload: 'the request body' } }],
  },
  {
    id: 'routing-controllers',
    title: 'routing-controllers',
    packages: ['routing-controllers', 'tsoa', '@tsoa/runtime', '@tsed/schema', '@tsed/common'],
    runs: 'server',
    methods: [
      {
        call: '{Get,Post,Put,Patch,Delete,All,Route}',
        of: 'decorator',
        entry: 'http',
        what: 'the method `{name}` (`@{decorator}`)',
      },
    ],
    answers: [{ call: ['HttpError()', '*Error()'] }],
    readers: [
      {
        call: '{Body,BodyParam}',
        of: 'parameter',
        is: { kind: 'request', what: 'the request body' },
        field: 'first',
      },
      {
        call: '{QueryParam,QueryParams,Query}',
        of: 'parameter',
        is: { kind: 'request', what: 'the query' },
        field: 'first',
      },
      {
        call: '{Param,Params,Path}',
        of: 'parameter',
        is: { kind: 'request', what: 'the route parameters' },
        field: 'first',
      },
      {
        call: '{HeaderParam,Header}',
        of: 'parameter',
        is: { kind: 'request', what: 'a header' },
        field: 'first',
      },
      {
        call: '{CookieParam,Cookies}',
        of: 'parameter',
        is: { kind: 'request', what: 'a cookie' },
        field: 'first',
      },
      { call: '{Req,Request,Ctx}', of: 'parameter', is: { as: 'http' } },
    ],
  },
  {
    id: 'azure-functions',
    title: 'Azure Functions',
    packages: ['@azure/functions'],
    runs: 'server',
    registrations: [
      {
        call: 'app.{http,get,post,put,patch,deleteRequest}',
        entry: 'http',
        what: 'the function {topic}',
      },
      {
        call: 'app.{timer,storageQueue,storageBlob,serviceBusQueue,serviceBusTopic,eventHub,eventGrid,cosmosDB}',
        property: 'handler',
        entry: 'job',
        what: 'the function {topic}',
      },
    ],
    readers: [{ call: 'HttpRequest()', of: 'type', is: { as: 'http' } }],
  },
  {
    id: 'auth-wrappers',
    title: 'wrappers of handlers',
    packages: ['@auth0/nextjs-auth0', 'next-connect', '@clerk/nextjs'],
    registrations: [
      {
        call: ['{withApiAuthRequired,withAuth,createRouter}', 'createRouter().*', 'default().*'],
        entry: 'http',
        what: 'the handler given to `{name}`',
      },
    ],
  },
];
