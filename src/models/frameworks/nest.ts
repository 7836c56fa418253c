import { blankBefore } from '../../analysis/source/text';
import ts from 'typescript';
import { nodeSecret, type Framework, type RoutePlace } from './framework';
import { inStyle } from '../../routes/inStyle';
import {
  nodeDialect,
  routeText,
  type Patch,
  type RouteFile,
  type RouteSpec,
} from '../../routes/route';
import { hasFile, nodeUpload, streamBody } from '../../routes/upload';

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
  answers: [{ call: '*Exception()' }],
  loggers: [{ call: ['Logger().*', 'Logger.*'] }],
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
  route: controllerRoute,
  secret: (name) => nodeSecret(name),
};

/** A controller of its own, registered in the root module. */
function controllerRoute(
  spec: RouteSpec,
  { files, exists, read }: RoutePlace,
): RouteFile | undefined {
  // Bodies of the size of a picture are refused unless the whole application allows them.
  if (spec.fields.some(({ kind }) => kind === 'picture')) return undefined;
  const main = files.find(
    (path) => /\.ts$/.test(path) && /NestFactory\.create\b/.test(read(path) ?? ''),
  );
  const start = main === undefined ? '' : (read(main) ?? '');
  const rootName = /NestFactory\.create(?:<[^>]*>)?\(\s*(\w+)/.exec(start)?.[1];
  const root = files.find((path) =>
    new RegExp(`export class ${rootName}\\b`).test(read(path) ?? ''),
  );
  // Under Fastify a response is another object, and versions are part of the address.
  if (rootName === undefined || root === undefined || /FastifyAdapter|enableVersioning/.test(start))
    return undefined;
  const prefix = /setGlobalPrefix\(\s*['"]\/?([^'"]*?)\/?['"]\s*\)/.exec(start)?.[1];
  if (prefix === undefined && /setGlobalPrefix/.test(start)) return undefined;
  const folder = `${root.slice(0, root.lastIndexOf('/') + 1)}${spec.name}`;
  const file = `${folder}/${spec.name}.controller.ts`;
  const name = `${spec.name
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('')}Controller`;
  const edits = registered(name, `./${spec.name}/${spec.name}.controller`, read(root) ?? '');
  if (exists(file) || !edits) return undefined;
  const takesFile = hasFile(spec.fields);
  const text = routeText(
    { ...spec, typescript: true },
    nodeDialect(
      () =>
        `@Post()\n  @HttpCode(200)\n  async ask(${takesFile ? '@Req() req: Request' : '@Body() input: Record<string, unknown>'}, @Res() res: Response): Promise<void> {`,
      {
        imports: takesFile
          ? [
              "import { Readable } from 'node:stream';",
              "import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';",
              "import type { Request, Response } from 'express';",
            ]
          : [
              "import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';",
              "import type { Response } from 'express';",
            ],
        body: 'input ?? {}',
        upload: nodeUpload(streamBody('req', true), (header) => `req.headers['${header}']`),
        within: {
          open: [
            `@Controller('${prefix === undefined ? `api/${spec.name}` : spec.name}')`,
            `export class ${name} {`,
          ],
          close: '}',
        },
        lateClient: true,
      },
    ),
  );
  return { file, text, url: `/${prefix ?? 'api'}/${spec.name}`, patches: [{ file: root, edits }] };
}

/** The import of a controller and its entry in the module's list; `undefined` when the list is made elsewhere. */
function registered(name: string, from: string, source: string): Patch['edits'] | undefined {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true);
  const imports = file.statements.filter(ts.isImportDeclaration);
  const module = file.statements
    .filter(ts.isClassDeclaration)
    .flatMap((item) => ts.getDecorators(item) ?? [])
    .map((decorator) => decorator.expression)
    .find((call) => ts.isCallExpression(call) && call.expression.getText() === 'Module');
  const metadata = module && ts.isCallExpression(module) ? module.arguments[0] : undefined;
  const last = imports[imports.length - 1];
  if (!metadata || !ts.isObjectLiteralExpression(metadata) || !last) return undefined;
  const style = {
    quote: last.moduleSpecifier.getText().startsWith('"') ? ('"' as const) : ("'" as const),
    semicolons: last.getText().endsWith(';'),
  };
  const extension = /from\s+['"]\.{1,2}\/[^'"]*(\.js)['"]/.exec(source)?.[1] ?? '';
  const load = {
    start: last.getEnd(),
    end: last.getEnd(),
    text: `\n${inStyle(`import { ${name} } from '${from}${extension}';`, style)}`,
  };
  const list = metadata.properties.find((property) => property.name?.getText() === 'controllers');
  if (!list) {
    const first = metadata.properties[0];
    const indent = first ? blankBefore(source, first.getStart()) : '  ';
    const at = metadata.getStart() + 1;
    return [load, { start: at, end: at, text: `\n${indent}controllers: [${name}],` }];
  }
  const value = ts.isPropertyAssignment(list) ? list.initializer : undefined;
  if (!value || !ts.isArrayLiteralExpression(value)) return undefined;
  const end =
    value.elements.length === 0
      ? value.getStart() + 1
      : value.elements[value.elements.length - 1].getEnd();
  return [load, { start: end, end, text: value.elements.length === 0 ? name : `, ${name}` }];
}
