import { nodeSecret, type Framework } from './framework';

const PACKAGES = ['express'];

/** Express 4 and 5. Source: expressjs.com, "Routing". */
export const express: Framework = {
  id: 'express',
  title: 'Express',
  applies: (pkg) => PACKAGES.some((name) => pkg.dependencies.has(name)),
  entry({ specifiers }) {
    const used = specifiers.find((name) => PACKAGES.includes(name));
    return used ? { surface: 'server', why: `it serves requests with \`${used}\`` } : undefined;
  },
  secret: (name) => nodeSecret(name),
};
