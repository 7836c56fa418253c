import ts from 'typescript';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import type { Flow } from './flow';
import { outermostBody } from './mentions';
import type { PromptPart } from './promptParts';
import { flowsInto } from './trace';

/**
 * Where text from outside decides the roles of a list of messages whose texts are bounded: a limit
 * keeps nobody from writing a short system message. Texts without a bound say so themselves.
 */
export function rolesInto(
  evaluator: Evaluator,
  part: PromptPart,
  texts: readonly Flow[],
  request: ts.Node,
): readonly Flow[] {
  if (texts.length === 0 || texts.some(({ bound }) => bound !== 'full')) return [];
  const path = [...(part.path ?? []), 'role'];
  return flowsInto(evaluator, part.expression, { role: 'user', mixed: false, exact: true, path })
    .filter(({ source: { kind } }) => kind !== 'page' && kind !== 'local')
    .filter((flow) => !looksAtRoles(evaluator, [request, ...nodesOf(evaluator, flow)]))
    .map((flow) => ({ ...flow, bound: 'none', setsRole: true }));
}

/** The places that a flow passes. */
function nodesOf(evaluator: Evaluator, { source, steps }: Flow): readonly ts.Node[] {
  return [source, ...steps].flatMap(({ file, start }) => {
    const syntax = evaluator.program.syntax(file);
    return syntax ? [nodeAt(syntax.sourceFile, start)] : [];
  });
}

function nodeAt(node: ts.Node, offset: number): ts.Node {
  const inner = ts.forEachChild(node, (child) =>
    child.pos <= offset && child.end > offset ? child : undefined,
  );
  return inner ? nodeAt(inner, offset) : node;
}

/** Whether code on the way looks at what the roles are, itself or in a function that it calls. */
function looksAtRoles(evaluator: Evaluator, places: readonly ts.Node[]): boolean {
  return [...new Set(places.map(outermostBody))].some(
    (body) => evaluator.concluded(body, testsRole) || evaluator.concluded(body, callsTest),
  );
}

function testsRole(body: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(body, (node) => {
    if (ts.isBinaryExpression(node))
      found ||= COMPARES.has(node.operatorToken.kind) && (isRole(node.left) || isRole(node.right));
    else if (ts.isCallExpression(node))
      found ||=
        /^(includes|has|test)$/.test(accessedName(unwrap(node.expression)) ?? '') &&
        node.arguments.some(isRole);
    else if (ts.isSwitchStatement(node)) found ||= isRole(node.expression);
  });
  return found;
}

function callsTest(body: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(body, (node) => {
    if (found || !ts.isCallExpression(node)) return;
    for (const called of [node.expression, ...node.arguments]) {
      if (!ts.isIdentifier(called)) continue;
      for (const option of optionsOf(evaluator.evaluate(called), 2))
        if (option.kind === 'function' && option.node.body)
          found ||= evaluator.concluded(option.node.body, testsRole);
    }
  });
  return found;
}

function isRole(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return (ts.isIdentifier(inner) ? inner.text : accessedName(inner)) === 'role';
}

const COMPARES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);
