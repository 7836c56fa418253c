import { nodeDialect, nodeUpload } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';
import type { Placement } from './placement';

const PACKAGES = ['express'];

/** How a route is put into an application of Express's: a small server beside a page may be one. */
export const expressApplication: Placement<'mounted'> = {
  kind: 'mounted',
  application: { packages: ['express'], call: 'default()' },
  // `express.json()` refuses bodies of the size of a picture, unless it is told otherwise for all
  // routes.
  cannot: ['picture'],
  dialect: (handler, { typescript }) =>
    nodeDialect(
      typescript
        ? `async function ${handler}(req: Request, res: Response): Promise<void> {`
        : `async function ${handler}(req, res) {`,
      {
        exported: handler,
        imports: typescript ? [typesOf('express', 'Request', 'Response')] : [],
        upload: nodeUpload('req.body', 'req.headers'),
      },
    ),
  statement: (app, url, handler, { takesFile }) => {
    return `${app}.post('${url}', ${bodyParser(takesFile)}, ${handler});`;
  },
};

/** Express 4 and 5. Source: expressjs.com, "Routing". */
export const express: Framework = {
  id: 'express',
  title: 'Express',
  packages: ['express', 'express-promise-router', '@types/express', 'body-parser'],
  runs: 'server',
  things: {
    app: { from: ['default()', 'Router()', '{Application,Express,IRouter}()'], builds: true },
    request: { from: '{Request,ExpressRequest}()' },
    response: { from: '{Response,ExpressResponse}()', builds: true },
  },
  registrations: [
    {
      call: '<app>.{get,post,put,patch,delete,del,all,use,options,head}',
      entry: 'http',
      what: 'the handler of `{call}`',
      hands: ['request', 'response'],
    },
    {
      call: ['<request>.**.{on,once}', '<response>.**.{on,once}'],
      entry: 'detached',
      what: 'the listener of {topic}',
    },
  ],
  sinks: [
    { call: '<response>.{json,jsonp,send,render}', into: 'response', makes: 'beginning' },
    { call: '<response>.write', into: 'response', makes: 'piece' },
    { call: '<response>.end', into: 'response' },
    { call: '<response>.redirect', into: 'address' },
  ],
  errorHandlers: [
    {
      call: '<app>.use',
      of: 'call',
      parameters: 4,
      label: 'the error middleware catches it',
      // Express 4 does not wait for promises. Source: expressjs.com, "Error handling".
      promises: { package: 'express', from: 5, or: 'express-async-errors' },
    },
  ],
  handsOn: [
    { parameters: 3, argument: 2 },
    { parameters: 4, argument: 3 },
  ],
  readers: [{ call: '{Request,ExpressRequest}()', of: 'type', is: { as: 'http' } }],
  bystanders: [
    { call: ['default.{json,urlencoded,text,raw,static}', '{json,urlencoded,text,raw}', 'static'] },
  ],
  limits: [
    { call: ['default.{json,urlencoded,text,raw}', '{json,urlencoded,text,raw}'], option: 'limit' },
  ],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: {
        body: 'the request body',
        query: 'the query',
        params: 'the route parameters',
        headers: 'a header',
        'header()': 'a header',
        cookies: 'a cookie',
        file: 'the upload',
        files: 'the upload',
      },
    },
  ],
  routesIn: 'any',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  placement: expressApplication,
  secret: (name) => nodeSecret(name),
};

/** The middleware that reads what a route is sent: documents are longer than Express takes by itself. */
export function bodyParser(takesFile: boolean): string {
  return takesFile
    ? "express.raw({ type: 'multipart/form-data', limit: '26mb' })"
    : "express.json({ limit: '1mb' })";
}
