import { dependencyRange, type Package } from '../analysis/packages';

/** Whether the package's SDK is older than 5: its errors carry their headers as a plain object, later ones as `Headers`. Source: openai-node `src/error.ts`. */
export function hasPlainHeaders(pkg: Package): boolean {
  return /^\D*[0-4](\.|$)/.test(dependencyRange(pkg, 'openai') ?? '');
}
