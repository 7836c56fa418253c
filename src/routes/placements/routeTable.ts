import type { RouteTablePlacement } from '../../models/frameworks/placement';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';

/** A route in a file of its own, with its entry in the application's table where it has one. */
export function tableRoute(
  placement: RouteTablePlacement,
  spec: RouteSpec,
  { files, read }: RoutePlace,
): RouteFile | undefined {
  const { table, byFiles, folder, root, at } = placement;
  const { file, url, dialect } = at(shapeOf(spec));
  const text = routeText(spec, dialect);
  const listed = files.find((path) => table.test(path));
  const source = listed === undefined ? undefined : read(listed);
  if (text === undefined) return undefined;
  if (listed === undefined || source === undefined || byFiles.test(source))
    return files.some((path) => path.startsWith(folder)) ? { file, url, text } : undefined;
  const edits = entryIn(source, url.slice(1), file.slice(root.length), placement.entry);
  return edits && { file, url, text, patches: [{ file: listed, edits }] };
}

/**
 * The edits that put a route into a table: an entry of the list that it exports, and the import of
 * what makes the entry.
 */
function entryIn(
  source: string,
  path: string,
  file: string,
  { name, from }: RouteTablePlacement['entry'],
): Patch['edits'] | undefined {
  const list = /export\s+default\s*(\[)(\s*)/.exec(source);
  const names = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*(['"])${from}\\2`).exec(source);
  if (!list || !names) return undefined;
  const quote = names[2];
  const entry = `${name}(${quote}${path}${quote}, ${quote}${file}${quote}),`;
  const at = list.index + list[0].indexOf('[') + 1;
  const gap = list[2].includes('\n') ? list[2] : '';
  const nameAt = names.index + names[0].indexOf('{') + 1;
  return [
    ...(new RegExp(`\\b${name}\\b(?!\\s*as)`).test(names[1])
      ? []
      : [{ start: nameAt, end: nameAt, text: ` ${name},` }]),
    { start: at, end: at, text: gap === '' ? `${entry} ` : `${gap}${entry}` },
  ];
}
