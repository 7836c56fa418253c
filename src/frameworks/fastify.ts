import { nodeSecret, type Framework } from './framework';
import { mountedRoute } from './mountedRoute';
import { contentType } from './route';

const PACKAGES = ['fastify'];

/** Fastify 5. Source: fastify.dev/docs, "Routes". */
export const fastify: Framework = {
  id: 'fastify',
  title: 'Fastify',
  routesIn: 'any',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  route: (spec, place) => mountedRoute(spec, place, {
    creation: '(?:fastify|Fastify)\\(',
    dialect: (name, typescript) => ({
      imports: [...(spec.streams ? ["import { Readable } from 'node:stream';"] : []), ...(typescript ? ["import type { FastifyReply, FastifyRequest } from 'fastify';"] : [])],
      open: () => `export async function ${name}(request${typescript ? ': FastifyRequest' : ''}, reply${typescript ? ': FastifyReply): Promise<FastifyReply>' : ')'} {`,
      close: '}',
      body: `(request.body ?? {})${typescript ? ' as Record<string, unknown>' : ''}`,
      answer: (json, status, headers) => [`return reply.code(${status})${headers ? `.headers(${headers})` : ''}.send(${json});`],
      bytes: (response) => [`return reply.type(${contentType(response)}).send(Buffer.from(await ${response}.arrayBuffer()));`],
      stream: (body) => ["reply.raw.on('close', () => aborted.abort());", `return reply.type('application/x-ndjson').send(Readable.from(${body}));`],
    }),
    statement: (app, url, handler) => `${app}.post('${url}', ${handler});`,
  }),
  secret: (name) => nodeSecret(name),
};
