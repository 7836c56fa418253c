import type { Model } from '../model';

/**
 * Words that suggest, in a name, that somebody is asked who they are, kept out or counted. Names
 * prove nothing: where one stands on the way to a request, Airlock says nothing of strangers.
 */
export const guardWords: ReadonlySet<string> = new Set(
  [
    'auth authenticate authenticated authentication authenticator authorize authorized authorizer',
    'authorization authorise authorised unauthorized unauthenticated oauth sso saml forbidden',
    'session sessions jwt token bearer verify verified verifier verification guard guarded guards',
    'permission permissions permitted access limiter ratelimit ratelimiter throttle throttler',
    'throttled throttling quota quotas credit credits password passcode passphrase signature',
    'hmac captcha recaptcha hcaptcha turnstile csrf xsrf allowlist whitelist allowed blocklist',
    'blacklist banned login logged signin clerk kinde workos supertokens privy subscription',
    'subscriber premium paid billing entitlement entitlements owner membership member admin',
    'protect protected protection private identity principal tenant account accounts cookie',
    'cookies ip fingerprint uid user viewer abuse bot arcjet firewall nonce otp licence license',
    'attestation appcheck invite moderator role roles secret gate trial',
  ]
    .join(' ')
    .split(' '),
);

/** Two words that together do, one after the other in a name. */
export const guardPairs: ReadonlySet<string> = new Set([
  'api key',
  'access code',
  'rate limit',
  'rate limited',
  'sign in',
  'user id',
  'user by',
  'user from',
  'check limit',
  'usage limit',
  'daily limit',
  'daily usage',
  'message limit',
  'request count',
  'request limit',
  'remote address',
  'forwarded for',
  'org id',
  'workspace id',
  'check usage',
  'usage count',
]);

/** Words behind which `role` and `user` are a message’s: `userMessage`, `userPrompt`. */
export const messageWords: ReadonlySet<string> = new Set(
  (
    'message messages prompt prompts input inputs text content query question request data ' +
    'answer answers response msg agent'
  ).split(' '),
);

/**
 * Configuration beside the code, and words in it with which a proxy or a platform keeps callers out
 * or counts them.
 */
export const guardConfigs: readonly { readonly file: string; readonly words: readonly string[] }[] =
  [
    { file: 'nginx.conf', words: ['limit_req', 'auth_'] },
    { file: 'nginx/nginx.conf', words: ['limit_req', 'auth_'] },
    { file: 'nginx/default.conf', words: ['limit_req', 'auth_'] },
    { file: 'Caddyfile', words: ['rate_limit', 'auth'] },
    { file: 'vercel.json', words: ['"mitigate"', '"firewall"'] },
    { file: 'netlify.toml', words: ['rate_limit', 'Basic-Auth'] },
    { file: 'wrangler.toml', words: ['ratelimit', 'RATE_LIMIT'] },
    { file: 'wrangler.jsonc', words: ['ratelimit', 'RATE_LIMIT'] },
    { file: 'wrangler.json', words: ['ratelimit', 'RATE_LIMIT'] },
    { file: 'docker-compose.yml', words: ['basicauth', 'forwardauth', 'ratelimit', 'oauth2'] },
    { file: 'serverless.yml', words: ['authorizer', 'apiKeys', 'private: true'] },
  ];

/** Dependencies with which a program runs on the machine of whoever uses it. */
export const ownMachine: readonly string[] = [
  'electron',
  'electron-builder',
  '@tauri-apps/api',
  '@tauri-apps/cli',
  '@types/vscode',
  'playwright-extra',
];

/** Dependencies that guard by configuration alone. */
export const guardingPackages: readonly string[] = [
  'nuxt-security',
  '@sidebase/nuxt-auth',
  '@shopify/shopify-app-remix',
  '@shopify/shopify-app-express',
  '@shopify/shopify-app-react-router',
];

/** The option that is `false` where a plug-in guards no route but those that say so. @fastify/rate-limit, "Options". */
export const everyRoute = 'global';

/** Addresses that only the machine itself can call. */
export const ownAddresses: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

/** What stands before handlers and lets everybody through. Sources: the README of each. */
export const guards: readonly Model[] = [
  {
    id: 'bystanders',
    title: 'middleware that lets everybody through',
    packages: [
      'cors',
      'helmet',
      'morgan',
      'compression',
      'cookie-parser',
      'serve-static',
      'serve-favicon',
      'response-time',
      'method-override',
      'connect-timeout',
      'express-fileupload',
      'express-async-handler',
      'express-winston',
      'express-pino-logger',
      'pino-http',
      'swagger-ui-express',
      'hpp',
      'xss-clean',
      'express-mongo-sanitize',
      'connect-history-api-fallback',
      'micro-cors',
      'nextjs-cors',
      '@hono/zod-validator',
      '@hono/swagger-ui',
      '@koa/cors',
      'koa-cors',
      'koa2-cors',
      'koa-logger',
      'koa-helmet',
      'koa-compress',
      'koa-static',
      'koa-json',
      '@fastify/cors',
      '@fastify/helmet',
      '@fastify/static',
      '@fastify/multipart',
      '@fastify/formbody',
      '@fastify/sensible',
      '@fastify/swagger',
      '@fastify/swagger-ui',
      '@fastify/websocket',
      '@fastify/compress',
      '@fastify/autoload',
      'fastify-cors',
      'fastify-plugin',
      'fastify-type-provider-zod',
      'formidable',
      'busboy',
      'raw-body',
      'next-intl',
      'next/server',
      '@elysiajs/cors',
      '@elysiajs/swagger',
      '@nestjs/swagger',
      '@nestjs/platform-express',
      'class-validator',
    ],
    bystanders: [{ call: ['default', '*', '*()', '**'] }],
  },
  {
    id: 'multer-passes',
    title: 'Multer',
    packages: ['multer', '@koa/multer', 'express-validator', 'celebrate', 'zod-express-middleware'],
    bystanders: [{ call: ['default', '**'] }],
  },
  {
    id: 'body-parser-passes',
    title: 'parsers of bodies',
    packages: ['body-parser', 'koa-bodyparser', 'koa-body', '@koa/bodyparser'],
    bystanders: [{ call: ['default', '**'] }],
  },
  {
    id: 'hono-passes',
    title: 'Hono’s middleware',
    packages: [
      'hono/cors',
      'hono/logger',
      'hono/pretty-json',
      'hono/secure-headers',
      'hono/timing',
      'hono/request-id',
      'hono/compress',
      'hono/etag',
      'hono/body-limit',
      'hono/timeout',
      'hono/trailing-slash',
      'hono/validator',
      '@hono/node-server/serve-static',
      'hono/cloudflare-workers',
    ],
    bystanders: [{ call: ['default', '**'] }],
  },
];
