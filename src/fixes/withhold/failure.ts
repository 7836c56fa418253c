import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { unwrap, walk } from '../../analysis/source/syntax';
import { isTypeScript } from '../typescript';
import { isArgument, isOperand, replaced, type LeakPlace, type Withheld } from './place';

/**
 * What may be told of a failed request: what was answered, else what was said. Its own
 * configuration, with the key in its headers, stays.
 */
export function withholdFailure(place: LeakPlace): Withheld {
  const { node } = place;
  if (ts.isSpreadAssignment(node.parent))
    return { reason: 'the failed request is spread, so what is read of it is not in sight' };
  const root = ts.isCallExpression(node) ? unwrap(node.expression) : node;
  if (ts.isPropertyAccessExpression(root)) {
    if (root.name.text === 'response') return [replaced(place, answerOf(root, place))];
    if (!ts.isCallExpression(node))
      return { reason: `\`${root.getText()}\` is the request with its headers and nothing else` };
  }
  const error = ts.isPropertyAccessExpression(root) ? unwrap(root.expression) : root;
  if (!ts.isIdentifier(error)) return { reason: 'what the failure is called is not in sight' };
  const reads = readsOf(error, place);
  if (!reads) return { reason: `the type of \`${error.text}\` does not say that it has an answer` };
  return [replaced(place, code(error.text, reads, place))];
}

/** `error.response?.data` of `error.response`; with its status where a log takes both. */
function answerOf(response: ts.PropertyAccessExpression, place: LeakPlace): string {
  const text = response.getText();
  return isArgument(place) && place.leak.kind === 'log'
    ? `${text}?.status, ${text}?.data`
    : `${text}?.data`;
}

/** How members of a failure may be read: freely, or as those of an error. */
type Reads = 'any' | 'error';

function code(error: string, reads: Reads, place: LeakPlace): string {
  const message = `${error} instanceof Error ? ${error}.message : String(${error})`;
  if (place.leak.kind !== 'log' && !isOperand(place.node))
    return reads === 'any'
      ? `{ message: ${error}.message, code: ${error}.code }`
      : `{ message: ${message} }`;
  const isPart = isOperand(place.node) || !isHandedOn(place);
  if (reads === 'any')
    return isPart ? `${error}.message` : `${error}.response?.data ?? ${error}.stack`;
  if (isPart) return `(${message})`;
  return `${error} instanceof Error ? ${error}.stack : ${error}`;
}

/** Whether a log gets it as it is, or in an object, and not as a part of a text. */
function isHandedOn(place: LeakPlace): boolean {
  const { parent } = place.node;
  return (
    isArgument(place) || ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)
  );
}

function readsOf(error: ts.Identifier, { syntax }: LeakPlace): Reads | undefined {
  if (!isTypeScript(syntax)) return 'any';
  const declaration = lookup(error);
  if (!declaration) return undefined;
  const isCaught = ts.isVariableDeclaration(declaration) && ts.isCatchClause(declaration.parent);
  if (!isCaught && !ts.isParameter(declaration)) return undefined;
  const { type } = declaration;
  if (type && type.kind !== ts.SyntaxKind.UnknownKeyword)
    return type.kind === ts.SyntaxKind.AnyKeyword ? 'any' : undefined;
  // What a promise rejects with is `any`; what a `catch` gets is, where its members are read.
  if (!type && (!isCaught || isReadFreely(error, declaration.parent))) return 'any';
  return 'error';
}

/** Whether a statement right in the `catch` reads a member, before anything could narrow it. */
function isReadFreely(error: ts.Identifier, clause: ts.Node): boolean {
  let free = false;
  if (!ts.isCatchClause(clause)) return false;
  for (const statement of clause.block.statements) {
    walk(ts.isIfStatement(statement) ? statement.expression : statement, (node) => {
      if (
        ts.isPropertyAccessExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === error.text &&
        !isNarrowed(node, clause)
      )
        free = true;
    });
  }
  return free;
}

/** Whether an access stands behind a test in the same expression: `a && error.b`, `a ? error.b : c`. */
function isNarrowed(node: ts.Node, top: ts.Node): boolean {
  for (let at = node; at !== top; at = at.parent) {
    if (ts.isConditionalExpression(at.parent) && at.parent.condition !== at) return true;
    if (ts.isIfStatement(at.parent) && at.parent.expression !== at) return true;
    if (
      ts.isBinaryExpression(at.parent) &&
      at.parent.right === at &&
      at.parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    )
      return true;
  }
  return false;
}
