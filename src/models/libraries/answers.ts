import type { Model } from '../model';

/**
 * What is thrown to be the answer, of libraries that are no framework of their own. Sources: the
 * README of each.
 */
export const answers: readonly Model[] = [
  {
    id: 'http-errors',
    title: 'http-errors',
    packages: ['http-errors'],
    answers: [{ call: ['default()', '*()'] }],
  },
  {
    id: 'astro-actions',
    title: 'Astro’s actions',
    packages: ['astro:actions'],
    answers: [{ call: 'ActionError()' }],
  },
];
