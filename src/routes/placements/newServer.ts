import type { NewServerPlacement } from '../../models/frameworks/placement';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { allows } from './limits';
import { mountedRoute } from './mounted';

/**
 * A small server of one file for a page that has none; a second route is mounted in the one that is
 * there.
 */
export function newServer(
  placement: NewServerPlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const { file, joins, address, bundlers, dependencies, scripts } = placement;
  const { exists, pkg, read } = place;
  if (read(file)?.includes(placement.application))
    return allows(joins, spec, place) ? mountedRoute(joins, spec, place) : undefined;
  const own = { ...spec, typescript: false };
  const text = routeText(own, placement.dialect(shapeOf(own)));
  if (text === undefined || exists(file) || !bundlers.some((name) => pkg.dependencies.has(name)))
    return undefined;
  return {
    file,
    text,
    url: `/api/${spec.name}`,
    behind: address,
    dependencies,
    // Vite reads `.env.local` too, and that is where a careful project keeps its key.
    scripts: scripts(exists('.env.local') ? '.env.local' : '.env'),
  };
}
