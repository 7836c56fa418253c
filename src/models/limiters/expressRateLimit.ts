import type { Limiter } from './limiter';

/** Sources: the README of express-rate-limit, "Usage", "Troubleshooting proxy issues". */
export const expressRateLimit: Limiter = {
  id: 'express-rate-limit',
  frameworks: ['express'],
  from: 'express-rate-limit',
  name: 'rateLimit',
  exported: 'named',
  since: 7,
  ranges: [{ framework: 4, range: '^8.0.0' }],
  stands: 'before-handler',
  made: (calls) => `rateLimit({ windowMs: 60_000, limit: ${calls} })`,
  note:
    'Choose how many calls a caller needs. Behind a proxy, set `trust proxy`: else all callers ' +
    'have the address of the proxy.',
};
