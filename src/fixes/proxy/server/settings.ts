import ts from 'typescript';
import { propertyName, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';

/** The value of a dotted option in a configuration, which is read, never run. */
export function optionIn(
  file: string,
  option: string,
  workspace: Workspace,
): ts.Expression | undefined {
  const syntax = workspace.syntax(file);
  let found: ts.Expression | undefined;
  if (syntax)
    walk(syntax.sourceFile, (node) => {
      if (ts.isPropertyAssignment(node) && pathTo(node) === option) found ??= node.initializer;
    });
  return found;
}

/** The dotted names of the properties around one, up to the object that is no property's value. */
function pathTo(property: ts.PropertyAssignment): string {
  const names: string[] = [];
  let at: ts.Node = property;
  while (ts.isPropertyAssignment(at)) {
    names.unshift(propertyName(at.name) ?? '*');
    at = at.parent.parent;
  }
  return names.join('.');
}
