import type { Limits } from '../../models/frameworks/placement';
import { isAiSdk } from '../methods';
import type { RoutePlace, RouteSpec } from '../route';
import { shapeOf } from '../shape';

/** Whether a placement takes a route like this in a project like this. */
export function allows(
  { cannot = [], needs, formReaders = [] }: Limits,
  spec: RouteSpec,
  { pkg }: RoutePlace,
): boolean {
  const { takesFile, takesPicture } = shapeOf(spec);
  const demands = {
    picture: takesPicture,
    'ai-sdk': isAiSdk(spec.method),
    'page-settings': [...spec.payload, ...(spec.clientOptions ?? [])].some((line) =>
      line.includes('import.meta.env.'),
    ),
  };
  const has = (name: string) => pkg.dependencies.has(name);
  return (
    !cannot.some((demand) => demands[demand]) &&
    (needs?.some(has) ?? true) &&
    !(takesFile && formReaders.some(has))
  );
}
