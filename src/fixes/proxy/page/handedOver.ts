import ts from 'typescript';
import { isValueReference, lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import type { TextEdit } from '../../../edits/edit';
import { removeListed } from '../../../edits/removeListed';
import { isRefusal, type Refusal } from '../../fix';
import { callersOf, functionOf, type Callers } from '../payload/callers';
import { homeOf } from '../payload/uses';

/** What callers hand to code that goes, and to nothing else. */
export interface HandedOver {
  readonly parameters: readonly ts.ParameterDeclaration[];
  /** The arguments for them, in whatever module. */
  readonly values: readonly ts.Expression[];
}

/**
 * The parameters that only nodes that go have read, with the arguments for them, through every
 * function that hands them on. A reason where a key would stay in the page: its parameter has other
 * readers, or not all of its callers are in sight. What is read `beside` goes too, and may be
 * anything: what is said while a key is missing.
 */
export function handedOver(
  gone: readonly ts.Node[],
  workspace: Workspace,
  beside: readonly ts.Node[] = [],
): HandedOver | Refusal {
  const going = [...gone];
  const parameters = new Set<ts.ParameterDeclaration>();
  const values: ts.Expression[] = [];
  // Arguments that go join the list while it is walked.
  for (const node of going) {
    const part = partReadIn(node);
    if (part !== undefined)
      return {
        reason: `\`${part}\` comes in as part of an object, so it would stay in the page.`,
      };
    for (const parameter of parametersReadIn(node)) {
      if (parameters.has(parameter)) continue;
      const given = givenTo(parameter, [...going, ...beside], workspace);
      if (isRefusal(given)) return given;
      parameters.add(parameter);
      values.push(...given.values);
      going.push(...given.values);
    }
  }
  return { parameters: [...parameters], values };
}

function parametersReadIn(node: ts.Node): ts.ParameterDeclaration[] {
  const found: ts.ParameterDeclaration[] = [];
  walk(node, (item) => {
    const declaration = ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
    if (declaration && ts.isParameter(declaration) && ts.isIdentifier(declaration.name))
      found.push(declaration);
  });
  return found;
}

/** The name of what a node reads out of an object that a function is given: `{ apiKey }`. */
function partReadIn(node: ts.Node): string | undefined {
  let found: string | undefined;
  walk(node, (item) => {
    const declaration = ts.isIdentifier(item) && isValueReference(item) ? lookup(item) : undefined;
    let owner: ts.Node | undefined = declaration;
    while (
      owner &&
      (ts.isBindingElement(owner) ||
        ts.isObjectBindingPattern(owner) ||
        ts.isArrayBindingPattern(owner))
    )
      owner = owner.parent;
    if (
      declaration &&
      owner !== declaration &&
      owner &&
      ts.isParameter(owner) &&
      !isWithin(owner, node)
    )
      found ??= (item as ts.Identifier).text;
  });
  return found;
}

/** The arguments for a parameter. */
function givenTo(
  parameter: ts.ParameterDeclaration,
  going: readonly ts.Node[],
  workspace: Workspace,
): { readonly values: readonly ts.Expression[] } | Refusal {
  const fn = parameter.parent;
  const name = parameter.name.getText();
  const uses = referencesTo(parameter, name);
  if (!uses.every((use) => going.some((node) => isWithin(use, node))) || isField(parameter))
    return { reason: `\`${name}\` is read for something else too, so it would stay in the page.` };
  const callers = ownCallers(fn, workspace);
  const at = fn.parameters.indexOf(parameter);
  const given = callers?.calls.map((call) => call.arguments ?? []);
  if (
    !given ||
    parameter.dotDotDotToken ||
    given.some((list) => list.slice(0, at + 1).some(ts.isSpreadElement))
  )
    return {
      reason: `\`${name}\` is handed over by callers that are not all in sight, so it would stay in the page.`,
    };
  const values = given.flatMap((list) => list.slice(at, at + 1));
  return values.every(isHarmless)
    ? { values }
    : { reason: `What is handed over as \`${name}\` does more than to name a value.` };
}

/** `constructor(private key: string)`, which is read by `this`. */
function isField({ modifiers }: ts.ParameterDeclaration): boolean {
  return (modifiers?.length ?? 0) > 0;
}

/** The callers of a function, when each call is known to be one of it. */
function ownCallers(fn: ts.SignatureDeclaration, workspace: Workspace): Callers | undefined {
  const callers = callersOf(fn, workspace);
  if (!callers.complete) return undefined;
  const isOwn = (call: ts.CallExpression | ts.NewExpression) =>
    functionOf(call.expression, workspace) === fn || methodOfInstance(call, workspace) === fn;
  const byName =
    ts.isMethodDeclaration(fn) ||
    ts.isPropertyAssignment(fn.parent) ||
    ts.isPropertyDeclaration(fn.parent);
  return !byName || callers.calls.every(isOwn) ? callers : undefined;
}

/** The method that `writer.toast(…)` calls where `writer` is `new Writer(…)`. */
function methodOfInstance(
  { expression }: ts.CallExpression | ts.NewExpression,
  workspace: Workspace,
): ts.Node | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const owner = unwrap(expression.expression);
  const home = ts.isIdentifier(owner) ? homeOf(owner, workspace) : undefined;
  const made =
    home && ts.isVariableDeclaration(home) && home.initializer && unwrap(home.initializer);
  const type =
    made && ts.isNewExpression(made) && ts.isIdentifier(made.expression)
      ? homeOf(made.expression, workspace)
      : undefined;
  const member =
    type && ts.isClassLike(type)
      ? type.members.find(
          (item) =>
            item.name && ts.isIdentifier(item.name) && item.name.text === expression.name.text,
        )
      : undefined;
  return member && ts.isPropertyDeclaration(member) ? member.initializer : member;
}

/** Whether nothing is lost when an expression is not evaluated. */
function isHarmless(expression: ts.Expression): boolean {
  let calls = false;
  walk(expression, (node) => {
    calls ||=
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isPostfixUnaryExpression(node) ||
      (ts.isBinaryExpression(node) &&
        node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment);
  });
  return !calls;
}

export function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.getSourceFile() === outer.getSourceFile() &&
    inner.pos >= outer.pos &&
    inner.end <= outer.end
  );
}

/** The edits that take parameters and arguments out of their lists, by file. */
export function handedOverEdits({
  parameters,
  values,
}: HandedOver): Map<ts.SourceFile, TextEdit[]> {
  const gone = new Set<ts.Node>([...parameters, ...values]);
  const lists = new Set<ts.NodeArray<ts.Node>>();
  const edits = new Map<ts.SourceFile, TextEdit[]>();
  const add = (node: ts.Node, list: readonly TextEdit[]) =>
    edits.set(node.getSourceFile(), [...(edits.get(node.getSourceFile()) ?? []), ...list]);
  for (const node of gone) {
    const { parent } = node;
    const list = ts.isFunctionLike(parent)
      ? parent.parameters
      : ts.isCallExpression(parent) || ts.isNewExpression(parent)
        ? parent.arguments
        : undefined;
    if (!list || lists.has(list)) continue;
    lists.add(list);
    // `key => …` has no parentheses of its own.
    const isBare =
      ts.isArrowFunction(parent) && parent.getFirstToken()?.kind === ts.SyntaxKind.Identifier;
    add(
      node,
      isBare
        ? [{ start: node.getStart(), end: node.getEnd(), text: '()' }]
        : removeListed(list, gone),
    );
  }
  return edits;
}
