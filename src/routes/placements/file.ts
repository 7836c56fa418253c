import type { Declaration, FilePlacement, FileRoute } from '../../models/frameworks/placement';
import { setInJson } from '../../edits/json';
import { inStyle } from '../../edits/inStyle';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';

/** A route that is a file of its own, with what must be declared for it elsewhere. */
export function fileRoute(
  { at }: FilePlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const route = at(shapeOf(spec), place);
  const text = route && routeText(spec, route.dialect);
  const declared = route?.declares ? declaration(route.declares, spec, place) : {};
  const set = route?.settings ? setting(route.settings, place) : {};
  if (!route || text === undefined || !declared || !set) return undefined;
  const { file, url, base, note } = route;
  return {
    file,
    url,
    text,
    ...declared,
    ...set,
    ...(base === undefined ? {} : { asked: { address: `\`${base}${url}\`` } }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The setting as a change of its file; `undefined` where there is no such file of plain JSON. */
function setting(
  { file, path, value }: NonNullable<FileRoute['settings']>,
  { read }: RoutePlace,
): Pick<RouteFile, 'patches'> | undefined {
  const text = read(file);
  const edits = text === undefined ? undefined : setInJson(text, path, value);
  return edits && { patches: [{ file, edits }] };
}

/**
 * A new file with the declaration, or an entry of the one that exists; nothing when it is there,
 * `undefined` when the form of the file is not known.
 */
function declaration(
  { files, made, name, opening, entry }: Declaration,
  spec: RouteSpec,
  { read }: RoutePlace,
): Pick<RouteFile, 'beside' | 'patches'> | undefined {
  for (const file of files) {
    const source = read(file);
    if (source === undefined) continue;
    if (new RegExp(`\\b${name}\\b`).test(source)) return {};
    const open = opening.exec(source);
    const at = open ? open.index + open[0].length : 0;
    return open ? { patches: [{ file, edits: [{ start: at, end: at, text: entry }] }] } : undefined;
  }
  return { beside: [{ file: made.file, text: inStyle(made.text, spec) }] };
}
