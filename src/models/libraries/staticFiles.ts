import type { Made } from '../frameworks/placement';

/**
 * What makes a server hand out the files of a folder. Sources: expressjs.com, "Serving static
 * files"; hono.dev, "Serve static files"; docs.nestjs.com, "Serve Static"; the READMEs of
 * @fastify/static, koa-static and serve-static.
 */
export const servesFiles: readonly Made[] = [
  { packages: ['express'], call: ['default.static()', 'static()'] },
  { packages: ['serve-static', 'koa-static', 'sirv'], call: 'default()' },
  { packages: ['@hono/node-server', 'hono'], call: 'serveStatic()' },
  { packages: ['@nestjs/serve-static'], call: 'ServeStaticModule.{forRoot,forRootAsync}()' },
  // Handed to `register`, with its options behind it.
  { packages: ['@fastify/static'], call: 'default' },
];

/** What folders of a built page are called, or of the project that it is built in. */
export const builtFolders: readonly string[] = ['dist', 'build', 'client', 'frontend', 'web'];
