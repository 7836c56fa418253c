import type { Model, Registration } from '../model';

const LISTENER: Registration = {
  call: '**.{on,once,addListener,subscribe}',
  entry: 'detached',
  what: 'the listener of {topic}',
};

/** Methods that keep what they are given, in whatever database. */
export const STORING =
  '{insert,create,createMany,save,set,setItem,put,upsert,add,addDoc,setDoc,updateDoc,' +
  'insertOne,insertMany,updateOne,update,updateMany,values,hset,hSet,lpush,rpush}';

/** Files and databases. Sources: nodejs.org/api/fs, the "Getting started" of each database. */
export const databases: readonly Model[] = [
  {
    id: 'node-files',
    title: 'files',
    packages: ['fs', 'node:fs', 'fs-extra', 'graceful-fs', '@tauri-apps/plugin-fs'],
    things: { file: { from: 'createWriteStream()' } },
    registrations: [LISTENER],
    sinks: [
      {
        call: [
          '**.{writeFile,writeFileSync,appendFile,appendFileSync,outputFile,outputFileSync}',
          '**.{writeTextFile,writeJson,writeJSON}',
          '<file>.{write,end}',
        ],
        into: 'store',
      },
    ],
  },
  {
    id: 'databases',
    title: 'databases',
    packages: [
      '@prisma/client',
      'mongoose',
      'mongodb',
      'drizzle-orm',
      'knex',
      'kysely',
      'typeorm',
      'sequelize',
      'sqlite3',
      'better-sqlite3',
      'redis',
      'ioredis',
      '@upstash/redis',
      '@vercel/kv',
      '@supabase/supabase-js',
      '@supabase/ssr',
      'firebase',
      'firebase-admin',
      '@google-cloud/firestore',
      'appwrite',
      'pocketbase',
      'lowdb',
      'keyv',
      'idb',
      'dexie',
      'localforage',
      'electron-store',
      'conf',
      '@react-native-async-storage/async-storage',
    ],
    registrations: [LISTENER],
    sinks: [{ call: `**.${STORING}`, into: 'store' }],
    tables: [
      // Prisma's `db.note.findMany()`, Drizzle's `db.query.notes.findMany()`. Sources: "CRUD" and
      // "Relational queries" of their documentation.
      {
        call: '**.*.{findMany,findFirst,findUnique,findFirstOrThrow,findUniqueOrThrow}',
        by: 'member',
        columns: '{select,columns}',
        writes: '{create,createMany,createManyAndReturn,update,updateMany,upsert}',
        kept: ['data', 'create', 'update'],
      },
      // Mongoose's models. Source: its guide, "Queries".
      {
        call: '**.model().{find,findOne,findById}',
        by: 'receiver',
        writes: '{create,insertMany,updateOne,updateMany,findByIdAndUpdate,findOneAndUpdate}',
        kept: ['$set', '$push'],
      },
      // Supabase's `from('notes').select()`, MongoDB's `collection('notes').find()`, Drizzle's
      // `select().from(notes)`.
      {
        call: [
          '**.from().select',
          '**.from().select().**',
          '**.{select,selectDistinct}().from',
          '**.{select,selectDistinct}().from().**',
          '**.collection().{find,findOne,get,where,orderBy}',
          '**.collection().{find,findOne,get,where,orderBy}().**',
        ],
        by: 'argument',
        names: '{from,collection,insert,update}',
        writes: '{insert,upsert,update,insertOne,insertMany,updateOne,values,add,set}',
        kept: ['$set', '$push'],
        through: '{data,rows,docs}',
      },
    ],
  },
  {
    // A snippet that declares no `db` means its database.
    id: 'database-of-a-snippet',
    title: 'databases',
    global: true,
    sinks: [{ call: `{db,prisma,redis,supabase,kv}.**.${STORING}`, into: 'store' }],
  },
];
