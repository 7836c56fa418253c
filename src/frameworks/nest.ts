import { nodeSecret, type Framework } from './framework';

/** NestJS. Source: docs.nestjs.com, "Controllers", "Configuration". */
export const nest: Framework = {
  id: 'nest',
  title: 'NestJS',
  routesIn: 'any',
  applies: (pkg) => pkg.dependencies.has('@nestjs/core') || pkg.dependencies.has('@nestjs/common'),
  entry: ({ local }) => (/\.(controller|service|module|gateway|resolver|guard|interceptor|provider)\.[jt]s$/.test(local) ? { surface: 'server', why: 'it is part of a Nest application' } : undefined),
  fallback: ({ local }) => (/^src\//.test(local) ? { surface: 'server', why: 'it is part of a Nest application' } : undefined),
  secret: (name) => nodeSecret(name),
};
