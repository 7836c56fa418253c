import type { Framework } from '../../models/frameworks/framework';
import type { Placement, Placements } from '../../models/frameworks/placement';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { fileRoute } from './file';
import { httpsFunction } from './firebaseIndex';
import { allows } from './limits';
import { mountedRoute } from './mounted';
import { controllerRoute } from './nestModule';
import { newServer } from './newServer';
import { tableRoute } from './routeTable';
import { serverlessFunction } from './serverless';
import { edgeFunction } from './supabase';

/** Writes a route the way a placement says; `undefined` when the project has no place for it. */
type Writer<K extends keyof Placements> = (
  placement: Placements[K],
  spec: RouteSpec,
  place: RoutePlace,
) => RouteFile | undefined;

/** Who writes each kind of placement. */
const writers: { readonly [K in keyof Placements]: Writer<K> } = {
  file: fileRoute,
  'route-table': tableRoute,
  mounted: mountedRoute,
  'new-server': newServer,
  'nest-module': controllerRoute,
  'firebase-index': httpsFunction,
  serverless: serverlessFunction,
  supabase: edgeFunction,
};

/**
 * A new server route of a framework. Paths are those inside the package; `undefined` when the
 * framework has no server, the project no place, or the file is there already.
 */
export function newRoute(
  { placement }: Framework,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const route =
    placement && allows(placement, spec, place) ? written(placement, spec, place) : undefined;
  return route && !place.exists(route.file) ? route : undefined;
}

function written<K extends keyof Placements>(
  placement: Placement<K>,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  return writers[placement.kind](placement, spec, place);
}
