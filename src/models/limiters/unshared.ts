import type { Unshared } from './limiter';

const STORE =
  'count in a store that they share (`@upstash/ratelimit` is usual), or ask who is calling, first ' +
  'thing in the handler';

/** Where a count in memory would count nothing: the first that fits is said. */
export const unshared: readonly Unshared[] = [
  {
    handlersOf: ['netlify'],
    // docs.netlify.com, "Rate limiting": in the source of functions that are exported as `default`.
    reason:
      'Netlify’s functions share no memory, but the platform counts: export the function as ' +
      '`default`, beside a `config` with a `rateLimit`, or ask who is calling first',
  },
  {
    handlersOf: ['cloudflare'],
    // developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit.
    reason:
      'Workers share no memory, but the platform counts: ask a rate limit binding of ' +
      '`wrangler.toml`, or who is calling, first thing in the handler',
  },
  {
    handlersOf: ['firebase'],
    // firebase.google.com/docs/app-check/cloud-functions.
    reason:
      'the instances of a Firebase function share no memory: demand App Check or a signed-in user, ' +
      'and bound `maxInstances`',
  },
  {
    files: ['vercel.json'],
    packages: [
      'serverless-http',
      '@vendia/serverless-express',
      'aws-serverless-express',
      '@codegenie/serverless-express',
      '@fastify/aws-lambda',
      'firebase-functions',
      '@google-cloud/functions-framework',
    ],
    reason: `this application runs as functions, which share no memory: ${STORE}`,
  },
  {
    handlersOf: ['next', 'sveltekit', 'nuxt', 'remix', 'tanstack-start', 'astro', 'expo', 'vercel'],
    reason: `where these routes run as functions they share no memory: ${STORE}`,
  },
];
