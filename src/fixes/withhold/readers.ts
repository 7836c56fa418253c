import ts from 'typescript';
import { identifiersNamed } from '../../analysis/source/scope';
import type { Workspace } from '../../analysis/workspace';
import { isServerOnly } from '../../rules/rule';
import { filesNaming } from '../filesNaming';

/** Whether a module that may run in a page reads a member of that name. */
export function isReadByPages(name: string, workspace: Workspace): boolean {
  return filesNaming(name, workspace).some((file) => {
    const syntax = workspace.syntax(file);
    return (
      syntax !== undefined &&
      identifiersNamed(syntax.sourceFile, name).some(
        (node) =>
          (ts.isBindingElement(node.parent) ||
            (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) &&
          !isServerOnly(workspace.surfaces.at(file, node.getStart())),
      )
    );
  });
}
