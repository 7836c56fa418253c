import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap, walk } from '../../../analysis/source/syntax';
import { changeOf } from './changes';
import { assignmentTo } from './outward';
import type { Sight } from './uses';

/** What is put at the end of a text, always or under a condition. */
export interface Addition {
  readonly text: ts.Expression;
  readonly condition?: ts.Expression;
  readonly statement: ts.Statement;
}

/** A text that grows in a variable, statement by statement, before it is read once. */
export interface GrownText {
  readonly declaration: ts.VariableDeclaration;
  readonly begins: ts.Expression;
  readonly additions: readonly Addition[];
}

/**
 * `let system = '…'; if (more) system += '…'`, each statement in the block of the declaration.
 * `undefined` where anything else reads or writes the variable, and where a part or a
 * condition may have another value when the text is read.
 */
export function grownText(expression: ts.Expression, sight: Sight): GrownText | undefined {
  const name = unwrap(expression);
  const declaration = ts.isIdentifier(name) ? lookup(name) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return undefined;
  if (!ts.isIdentifier(declaration.name) || enclosing(declaration) !== enclosing(name))
    return undefined;
  const others = referencesTo(declaration, declaration.name.text).filter((id) => id !== name);
  const additions = others.map((id) => additionAt(id, declaration));
  const isWhole =
    isSteady(declaration.initializer, sight) &&
    additions.every(
      (addition) =>
        addition !== undefined &&
        addition.statement.end <= name.pos &&
        isSteady(addition.text, sight) &&
        (!addition.condition || isSteady(addition.condition, sight)),
    );
  return isWhole && additions.length > 0
    ? {
        declaration,
        begins: declaration.initializer,
        additions: additions.filter((addition) => addition !== undefined),
      }
    : undefined;
}

/** `system += '…';`, alone or as all that an `if` does, beside the declaration. */
function additionAt(id: ts.Identifier, declaration: ts.VariableDeclaration): Addition | undefined {
  const change = assignmentTo(id);
  if (change?.operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken) return undefined;
  if (!ts.isExpressionStatement(change.parent)) return undefined;
  const block = declaration.parent.parent.parent;
  const alone: ts.Statement = change.parent;
  if (alone.parent === block) return { text: change.right, statement: alone };
  const body =
    ts.isBlock(alone.parent) && alone.parent.statements.length === 1 ? alone.parent : alone;
  const test = body.parent;
  return ts.isIfStatement(test) &&
    test.thenStatement === body &&
    !test.elseStatement &&
    test.parent === block
    ? { text: change.right, condition: test.expression, statement: test }
    : undefined;
}

/** Whether an expression is of names that nothing changes, and calls nothing. */
function isSteady(expression: ts.Expression, sight: Sight): boolean {
  let steady = true;
  walk(expression, (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node))
      steady = false;
    if (!ts.isIdentifier(node) || isMemberName(node)) return;
    const declaration = lookup(node);
    if (!declaration || changeOf(declaration, sight)) steady = false;
  });
  return steady;
}

function isMemberName(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}
