/** A package manager, by the files that it keeps. */
export interface PackageManager {
  readonly name: string;
  /** The files that hold the versions it has installed. */
  readonly locks: readonly string[];
}

/** Who installs, the one whose file lies in a project; npm where none does. */
export const packageManagers: readonly PackageManager[] = [
  { name: 'pnpm', locks: ['pnpm-lock.yaml'] },
  { name: 'yarn', locks: ['yarn.lock'] },
  { name: 'bun', locks: ['bun.lock', 'bun.lockb'] },
  { name: 'npm', locks: ['package-lock.json', 'npm-shrinkwrap.json'] },
];
