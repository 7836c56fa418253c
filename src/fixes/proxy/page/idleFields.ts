import ts from 'typescript';
import { identifiersNamed } from '../../../analysis/source/scope';
import { walk } from '../../../analysis/source/syntax';
import { isPrivate } from './clientHome';

/**
 * The private fields of a class that only nodes that go have read: `private apiUrl = '…'`. What
 * stays would be an error where unused fields are one.
 */
export function idleFields(gone: readonly ts.Node[]): ts.PropertyDeclaration[] {
  const found = new Set<ts.PropertyDeclaration>();
  for (const node of gone)
    walk(node, (item) => {
      const field = fieldOf(item);
      if (field && isIdle(field, gone)) found.add(field);
    });
  return [...found];
}

/** The private field that `this.name` reads. */
function fieldOf(node: ts.Node): ts.PropertyDeclaration | undefined {
  if (
    !ts.isPropertyAccessExpression(node) ||
    node.expression.kind !== ts.SyntaxKind.ThisKeyword ||
    !ts.isIdentifier(node.name)
  )
    return undefined;
  const { text } = node.name;
  const owner = ts.findAncestor(node, ts.isClassLike);
  return owner?.members
    .filter(ts.isPropertyDeclaration)
    .find(
      (member) => ts.isIdentifier(member.name) && member.name.text === text && isPrivate(member),
    );
}

function isIdle({ name }: ts.PropertyDeclaration, gone: readonly ts.Node[]): boolean {
  return identifiersNamed(name.getSourceFile(), name.getText()).every(
    (id) => id === name || gone.some((node) => id.pos >= node.pos && id.end <= node.end),
  );
}
