import ts from 'typescript';
import { kindOf } from '../../analysis/source/prefilter';
import { identifiersNamed } from '../../analysis/source/scope';
import type { Workspace } from '../../analysis/workspace';
import { isServerOnly } from '../../rules/rule';

/** Whether a module that may run in a page reads a member of that name. */
export function isReadByPages(name: string, workspace: Workspace): boolean {
  return workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter(
      (file) =>
        ['script', 'embedding'].includes(kindOf(file)) &&
        (workspace.text(file) ?? '').includes(name),
    )
    .some((file) => {
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
