import ts from 'typescript';
import type { Declaration } from '../source/scope';
import type { Evaluator } from '../values/engine';

/** The names under which a module exports a declaration. */
export function exportNames(
  evaluator: Evaluator,
  path: string,
  declaration: Declaration,
  name: string,
): string[] {
  const table = evaluator.program.exports(path);
  if (!table) return [];
  const out: string[] = [];
  for (const [exported, target] of table.names) {
    if (target.kind === 'local' && target.name === name && ts.isSourceFile(topOf(declaration)))
      out.push(exported);
    else if (target.kind === 'declaration' && target.node.pos === declaration.pos)
      out.push(exported);
  }
  return out;
}

/** The statement list a declaration stands in: only those of the file itself can be exported. */
function topOf(declaration: Declaration): ts.Node {
  let at: ts.Node = declaration;
  while (
    at.parent &&
    (ts.isVariableDeclaration(at) ||
      ts.isVariableDeclarationList(at) ||
      ts.isVariableStatement(at) ||
      ts.isBindingElement(at) ||
      ts.isBindingName(at) ||
      ts.isFunctionDeclaration(at) ||
      ts.isClassDeclaration(at))
  )
    at = at.parent;
  return at;
}
