import type { Model } from '../model';

/**
 * What stands for a rate limit. Sources: github.com/openai/openai-node "Handling errors", the
 * README of each.
 */
export const rateLimits: readonly Model[] = [
  {
    id: 'http-status',
    title: 'names of HTTP statuses',
    packages: ['http-status-codes', 'http-status', 'http-errors', 'axios'],
    rateLimits: [
      {
        call: ['*.TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS', 'HttpStatusCode.TooManyRequests'],
        is: 'code',
      },
      { call: 'TooManyRequests', is: 'class' },
    ],
  },
  {
    id: 'nest-throttler',
    title: 'Nest’s throttler',
    packages: ['@nestjs/throttler'],
    rateLimits: [{ call: 'ThrottlerException', is: 'class' }],
  },
];
