import ts from 'typescript';
import { enclosing, isFunction } from '../analysis/calls/positions';
import type { RequestDetail } from '../analysis/facts';
import { propertyIn } from '../analysis/source/held';
import { referencesTo, type Declaration } from '../analysis/source/scope';
import { pathOf, propertyName, unwrap, walk, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { nodeSpanning } from '../edits/nodeAt';
import { declaredMember } from './declaredMember';
import { declarationOf } from './answering/declaration';
import { usesOf } from './requiredText';
import { originOf, placeOf, readAt, type InputPlace, type ReadValue } from './inputPlace';

type Flow = RequestDetail['flows'][number];

/** A value that a step of a flow reads. */
interface Step {
  readonly node: ReadValue['node'];
  readonly syntax: Syntax;
}

/**
 * The places of values that a handler only hands on, and another function reads: `dto.content`,
 * where the handler calls `create(dto)`; `topic`, where it calls `promptFor(topic)`.
 */
export function handedPlaces(flow: Flow, workspace: Workspace): InputPlace[] {
  const steps = flow.steps
    .filter(({ label }) => label.endsWith('is used here'))
    .flatMap((site): Step[] => {
      const syntax = workspace.syntax(site.file);
      const node = syntax && readAt(site, syntax);
      return syntax && node ? [{ node, syntax }] : [];
    });
  const values = steps.flatMap((step, index) => {
    const before = steps.at(index - 1);
    if (index === 0 || !before)
      return argumentsFor(step, sourceFunction(flow, workspace), workspace);
    return [
      ...memberOf(before, step, workspace),
      ...argumentsFor(step, functionOf(before.node), workspace),
    ];
  });
  return values.map((value) => placeOf(value, workspace)).filter((place) => place !== undefined);
}

/**
 * The texts that came in together with a value and are handed on in the same call: one of them that
 * is checked must not hide the others.
 */
export function placesBeside(place: InputPlace, workspace: Workspace): InputPlace[] {
  const { node, syntax } = place;
  const declaration = place.further && originOf(node);
  const parameter = declaration && parameterOf(declaration);
  const call = node.parent;
  if (!parameter || !ts.isCallExpression(call)) return [];
  return call.arguments.flatMap((argument) => {
    const given = unwrap(argument);
    if (given === node || !(ts.isIdentifier(given) || ts.isPropertyAccessExpression(given)))
      return [];
    const root = originOf(given);
    const said = typed(given, [], workspace);
    if (!root || parameterOf(root) !== parameter || said.typed?.kind !== 'text') return [];
    const value = { node: given, syntax, name: given.getText(), isRequest: false, further: [] };
    const found = placeOf({ ...value, ...said }, workspace);
    return found && !usesOf(found).some(isAskedFor) ? [found] : [];
  });
}

/** Whether a use stands in the condition of an `if`: it may be checked there already. */
function isAskedFor(use: ts.Node): boolean {
  for (let at = use; at.parent && !ts.isStatement(at); at = at.parent)
    if (ts.isIfStatement(at.parent)) return at.parent.expression === at;
  return false;
}

/** What is read of an object that the step before has handed over. */
function memberOf(before: Step, { node }: Step, workspace: Workspace): ReadValue[] {
  const root = originOf(node);
  const parameter = root && parameterOf(root);
  if (!root || !parameter || enclosing(before.node) === parameter.parent) return [];
  // Only the object itself has those members: what is put into another one has none of them.
  const call = before.node.parent;
  const index = ts.isFunctionLike(parameter.parent)
    ? parameter.parent.parameters.indexOf(parameter)
    : -1;
  if (!ts.isCallExpression(call) || call.arguments.at(index) !== before.node || index < 0)
    return [];
  const names = [...boundNames(root), ...memberNames(node)];
  const isPlain = names.length > 0 && names.every((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  if (!isPlain) return [];
  return [
    {
      ...before,
      name: [before.node.getText(), ...names].join('.'),
      isRequest: false,
      further: furtherUses(node, root),
      ...typed(before.node, names, workspace),
    },
  ];
}

/** What the type of a parameter says of a member of it, or of the name that it is taken apart into. */
function typed(
  node: ReadValue['node'],
  names: readonly string[],
  workspace: Workspace,
): Pick<ReadValue, 'typed'> {
  const declaration = originOf(node);
  const parameter = declaration && parameterOf(declaration);
  const own = ts.isIdentifier(node) && declaration ? boundNames(declaration) : memberNames(node);
  const [name, ...more] = [...own, ...names];
  const holder = parameter ?? declaration;
  const type =
    holder && (ts.isParameter(holder) || ts.isVariableDeclaration(holder))
      ? holder.type
      : undefined;
  const member =
    name !== undefined && more.length === 0 ? declaredMember(type, name, workspace) : undefined;
  return member ? { typed: member } : {};
}

/** The parameter that declares a name: its own, or one of an object that it takes apart. */
function parameterOf(declaration: ts.Node): ts.ParameterDeclaration | undefined {
  let at = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at)) at = at.parent;
  return ts.isParameter(at) ? at : undefined;
}

/** `['content']` of `({ content }) => …`; none of a parameter with a name. */
function boundNames(declaration: ts.Node): string[] {
  const names: string[] = [];
  for (let at = declaration; !ts.isParameter(at) && at.parent; at = at.parent)
    if (ts.isBindingElement(at)) names.unshift(propertyName(at.propertyName) ?? at.name.getText());
  return names;
}

/** `['text', 'title']` of `dto.text.title`. */
function memberNames(node: ReadValue['node']): string[] {
  const names: string[] = [];
  for (let at: ts.Expression = node; ts.isPropertyAccessExpression(at); at = at.expression)
    names.unshift(at.name.text);
  return names;
}

/** All places in a function at which it reads the same as at a node. */
function furtherUses(node: ReadValue['node'], root: Declaration): ts.Node[] {
  if (ts.isIdentifier(node)) return referencesTo(root, node.text);
  const fn = enclosing(node);
  const uses: ts.Node[] = [];
  if (fn)
    walk(fn, (item) => {
      if (ts.isPropertyAccessExpression(item) && item.getText() === node.getText()) uses.push(item);
    });
  return uses;
}

/** The arguments by which a function calls the one that reads a value. */
function argumentsFor(
  step: Step,
  fn: ts.FunctionLikeDeclaration | undefined,
  workspace: Workspace,
): ReadValue[] {
  const root = originOf(step.node);
  const parameter = root && parameterOf(root);
  const target = parameter?.parent;
  const syntax = fn && workspace.syntax(pathOf(fn));
  if (!syntax || !fn.body || !parameter || !target || target === fn || !isFunction(target))
    return [];
  const index = target.parameters.indexOf(parameter);
  const found: ReadValue[] = [];
  walk(fn.body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    if (functionDeclared(declarationOf(node.expression, workspace)) !== target) return;
    const argument = node.arguments.at(index);
    const value = argument && unwrap(argument);
    const names = boundNames(root);
    const field = value && names.length === 1 ? propertyIn(value, names[0]) : value;
    const given = field && unwrap(field);
    if (given && (ts.isIdentifier(given) || ts.isPropertyAccessExpression(given)))
      found.push({
        node: given,
        syntax,
        name: given.getText(),
        isRequest: false,
        further: furtherUses(step.node, root),
        ...typed(given, names, workspace),
      });
  });
  return found;
}

function sourceFunction(
  { source }: Flow,
  workspace: Workspace,
): ts.FunctionLikeDeclaration | undefined {
  const syntax = workspace.syntax(source.file);
  const at = syntax && nodeSpanning(syntax.sourceFile, source.start, source.end);
  return at && functionOf(at);
}

/** The function that a node belongs to: its own where it is a parameter. */
function functionOf(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node; at.parent; at = at.parent)
    if (ts.isParameter(at)) return isFunction(at.parent) ? at.parent : undefined;
  const fn = enclosing(node);
  return fn && isFunction(fn) ? fn : undefined;
}

function functionDeclared(declaration: ts.Node | undefined): ts.Node | undefined {
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? unwrap(declaration.initializer)
    : declaration;
}
