import type { Package } from '../analysis/source/packages';
import type { Workspace } from '../analysis/workspace';

/** Whether a package's code or scripts load its `.env`: Node does not by itself. */
export function readsEnvFile(pkg: Package, workspace: Workspace): boolean {
  if (
    /--env-file|\bbun\b|dotenv/.test(JSON.stringify(pkg.manifest?.scripts ?? {})) ||
    ['dotenv', 'dotenv-flow', '@nestjs/config', '@fastify/env', 'wrangler'].some((name) =>
      pkg.dependencies.has(name),
    )
  )
    return true;
  return workspace.packages
    .filesOf(pkg)
    .some(
      (file) =>
        /\.[mc]?[jt]s$/.test(file) && /loadEnvFile\(|dotenv/.test(workspace.text(file) ?? ''),
    );
}
