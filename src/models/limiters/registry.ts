import { expressRateLimit } from './expressRateLimit';
import { fastifyRateLimit } from './fastifyRateLimit';
import { honoRateLimiter } from './honoRateLimiter';
import { koaRatelimit } from './koaRatelimit';
import type { Limiter } from './limiter';
import { nestThrottler } from './nestThrottler';

/** What usually counts callers; the first whose framework a file imports is taken. */
export const limiters: readonly Limiter[] = [
  nestThrottler,
  fastifyRateLimit,
  honoRateLimiter,
  koaRatelimit,
  expressRateLimit,
];
