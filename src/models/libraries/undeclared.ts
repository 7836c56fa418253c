import type { Model } from '../model';
import { LOGS } from './loggers';
import { SINKS } from './undeclaredSinks';

const LISTENER = { what: 'the listener of {topic}' } as const;
const BOT = { entry: 'chat', what: 'the bot’s handler of {topic}' } as const;
const VERBS = '{get,post,put,patch,delete,del,all,use,options,head,route,handle,openapi,addRoute}';

/**
 * What names alone suggest where nothing declares them: a snippet, a parameter without a type, a
 * package that nothing is known of. None of it is certain, but for a call with the unmistakable
 * shape of a route: an address and a function.
 */
export const undeclared: Model = {
  id: 'undeclared',
  title: 'names without a declaration',
  byName: true,
  things: {
    app: {
      from: [
        '{app,*App,router,*Router,routes,routers,server,api,web,http,srv,instance}',
        '{express,fastify,hono,koa,elysia}',
      ],
      builds: true,
    },
    socket: { from: '{ws,wss,socket,io,websocket,webSocket,connection,conn}' },
    bot: { from: '{*bot,*Bot,telegraf,discord*,*slack*,whatsapp*,sock,telegram*,composer}' },
    procedure: { from: ['{procedure,*Procedure}'], builds: true },
    element: {
      from: '{document,window,element,button,form,input,*Btn,*Button,*Form,*El,*Element}',
    },
    response: { from: '{res,response,resp,reply,rep}', builds: true },
    context: { from: '{c,ctx,context}' },
  },
  handlerNames: {
    request: '{_req,req,request,ctx,c,event}',
    response: '{_res,res,response,reply}',
  },
  environments: [
    {
      call: '{context,platform,locals,cloudflare,runtime}.env',
      of: 'member',
      via: 'bindings',
    },
    { call: '{config*,*Config,env*,*Env}.{get,getOrThrow}', of: 'argument', via: 'process.env' },
    { call: '{defineSecret,defineString}', of: 'argument', via: 'process.env' },
  ],
  registrations: [
    {
      call: '*.{get,post,put,patch,delete,del,all}',
      route: true,
      entry: 'http',
      what: 'the handler of `{call}`',
    },
    { call: `<app>.${VERBS}`, entry: 'http', what: 'the handler of `{call}`' },
    {
      call: '*.{route,addRoute}',
      property: 'handler',
      entry: 'http',
      what: 'the handler of `{call}`',
    },
    {
      call: '*',
      property: '{GET,POST,PUT,PATCH,DELETE,ANY,ALL}',
      entry: 'http',
      what: 'the handler of `{property}`',
    },
    {
      call: '{serve,createServer,onRequest,onCall,apiHandler,wrapApiHandler,createAPIFileRoute,withApiAuthRequired}',
      entry: 'http',
      what: 'the handler given to `{name}`',
    },
    {
      call: '<procedure>.{query,mutation,subscription}',
      argument: 0,
      entry: 'rpc',
      what: 'the procedure `{name}`',
    },
    {
      call: ['*.{action,serverAction,stateAction,handler}'],
      argument: 0,
      entry: 'action',
      what: 'the server function',
    },
    { call: '<element>.{on,once,addEventListener}', entry: 'ui', ...LISTENER },
    { call: '<socket>.{on,once,addListener,addEventListener}', entry: 'socket', ...LISTENER },
    { call: '<bot>.{onText,hears,command,start,help,mention,shortcut,view,message,event}', ...BOT },
    { call: '*.{onText,hears}', ...BOT },
    {
      call: ['<bot>.{on,once,addListener}', '{app,client}.{on,once}', '*.ev.on'],
      topics:
        '{message,messages,text,messageCreate,interactionCreate,message_create,messages.upsert,' +
        'app_mention,channel_post,callback_query,inline_query,voice,photo,document,message:*,' +
        'msg,mention}',
      ...BOT,
    },
    { call: 'client.{on,once}', entry: 'socket', ...LISTENER },
    {
      call: '*.{on,once,addListener,addEventListener,subscribe}',
      entry: 'detached',
      ...LISTENER,
    },
    { call: '{program,*Program,command,*Command,cli}.action', entry: 'cli', what: 'the command' },
    { call: '{step}.run', entry: 'job', what: 'the step', retries: true },
    { call: '{*queue,*Queue}.process', entry: 'job', what: 'the queue’s processor' },
    {
      call: ['{schedule,scheduleJob}', '*.{schedule,scheduleJob}'],
      entry: 'detached',
      what: 'the scheduled job',
    },
    {
      call: '{tool,createTool,registerTool,addTool,defineTool}',
      entry: 'tool',
      what: 'the tool made by `{name}`',
      catches: true,
    },
    {
      call: '*.{tool,registerTool,addTool}',
      entry: 'tool',
      what: 'the tool made by `{name}`',
      catches: true,
    },
    {
      call: '*',
      property: '{execute,func}',
      entry: 'tool',
      what: 'the tool’s `{property}`',
      catches: true,
    },
  ],
  sinks: SINKS,
  bundlerPlugins: [
    { call: 'DefinePlugin', writes: 'values' },
    { call: 'EnvironmentPlugin', writes: 'variables' },
  ],
  summaries: [
    {
      call: [
        '{uuid,nanoid,hash,digest,randomUUID,createHash}',
        '*.{create,createEmbedding,embedQuery,embedDocuments,similaritySearch*}',
        '*.{verify,sign,compare,digest,randomUUID}',
      ],
      gives: 'nothing',
    },
    {
      call: [
        '{convertToModelMessages,convertToCoreMessages,toFile,marked,cache,memo}',
        '*.{createDocuments,splitDocuments,splitText,toPromise,formatMessage}',
      ],
      gives: 'arguments',
    },
    {
      call: [
        '{truncate*,limit*,clamp*,shorten*,cut*,trimTo*,ellipsis,take}',
        '*.{truncate*,limit*,clamp*,shorten*}',
      ],
      gives: 'bounded',
    },
  ],
  speakers: [
    { call: '{SystemMessage,SystemChatMessage,DeveloperMessage}', role: 'instructions' },
    { call: '{HumanMessage,HumanChatMessage,UserMessage}', role: 'user' },
    { call: '{AIMessage,AIChatMessage}', role: 'assistant' },
  ],
  moderations: [{ call: ['*.moderations.create', '*.createModeration'], flag: 'flagged' }],
  endings: [{ call: '{notFound,redirect,throwError,assert*,invariant}' }],
  errorHandlers: [
    {
      call: '<app>.use',
      of: 'call',
      parameters: 4,
      label: 'the error middleware catches it',
      promises: { package: 'express', from: 5, or: 'express-async-errors' },
    },
    {
      call: '<app>.use',
      of: 'call',
      around: true,
      label: 'the middleware around every handler catches it',
    },
    {
      call: ['*.setErrorHandler', '().setErrorHandler'],
      of: 'call',
      label: '`setErrorHandler` catches it',
    },
    { call: ['*.onError', '().onError'], of: 'call', label: '`onError` catches it' },
    {
      call: '{bot,*Bot,composer,telegraf}.catch',
      of: 'call',
      for: 'bot',
      label: '`catch` of the bot gets it',
    },
  ],
  answers: [
    {
      call: [
        '{createError,createHttpError}()',
        '{*HttpError,*HTTPError,*HttpException,*HTTPException,TRPCError,GraphQLError}()',
        'httpErrors.*()',
      ],
    },
  ],
  loggers: [{ call: [`{logger,log,winston,pino,*Logger}.${LOGS}`, '{logger,log,debug,print}'] }],
  waiters: [{ call: '{from,pipe,pipeline}' }],
  listening: [{ call: '{request,open,get,post,fetchEventSource}' }],
  retries: [{ call: '{retry*,*Retry*,*Backoff*,*BackOff*,backoff*,backOff*}' }],
  pauses: [
    { call: '{backoff*,*Backoff*,backOff*,*BackOff*}', grows: true },
    { call: '{sleep*,*Sleep*,delay*,*Delay*,wait*,*Wait*,pause*,*Pause*}' },
  ],
  rateLimits: [
    { call: '{*RateLimit*,*TooManyRequests*,*QuotaExceeded*}', is: 'class' },
    {
      call: [
        '{*TOO_MANY_REQUESTS,*TooManyRequests,RateLimit,RateLimited}',
        '{*RATE_LIMIT,*RATE_LIMITED,*RATE_LIMIT_EXCEEDED}',
        '{*RATE_LIMIT_STATUS,*RATE_LIMIT_ERROR,*RATE_LIMIT_CODE}',
      ],
      is: 'code',
    },
    {
      call: [
        '{isRateLimit*,wasRateLimited,hasRateLimit*,checkRateLimit*,handleRateLimit*,onRateLimit*}',
        '{rateLimited,is429*,isThrottl*,isQuota*}',
      ],
      is: 'test',
    },
  ],
  shapeErrors: [{ call: '{*ParseError,*ValidationError,*SchemaError,*JsonError,*SyntaxError}' }],
  methods: [
    {
      call: '{Get,Post,Put,Patch,Delete,All,Route}',
      of: 'decorator',
      entry: 'http',
      what: 'the method `{name}` (`@{decorator}`)',
    },
    {
      call: '{Query,Mutation,Subscription,ResolveField,FieldResolver}',
      of: 'decorator',
      entry: 'rpc',
      what: 'the method `{name}` (`@{decorator}`)',
    },
  ],
  readers: [
    {
      call: [
        '*.audio.{transcriptions,translations}.create',
        '*.{createTranscription,createTranslation}',
      ],
      of: 'result',
      is: { kind: 'message', what: 'a recording', whole: true },
    },
    {
      call: [
        'Route.{ActionArgs,LoaderArgs}()',
        '{Request,*Request,RequestEvent,*FunctionArgs,APIContext}()',
      ],
      of: 'type',
      is: { as: 'http' },
    },
    {
      call: '{parseFormData,parseMultipart,parseRequestBody}',
      of: 'result',
      is: { kind: 'request', what: 'the request body' },
    },
    {
      call: ['{rl,readline,*Interface}.question', '{*Prompt,*Prompts}.{question,input,text}'],
      of: 'result',
      is: { kind: 'local', what: 'what is typed at the prompt', whole: true },
    },
    {
      call: '{document,*Document,editor,*Editor}.getText',
      of: 'result',
      is: { kind: 'local', what: 'the text of the editor', whole: true },
    },
  ],
};
