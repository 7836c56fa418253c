import type { Syntax } from '../analysis/source/syntax';

/** Whether a file is written in TypeScript, or its script is. */
export function isTypeScript(syntax: Syntax): boolean {
  return /\.[mc]?tsx?$/.test(syntax.path) || syntax.scripts.some((script) => script.typescript);
}
