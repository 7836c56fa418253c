import ts from 'typescript';
import { propertyName } from '../../analysis/source/syntax';
import { addProperty } from '../../edits/addProperty';
import type { TextEdit } from '../../edits/edit';
import type { Declaration, FilePlacement, FileRoute } from '../../models/frameworks/placement';
import { setInJson } from '../../edits/json';
import { inStyle } from '../../edits/inStyle';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { madeIn } from './made';

/** A route that is a file of its own, with what must be declared for it elsewhere. */
export function fileRoute(
  { at }: FilePlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const route = at(shapeOf(spec), place);
  const written = route && routeText(spec, route.dialect);
  const declared = route?.declares ? declaration(route.declares, spec, place) : {};
  const set = route?.settings ? setting(route.settings, place) : {};
  if (!route || !written || !declared || !set) return undefined;
  const { file, url, base, note } = route;
  return {
    file,
    url,
    ...written,
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
  { files, made, name, value, list }: Declaration,
  spec: RouteSpec,
  { syntax }: RoutePlace,
): Pick<RouteFile, 'beside' | 'patches'> | undefined {
  for (const file of files) {
    const module = syntax(file);
    if (!module) continue;
    const listed = madeIn(module, list)[0]?.arguments?.[0];
    if (!listed || !ts.isObjectLiteralExpression(listed)) return undefined;
    if (listed.properties.some((property) => propertyName(property.name) === name)) return {};
    return { patches: [{ file, edits: [entryEdit(listed, `${name}: ${value}`)] }] };
  }
  return { beside: [{ file: made.file, text: inStyle(made.text, spec) }] };
}

function entryEdit(list: ts.ObjectLiteralExpression, entry: string): TextEdit {
  if (list.properties.length > 0) return addProperty(list, entry);
  return { start: list.getStart(), end: list.getEnd(), text: `{ ${entry} }` };
}
