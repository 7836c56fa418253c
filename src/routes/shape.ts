import type { RouteShape } from '../models/frameworks/placement';
import type { RouteSpec } from './route';
import { FIRST_KEY } from './routeKey';
import { hasFile } from './upload';

/** What of a route its framework's code depends on. */
export function shapeOf({
  name,
  typescript,
  streams,
  fields,
  key = FIRST_KEY,
}: RouteSpec): RouteShape {
  return {
    name,
    typescript,
    streams,
    variable: key.variable,
    takesFile: hasFile(fields),
    takesPicture: fields.some(({ kind, pictures }) => kind === 'picture' || pictures === true),
  };
}
