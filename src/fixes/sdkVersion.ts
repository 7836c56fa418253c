import type { Package } from '../analysis/source/packages';
import { dependencyRange } from '../models/package';

/**
 * Whether the package's SDK is version 4: its errors carry their headers as a plain object, later
 * ones as `Headers`. Source: openai-node `src/error.ts`.
 */
export function hasPlainHeaders(pkg: Package): boolean {
  return /^\D*4(\.|$)/.test(dependencyRange(pkg, 'openai') ?? '');
}

/**
 * Whether the package has version 3 of the SDK, whose methods have other names and wrap their
 * answers.
 */
export function isVersion3(pkg: Package): boolean {
  return /^\D*3(\.|$)/.test(dependencyRange(pkg, 'openai') ?? '');
}

/**
 * Whether the package's AI SDK gives the text of a stream's parts as `text`, which it does from
 * version 5 on. Source: ai-sdk.dev/docs, "Migrate AI SDK 4.x to 5.0".
 */
export function streamsParts(pkg: Package): boolean {
  return /^\D*([5-9]|\d{2,})(\.|$)/.test(dependencyRange(pkg, 'ai') ?? '');
}
