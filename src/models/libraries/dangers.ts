import type { Model } from '../model';

/** A database’s client that is sent a query as a text, first among what it is given. */
function query(packages: readonly string[], calls: readonly (readonly string[])[]): Model {
  return {
    id: `queries-of-${packages[0]}`,
    title: packages[0],
    packages,
    dangers: [{ call: calls.flat(), into: 'query' }],
  };
}

/**
 * What runs a text, or asks a database with it, as it is. Sources: nodejs.org/api "child_process",
 * "vm", the documentation of each database.
 */
export const dangers: readonly Model[] = [
  {
    id: 'child-processes',
    title: 'Node’s child processes',
    packages: ['child_process', 'node:child_process'],
    dangers: [{ call: '{exec,execSync}', into: 'shell' }],
  },
  {
    id: 'promised-functions',
    title: 'Node’s `promisify`',
    packages: ['util', 'node:util'],
    // What it gives does what it is given.
    summaries: [{ call: 'promisify', gives: 'arguments' }],
  },
  {
    id: 'files-that-are-written',
    title: 'files that are written or deleted',
    packages: ['fs', 'node:fs', 'fs/promises', 'node:fs/promises', 'fs-extra'],
    dangers: [
      {
        call: [
          '**.{writeFile,writeFileSync,appendFile,appendFileSync,outputFile,outputFileSync}',
          '**.{rm,rmSync,rmdir,rmdirSync,unlink,unlinkSync,remove,removeSync}',
          '**.{readFile,readFileSync,createReadStream,createWriteStream}',
        ],
        into: 'path',
      },
    ],
  },
  {
    id: 'paths-that-are-joined',
    title: 'Node’s `path`',
    packages: ['path', 'node:path'],
    // `basename` and `extname` leave the folders out.
    summaries: [{ call: '**.{join,resolve,normalize}', gives: 'arguments' }],
  },
  {
    id: 'code-that-runs',
    title: 'Node’s `vm`',
    packages: ['vm', 'node:vm', 'vm2'],
    dangers: [
      {
        call: ['{runInNewContext,runInThisContext,runInContext,Script}', '{VM,NodeVM}().run'],
        into: 'code',
      },
    ],
  },
  {
    id: 'raw-queries',
    title: 'queries as texts',
    packages: ['@prisma/client'],
    dangers: [{ call: 'PrismaClient().{$queryRawUnsafe,$executeRawUnsafe}', into: 'query' }],
  },
  query(
    ['pg', '@neondatabase/serverless', '@vercel/postgres'],
    [
      ['{Pool,Client}().query', 'default.{Pool,Client}().query', 'sql.query'],
      ['Pool().connect().query', 'neon().{query,unsafe}'],
    ],
  ),
  query(
    ['mysql2', 'mysql2/promise', 'mysql'],
    [
      ['{createConnection,createPool}().{query,execute}'],
      ['default.{createConnection,createPool}().{query,execute}'],
      ['createPool().{promise,getConnection}().{query,execute}'],
    ],
  ),
  query(
    ['better-sqlite3', 'bun:sqlite'],
    [['default().{prepare,exec}', 'Database().{prepare,exec,query,run}']],
  ),
  query(
    ['sqlite3'],
    [
      ['Database().{all,get,run,exec,each,prepare}'],
      ['default.Database().{all,get,run,exec,each,prepare}'],
    ],
  ),
  query(['node:sqlite'], [['DatabaseSync().{prepare,exec}']]),
  query(['knex'], [['default().raw', 'knex().raw', 'default().schema.raw']]),
  query(
    ['sequelize', 'typeorm'],
    [
      ['{Sequelize,DataSource}().query', 'Sequelize.literal', 'literal'],
      ['DataSource().manager.query'],
    ],
  ),
  query(['drizzle-orm', 'kysely'], [['sql.raw']]),
  query(['postgres'], [['default().unsafe']]),
  query(['@libsql/client', '@planetscale/database'], [['{createClient,connect}().execute']]),
  {
    id: 'markdown-as-it-is',
    title: 'Markdown with the markup in it',
    packages: ['marked', 'showdown'],
    summaries: [
      {
        call: ['default', '{marked,parse}', 'marked.parse', 'Converter().makeHtml'],
        gives: 'arguments',
      },
    ],
  },
];
