import { nodeSecret, type Framework } from './framework';

const PACKAGES = ['koa', '@koa/router', 'koa-router'];

/** Koa. Source: koajs.com. */
export const koa: Framework = {
  id: 'koa',
  title: 'Koa',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  secret: (name) => nodeSecret(name),
};
