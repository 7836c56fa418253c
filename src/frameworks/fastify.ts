import { nodeSecret, type Framework } from './framework';

const PACKAGES = ['fastify'];

/** Fastify 5. Source: fastify.dev/docs, "Routes". */
export const fastify: Framework = {
  id: 'fastify',
  title: 'Fastify',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  secret: (name) => nodeSecret(name),
};
