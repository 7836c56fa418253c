import type { RouteShape } from '../models/frameworks/placement';
import type { RouteSpec } from './route';
import { hasFile } from './upload';

/** What of a route its framework's code depends on. */
export function shapeOf({ name, typescript, streams, fields }: RouteSpec): RouteShape {
  return {
    name,
    typescript,
    streams,
    takesFile: hasFile(fields),
    takesPicture: fields.some(({ kind, pictures }) => kind === 'picture' || pictures === true),
  };
}
