import ts from 'typescript';
import { exportsOf } from '../../analysis/source/imports';
import { held } from '../../analysis/source/held';
import type { Syntax } from '../../analysis/source/syntax';
import { beginsLine } from '../../analysis/source/text';
import { addNamedImport } from '../../edits/addImport';
import { indentationAt } from '../../edits/indentation';
import { styleOf } from '../../edits/style';
import type { RouteTablePlacement } from '../../models/frameworks/placement';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { madeIn } from './made';

/** A route in a file of its own, with its entry in the application's table where it has one. */
export function tableRoute(
  placement: RouteTablePlacement,
  spec: RouteSpec,
  { files, syntax }: RoutePlace,
): RouteFile | undefined {
  const { byFiles, folder, root, at } = placement;
  const { file, url, dialect } = at(shapeOf(spec));
  const written = routeText(spec, dialect);
  const listed = files.find((path) => placement.table.test(path));
  const table = listed === undefined ? undefined : syntax(listed);
  if (!written) return undefined;
  if (listed === undefined || !table || madeIn(table, byFiles).length > 0)
    return files.some((path) => path.startsWith(folder)) ? { file, url, ...written } : undefined;
  const edits = entryIn(table, url.slice(1), file.slice(root.length), placement.entry);
  return edits && { file, url, ...written, patches: [{ file: listed, edits }] };
}

/**
 * The edits that put a route into a table: an entry of the list that it exports, and the import of
 * what makes the entry.
 */
function entryIn(
  syntax: Syntax,
  path: string,
  file: string,
  { name, from }: RouteTablePlacement['entry'],
): Patch['edits'] | undefined {
  const exported = exportsOf(syntax).names.get('default');
  const list = exported?.kind === 'expression' ? held(exported.node) : undefined;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const entry = `${name}(${quote}${path}${quote}, ${quote}${file}${quote})`;
  const at = list.getStart() + 1;
  const [first] = list.elements;
  const indent = first ? lineIndent(syntax.text, first.getStart()) : undefined;
  const text = indent === undefined ? `${entry}${first ? ', ' : ''}` : `\n${indent}${entry},`;
  const { edit } = addNamedImport(syntax, name, from);
  return [...(edit ? [edit] : []), { start: at, end: at, text }];
}

/** What stands before something on its line; `undefined` where that is not only blank. */
function lineIndent(text: string, start: number): string | undefined {
  return beginsLine(text, start) ? indentationAt(text, start) : undefined;
}
