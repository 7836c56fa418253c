import type { PackageView } from '../package';
import { nodeDialect, nodeUpload, webDialect, type Dialect } from './dialect';
import { honoApplication, honoRequest } from './hono';
import { bodyParser, expressApplication } from './express';
import { defaultOf, named } from './loaded';
import type { Placement, ProjectView, RouteShape, ServerKind } from './placement';

/** Where the small server listens during development. */
export const PORT = 8787;

/** What is particular to the small server beside one kind of page. */
interface Particulars {
  /** The folder, from the package on, into which the page is built, where the server hands it out. */
  readonly built?: (pkg: PackageView) => string;
  /** The page comes from elsewhere, and is answered all the same. */
  readonly foreignPage?: true;
}

/** What every small server of one file has in common: Hono on Node, unless the project has another. */
export function smallServer({ built, foreignPage }: Particulars): Placement<'new-server'> {
  return {
    kind: 'new-server',
    files: ['server/index.mjs', 'server/ai.mjs'],
    joins: honoApplication,
    address: `http://localhost:${PORT}`,
    dependencies: { hono: '^4.10.0', '@hono/node-server': '^2.0.0' },
    dialect: (shape, project) => dialectOf(shape, servedBy(built, project), foreignPage ?? false),
    ...(built ? { kinds: { express: expressServer(built) } } : {}),
  };
}

/** What the server hands out: a folder, under the path where the page looks for it. */
interface Served {
  readonly folder: string;
  readonly base: string;
}

/** Nothing where the page looks for its files cannot be told. */
function servedBy(
  built: Particulars['built'],
  { pkg, pageBase, pageFolder }: ProjectView,
): Served | undefined {
  return built && pageBase !== undefined
    ? { folder: pageFolder ?? built(pkg), base: pageBase }
    : undefined;
}

function dialectOf(
  { name, variable }: RouteShape,
  built: Served | undefined,
  foreignPage: boolean,
): Dialect {
  return webDialect(`app.post('/api/${name}', async (c) => {`, {
    ...honoRequest,
    imports: [
      ...(built === undefined ? [] : [named('node:fs', 'existsSync')]),
      named('@hono/node-server', 'serve'),
      ...(built === undefined ? [] : [named('@hono/node-server/serve-static', 'serveStatic')]),
      named('hono', 'Hono'),
      ...(foreignPage ? [named('hono/cors', 'cors')] : []),
    ],
    setup: [
      'const app = new Hono();',
      ...(foreignPage
        ? [
            '// Set PAGE_ORIGIN to the address of the page when it is published: nobody else’s page may ask.',
            "app.use('/api/*', cors({ origin: process.env.PAGE_ORIGIN ?? '*' }));",
          ]
        : []),
    ],
    close: [
      '});',
      '',
      ...servingLines(built),
      ...warning(variable),
      `serve({ fetch: app.fetch, port: Number(process.env.PORT ?? ${PORT}) });`,
    ].join('\n'),
  });
}

/** The same server for a project that depends on Express, in version 4 or 5. */
function expressServer(built: (pkg: PackageView) => string): ServerKind {
  return {
    joins: expressApplication,
    dependencies: {},
    dialect: ({ name, takesFile, variable }, project) =>
      nodeDialect(`app.post('/api/${name}', ${bodyParser(takesFile)}, async (req, res) => {`, {
        imports: [
          ...(servedBy(built, project) ? [named('node:fs', 'existsSync')] : []),
          defaultOf('express', 'express'),
        ],
        upload: nodeUpload('req.body', 'req.headers'),
        setup: ['const app = express();'],
        close: [
          '});',
          '',
          ...expressServing(servedBy(built, project)),
          ...warning(variable),
          `app.listen(Number(process.env.PORT ?? ${PORT}));`,
        ].join('\n'),
      }),
  };
}

const SERVED = '// Once the page is built, the same server hands it out.';

function expressServing(served: Served | undefined): string[] {
  if (!served) return [];
  const { folder, base } = served;
  const at = base === '' ? '' : `'${base}', `;
  return [
    SERVED,
    `if (existsSync('${folder}')) {`,
    `  app.use(${at}express.static('${folder}'));`,
    `  app.get(/.*/, (req, res) => res.sendFile('index.html', { root: '${folder}' }));`,
    '}',
    '',
  ];
}

function servingLines(served: Served | undefined): string[] {
  if (!served) return [];
  const { folder, base } = served;
  const files =
    base === ''
      ? [`  app.use(serveStatic({ root: '${folder}' }));`]
      : [
          '  // The build expects its files under this path.',
          `  const rewriteRequestPath = (path) => path.slice('${base}'.length);`,
          `  app.use('${base}/*', serveStatic({ root: '${folder}', rewriteRequestPath }));`,
        ];
  return [
    SERVED,
    `if (existsSync('${folder}')) {`,
    ...files,
    `  app.get('*', serveStatic({ path: '${folder}/index.html' }));`,
    '}',
    '',
  ];
}

function warning(variable: string): string[] {
  return [
    `if (!process.env.${variable})`,
    `  console.warn('${variable} is not set: put it into .env, or no question will be answered.');`,
  ];
}
