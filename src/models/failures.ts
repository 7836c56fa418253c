import { accepts } from './match';
import type { ErrorExport } from './failureRows';
import { models } from './registry';

/**
 * Whether a handler with so many parameters hands a failure on to the application by calling that
 * one: `next(error)`.
 */
export function handsOn(parameters: number, argument: number): boolean {
  return handOns.some((row) => row.parameters === parameters && row.argument === argument);
}

const handOns = models.flatMap((model) => model.handsOn ?? []);

/**
 * Whether an error with that member is one that frameworks answer with, since it says with which
 * status.
 */
export function saysStatus(member: string): boolean {
  return statusMembers.some((names) => accepts(names, member));
}

const statusMembers = models.flatMap((model) => model.statusMembers ?? []);

/**
 * Whether a text is what an API says of a rate limit: one of its codes, or words of its messages.
 */
export function saysRateLimit(text: string): boolean {
  return rateLimitWords.some((words) => words.test(text));
}

const rateLimitWords = models.flatMap((model) => model.rateLimitWords ?? []);

/** Whether a text is what an API says of a quota that is used up: a 429 that no waiting cures. */
export function saysQuota(text: string): boolean {
  return quotaWords.some((words) => words.test(text));
}

const quotaWords = models.flatMap((model) => model.quotaWords ?? []);

/**
 * The exports of a module that get the failures of a whole application, by the module's name
 * without folder and ending.
 */
export function errorExportsOf(module: string): readonly ErrorExport[] {
  return errorExports.filter((row) => row.module === module);
}

const errorExports = models.flatMap((model) => model.errorExports ?? []);
