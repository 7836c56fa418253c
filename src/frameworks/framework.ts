import type { Convention, ModuleView } from '../analysis/surface/convention';

/** How server code of a framework reads a secret. */
export interface SecretAccess {
  /** The expression that reads the variable, for example `process.env.OPENAI_API_KEY`. */
  readonly expression: string;
  /** A named import that the expression needs. */
  readonly importName?: string;
  readonly importFrom?: string;
  /** The file the value goes into for local development. */
  readonly envFile: string;
}

/** One framework: what its modules are, and how its code is written. One file each in this folder, registered in `registry.ts`. */
export interface Framework extends Convention {
  /** How a server module reads a secret variable; `undefined` when this framework has no server of its own. */
  secret?(name: string, module: ModuleView): SecretAccess | undefined;
}

/** `process.env.X`, the way of every Node server. */
export function nodeSecret(name: string, envFile = '.env'): SecretAccess {
  return { expression: `process.env.${name}`, envFile };
}
