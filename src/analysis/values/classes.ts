import ts from 'typescript';
import { identifiersNamed } from '../source/scope';
import { propertyName } from '../source/syntax';
import type { Evaluator } from './engine';
import { union, type Value } from './value';

/**
 * The class whose instance `this` is, seen from a node: arrow functions pass it on, other functions
 * do not.
 */
export function classOf(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

/**
 * What a member of a class holds: a field's initialiser, what its methods assign to `this.name`, a
 * parameter property, what a getter returns, or the method itself; `undefined` when the class has
 * no such member.
 */
export function classMember(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  self: Value,
): Value | undefined {
  const named = node.members.filter(
    (member) => propertyName(member.name as ts.PropertyName | undefined) === name,
  );
  const method = named.find(ts.isMethodDeclaration);
  if (method) return { kind: 'function', node: method, site: evaluator.siteOf(method) };
  const options = [
    ...parameterProperties(evaluator, node, name, self),
    ...named.flatMap((member) => declaredMember(evaluator, member)),
    ...assignedToThis(evaluator, node, name, self),
  ];
  const solid = options.filter((option) => option.kind !== 'constant' && option.kind !== 'unknown');
  // The type speaks for a field only where no assignment in sight says more.
  const type = named.find(ts.isPropertyDeclaration)?.type;
  if (solid.length === 0 && type) options.push(...typed(evaluator, type));
  if (options.length > 0) return union(solid.length > 0 ? solid : options, evaluator.siteOf(node));
  return evaluator.once(node, name, () => inherited(evaluator, node, name, self));
}

/** `constructor(private readonly name: …)` */
function parameterProperties(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  self: Value,
): Value[] {
  return node.members
    .filter(ts.isConstructorDeclaration)
    .flatMap((constructor) =>
      constructor.parameters.filter(
        (parameter) =>
          ts.isParameterPropertyDeclaration(parameter, constructor) &&
          ts.isIdentifier(parameter.name) &&
          parameter.name.text === name,
      ),
    )
    .map((parameter) => parameterValue(evaluator, parameter, self));
}

/** A field's initialiser, or what a getter returns. */
function declaredMember(evaluator: Evaluator, member: ts.ClassElement): Value[] {
  if (ts.isPropertyDeclaration(member))
    return member.initializer ? [evaluator.evaluate(member.initializer)] : [];
  if (!ts.isGetAccessorDeclaration(member)) return [];
  const site = evaluator.siteOf(member);
  const getter: Value = { kind: 'function', node: member, site };
  return [evaluator.returned(getter, [], site) ?? { kind: 'unknown', site }];
}

/** What the methods of a class assign to `this.name`. */
function assignedToThis(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  self: Value,
): Value[] {
  const frame =
    self.kind === 'instance' && self.node ? constructorFrame(evaluator, node, self) : undefined;
  return identifiersNamed(node.getSourceFile(), name).flatMap((id) => {
    const access = id.parent;
    const isOwn =
      ts.isPropertyAccessExpression(access) &&
      access.name === id &&
      access.expression.kind === ts.SyntaxKind.ThisKeyword &&
      classOf(access) === node;
    const assignment = isOwn ? access.parent : undefined;
    return assignment &&
      ts.isBinaryExpression(assignment) &&
      assignment.left === access &&
      assignment.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken
      ? [evaluator.evaluate(assignment.right, frame)]
      : [];
  });
}

function constructorFrame(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  self: Value & { kind: 'instance' },
) {
  const constructor = node.members.find(ts.isConstructorDeclaration);
  if (!constructor) return undefined;
  return {
    fn: constructor,
    args: (self.node?.arguments ?? []).map((argument) => evaluator.evaluate(argument, self.frame)),
    depth: 1,
  };
}

function parameterValue(
  evaluator: Evaluator,
  parameter: ts.ParameterDeclaration,
  self: Value,
): Value {
  const constructor = parameter.parent;
  const index = constructor.parameters.indexOf(parameter);
  if (self.kind === 'instance' && self.node?.arguments?.[index])
    return evaluator.evaluate(self.node.arguments[index], self.frame);
  return ts.isIdentifier(parameter.name)
    ? evaluator.evaluate(parameter.name)
    : { kind: 'unknown', site: evaluator.siteOf(parameter) };
}

/** A field that is only declared: its type says what will be there. */
function typed(evaluator: Evaluator, type: ts.TypeNode): Value[] {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return [];
  const of = evaluator.evaluate(type.typeName);
  return of.kind === 'external' || of.kind === 'class'
    ? [{ kind: 'instance', of, site: evaluator.siteOf(type) }]
    : [];
}

function inherited(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  self: Value,
): Value | undefined {
  const heritage = node.heritageClauses?.find(
    (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0];
  const base = heritage && evaluator.evaluate(heritage.expression);
  if (!base) return undefined;
  if (base.kind === 'class' && base.node !== node)
    return evaluator.member({ kind: 'instance', of: base, site: self.site }, name, self.site);
  return base.kind === 'external'
    ? {
        kind: 'member',
        object: { kind: 'instance', of: base, site: self.site },
        name,
        site: self.site,
      }
    : undefined;
}
