import type { Site } from '../../../analysis/source/host';
import { isClientModule } from '../../../analysis/leaks/clientProps';
import type { Workspace } from '../../../analysis/workspace';
import type { Refusal } from '../../fix';

/**
 * Why calls cannot ask a route by its path: their module runs on the server too, where a relative
 * address leads nowhere. `undefined` when they run in browsers alone.
 */
export function onBothSides(calls: readonly Site[], workspace: Workspace): Refusal | undefined {
  const isClient = (path: string) => {
    const syntax = workspace.syntax(path);
    return syntax !== undefined && isClientModule(syntax.sourceFile);
  };
  for (const { file, start } of calls) {
    const placements = workspace.surfaces.at(file, start);
    const inServer = placements.find(
      ({ surface, trail }) =>
        (surface === 'server' || surface === 'edge') &&
        ![file, ...trail.map((step) => step.file)].some(isClient),
    );
    const isShared = placements.some(({ surface }) => surface === 'browser');
    if (!inServer || !isShared) continue;
    const from = inServer.trail.map((step) => step.file).find((path) => path !== file);
    return {
      reason:
        `\`${file}\` runs on the server too${from === undefined ? '' : ` (\`${from}\` leads there)`}, ` +
        'where a page’s address of a route leads nowhere: give the server a function of its own.',
    };
  }
  return undefined;
}
