import { LOGS } from '../libraries/loggers';
import { nodeDialect, nodeUpload, READABLE, streamBody, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { named, typesOf } from './loaded';
import type { RouteShape } from './placement';

/** NestJS. Source: docs.nestjs.com, "Controllers", "Configuration". */
export const nest: Framework = {
  id: 'nest',
  title: 'NestJS',
  packages: [
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/microservices',
    '@nestjs/websockets',
    '@nestjs/schedule',
    '@nestjs/bull',
    '@nestjs/bullmq',
    '@nestjs/event-emitter',
  ],
  runs: 'server',
  methods: [
    {
      call: '{Get,Post,Put,Patch,Delete,All,Sse,Options,Head}',
      of: 'decorator',
      entry: 'http',
      what: 'the method `{name}` (`@{decorator}`)',
    },
    {
      call: '{MessagePattern,EventPattern,GrpcMethod}',
      of: 'decorator',
      entry: 'rpc',
      what: 'the method `{name}` (`@{decorator}`)',
    },
    {
      call: 'SubscribeMessage',
      of: 'decorator',
      entry: 'socket',
      what: 'the method `{name}` (`@{decorator}`)',
    },
    {
      call: '{Cron,Interval,Timeout,Process,OnEvent,OnQueueActive}',
      of: 'decorator',
      entry: 'job',
      what: 'the method `{name}` (`@{decorator}`)',
    },
    {
      call: 'Processor',
      of: 'class-decorator',
      name: '{run,process,perform,handle,handler}',
      entry: 'job',
      what: "the processor's `{name}`",
    },
    {
      call: 'WorkerHost',
      of: 'base',
      name: 'process',
      entry: 'job',
      what: "the processor's `{name}`",
    },
  ],
  errorHandlers: [
    {
      call: 'Catch',
      of: 'class-decorator',
      name: 'catch',
      label: 'the exception filter catches it',
    },
  ],
  bystanders: [
    {
      call: [
        '{Get,Post,Put,Patch,Delete,All,Sse,Head,Controller,Injectable,HttpCode,Header,Version}',
        '{Redirect,Render,UsePipes,UseFilters,Body,Query,Param}',
        '{ValidationPipe,FileInterceptor,FilesInterceptor}',
      ],
    },
  ],
  guardsAll: ['APP_GUARD', 'useGlobalGuards', 'forRoutes', 'APP_INTERCEPTOR'],
  answers: [{ call: '*Exception()' }],
  loggers: [{ call: [`Logger().${LOGS}`, `Logger.${LOGS}`] }],
  rateLimits: [{ call: 'HttpStatus.TOO_MANY_REQUESTS', is: 'code' }],
  readers: [
    {
      call: '{Body,RawBody}',
      of: 'parameter',
      is: { kind: 'request', what: 'the request body' },
      field: 'first',
    },
    { call: 'Query', of: 'parameter', is: { kind: 'request', what: 'the query' }, field: 'first' },
    {
      call: 'Param',
      of: 'parameter',
      is: { kind: 'request', what: 'the route parameters' },
      field: 'first',
    },
    { call: 'Headers', of: 'parameter', is: { kind: 'request', what: 'a header' }, field: 'first' },
    {
      call: '{UploadedFile,UploadedFiles}',
      of: 'parameter',
      is: { kind: 'request', what: 'the upload' },
    },
    { call: '{MessageBody,Payload}', of: 'parameter', is: { kind: 'message', what: 'a message' } },
    { call: '{Req,Request}', of: 'parameter', is: { as: 'http' } },
  ],
  routesIn: 'any',
  applies: (pkg) => pkg.dependencies.has('@nestjs/core') || pkg.dependencies.has('@nestjs/common'),
  entry: ({ local }) =>
    /\.(controller|service|module|gateway|resolver|guard|interceptor|provider)\.[jt]s$/.test(local)
      ? { surface: 'server', why: 'it is part of a Nest application' }
      : undefined,
  fallback: ({ local }) =>
    /^src\//.test(local)
      ? { surface: 'server', why: 'it is part of a Nest application' }
      : undefined,
  placement: {
    kind: 'nest-module',
    creation: { packages: ['@nestjs/core'], call: 'NestFactory.create()' },
    module: { packages: ['@nestjs/common'], call: 'Module()', list: 'controllers' },
    prefix: 'setGlobalPrefix',
    // Under Fastify a response is another object, and versions are part of the address.
    without: { packages: ['@nestjs/platform-fastify'], methods: ['enableVersioning'] },
    // Bodies of the size of a picture are refused unless the whole application allows them.
    cannot: ['picture'],
    dialect,
  },
  secret: (name) => nodeSecret(name),
};

function dialect(className: string, path: string, { takesFile }: RouteShape): Dialect {
  const taken = takesFile ? '@Req() req: Request' : '@Body() input: Record<string, unknown>';
  return nodeDialect(
    `@Post()\n  @HttpCode(200)\n  async ask(${taken}, @Res() res: Response): Promise<void> {`,
    {
      imports: takesFile
        ? [
            READABLE,
            named('@nestjs/common', 'Controller', 'HttpCode', 'Post', 'Req', 'Res'),
            typesOf('express', 'Request', 'Response'),
          ]
        : [
            named('@nestjs/common', 'Body', 'Controller', 'HttpCode', 'Post', 'Res'),
            typesOf('express', 'Response'),
          ],
      body: 'input ?? {}',
      upload: nodeUpload(streamBody('req', true), 'req.headers'),
      within: { open: [`@Controller('${path}')`, `export class ${className} {`], close: '}' },
    },
  );
}
