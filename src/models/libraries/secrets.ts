import type { Model } from '../model';

/** Members of a record, and of what an address, a header or a form is read into. */
const PASSWORDS =
  '{password,passwd,passwordHash,password_hash,passwordDigest,password_digest,hashedPassword,' +
  'hashed_password,encryptedPassword,encrypted_password}';
const TOKENS =
  '{accessToken,access_token,refreshToken,refresh_token,idToken,id_token,sessionToken,' +
  'session_token,resetToken,reset_token,apiKey,api_key,apiSecret,api_secret,clientSecret,' +
  'client_secret,privateKey,private_key}';

/** What reads records of a store. */
const READING =
  '**.{find,findOne,findById,findUnique,findUniqueOrThrow,findFirst,findFirstOrThrow,findMany,' +
  'findAll,findByPk,findOneBy,findOneOrFail,findBy,get,all,first,single,maybeSingle,toArray,lean,' +
  'exec,query,execute,executeTakeFirst,executeTakeFirstOrThrow,select,where,limit,returning,' +
  'values,sql,unsafe,data}';

/**
 * What the names of environment variables say: their last words. The values of `MAX_TOKENS`,
 * `OPENAI_MODEL` and `BASE_URL` are none that anybody hides, and keys that are made to be public say
 * so.
 */
export const secretVariables = {
  ends: [
    'SECRET',
    'SECRET_KEY',
    'API_KEY',
    'APIKEY',
    'PRIVATE_KEY',
    'ACCESS_KEY',
    'SIGNING_KEY',
    'ENCRYPTION_KEY',
    'MASTER_KEY',
    'SERVICE_KEY',
    'SERVICE_ROLE_KEY',
    'ACCOUNT_KEY',
    'PASSWORD',
    'PASSWD',
    'PASSPHRASE',
    'TOKEN',
    'CREDENTIALS',
  ],
  /** One of these words: it is public, or a mark in a text. */
  not: ['PUBLIC', 'PUBLISHABLE', 'ANON', 'SITE', 'EOS', 'BOS', 'STOP', 'END', 'PAD', 'MAX', 'MIN'],
} as const;

/**
 * Fields of what strangers send by which they prove who they are: a header, a cookie, a field of a
 * form. A form may ask for a `token` of any kind.
 */
export const secretFields = {
  header: ['authorization', 'cookie', 'x-api-key', 'x-auth-token'],
  cookie: ['session', 'sessionid', 'session_id', 'sid', 'token', 'jwt', 'auth', 'auth_token'],
  form: ['password', 'passwd', 'passwordConfirmation', 'currentPassword', 'newPassword'],
} as const;

/**
 * What gives passwords and tokens. Sources: the query references of each database,
 * next-auth.js.org "getServerSession", supabase.com "getSession", clerk.com "getToken".
 */
export const secrets: readonly Model[] = [
  {
    id: 'records-with-secrets',
    title: 'records',
    packages: [
      '@prisma/client',
      'mongoose',
      'mongodb',
      'drizzle-orm',
      'knex',
      'kysely',
      'typeorm',
      'sequelize',
      'better-sqlite3',
      'pg',
      'mysql2',
      'postgres',
      '@supabase/supabase-js',
      '@supabase/ssr',
      'firebase-admin',
    ],
    secrets: [
      { call: READING, members: PASSWORDS, what: 'a password of a stored record', record: true },
      { call: READING, members: TOKENS, what: 'a token of a stored record' },
    ],
  },
  {
    id: 'records-of-a-snippet',
    title: 'records',
    global: true,
    secrets: [
      {
        call: '{db,prisma}.**.{findUnique,findUniqueOrThrow,findFirst,findFirstOrThrow,findMany}',
        members: PASSWORDS,
        what: 'a password of a stored record',
        record: true,
      },
    ],
  },
  {
    id: 'sessions-of-next-auth',
    title: 'Auth.js',
    packages: ['next-auth', 'next-auth/*', '@auth/*'],
    secrets: [
      {
        call: ['{getServerSession,unstable_getServerSession,getSession,useSession,getToken}'],
        members: TOKENS,
        what: 'a token of the session',
      },
      { call: 'default().auth', members: TOKENS, what: 'a token of the session' },
    ],
  },
  {
    id: 'sessions-of-supabase',
    title: 'Supabase',
    packages: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs'],
    secrets: [{ call: '**.auth.getSession', members: TOKENS, what: 'a token of the session' }],
  },
];
