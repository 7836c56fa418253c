import type { Limiter } from './limiter';

/** Source: docs.nestjs.com/security/rate-limiting. */
export const nestThrottler: Limiter = {
  id: 'nest-throttler',
  frameworks: ['@nestjs/common'],
  from: '@nestjs/throttler',
  name: 'ThrottlerGuard',
  exported: 'named',
  since: 5,
  ranges: [{ framework: 7, range: '^6.0.0' }],
  stands: 'on-method',
  decorator: { name: 'UseGuards', from: '@nestjs/common', given: 'ThrottlerGuard' },
  module: { name: 'ThrottlerModule', list: 'imports', controllers: 'controllers' },
  setup: (calls) => `ThrottlerModule.forRoot([{ ttl: 60_000, limit: ${calls} }])`,
  note:
    'Choose how many calls a caller needs. Behind a proxy, set `trust proxy`: else all callers ' +
    'have the address of the proxy.',
};
