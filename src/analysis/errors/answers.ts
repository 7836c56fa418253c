import ts from 'typescript';
import { enclosing, isFunction } from '../calls/positions';
import { lookup, referencesTo } from '../source/scope';
import { propertyName } from '../source/syntax';

/** Where the answer of a raw HTTP request goes. */
export interface Answers {
  /** Expressions that are the answer. */
  readonly held: readonly ts.Expression[];
  /** Names that hold its status alone: `const { ok } = await fetch(…)`. */
  readonly statuses: readonly ts.Identifier[];
  /** Functions by name that are given the answer: `.then(checkStatus)`. */
  readonly readers: readonly ts.Expression[];
  /** The function gives it to whoever calls it. */
  readonly leaves: boolean;
}

/**
 * Members of an answer that say whether it is one: those of `fetch`, of Node, and of most clients.
 */
export const STATUS: ReadonlySet<string> = new Set(['ok', 'status', 'statusCode']);

const NONE: Answers = { held: [], statuses: [], readers: [], leaves: false };

/** Follows the answer of a request through `await`, `.then` and variables, to where it is used. */
export function answersOf(request: ts.Expression): Answers {
  let at: ts.Node = request;
  while (at.parent && isThrough(at, at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent)) return declared(parent);
  if (isAssignment(parent) && ts.isIdentifier(parent.left)) return assigned(parent.left);
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'then') return chained(parent);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at))
    return { ...NONE, leaves: true };
  return ts.isCallExpression(parent) && ts.isExpression(at) ? { ...NONE, held: [at] } : NONE;
}

/** Whether the node around an answer is the answer too, or gives it on. */
function isThrough(at: ts.Node, parent: ts.Node): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.right === at && !isAssignment(parent))
  );
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function declared(declaration: ts.VariableDeclaration): Answers {
  const { name } = declaration;
  if (ts.isIdentifier(name)) return named(referencesTo(declaration, name.text));
  const statuses = [...name.elements].flatMap((element) => {
    if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return [];
    const member = propertyName(element.propertyName) ?? element.name.text;
    return STATUS.has(member) ? [element.name] : [];
  });
  return { ...NONE, statuses };
}

function assigned(name: ts.Identifier): Answers {
  const declaration = lookup(name);
  if (!declaration) return NONE;
  const scope = enclosing(name)?.body ?? name.getSourceFile();
  return named(
    referencesTo(declaration, name.text).filter(
      (use) => use.pos >= scope.pos && use.end <= scope.end && use !== name,
    ),
  );
}

/** `.then((response) => …)`, `.then(checkStatus)`, and what comes after it. */
function chained(access: ts.PropertyAccessExpression): Answers {
  const call = access.parent;
  if (!ts.isCallExpression(call)) return NONE;
  const [callback] = call.arguments;
  const after = answersOf(call);
  if (callback && !isFunction(callback)) return { ...after, readers: [callback, ...after.readers] };
  const parameter = callback && isFunction(callback) ? callback.parameters[0] : undefined;
  if (!parameter || !ts.isIdentifier(parameter.name)) return after;
  const here = named(referencesTo(parameter, parameter.name.text));
  return {
    ...after,
    held: [...here.held, ...after.held],
    leaves: here.leaves || after.leaves,
  };
}

function named(uses: readonly ts.Identifier[]): Answers {
  return { ...NONE, held: uses, leaves: uses.some(({ parent }) => ts.isReturnStatement(parent)) };
}
