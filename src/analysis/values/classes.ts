import ts from 'typescript';
import { identifiersNamed } from '../source/scope';
import { propertyName } from '../source/syntax';
import type { Evaluator } from './engine';
import { once } from './once';
import { union, type Value } from './value';

/** The class whose instance `this` is, seen from a node: arrow functions pass it on, other functions do not. */
export function classOf(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isClassLike(at)) return at;
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return undefined;
  }
  return undefined;
}

/**
 * What a member of a class holds: a field's initialiser, what its methods assign to `this.name`, a parameter property,
 * what a getter returns, or the method itself; `undefined` when the class has no such member.
 */
export function classMember(
  evaluator: Evaluator,
  node: ts.ClassLikeDeclaration,
  name: string,
  self: Value,
): Value | undefined {
  const options: Value[] = [];
  let declaredType: ts.TypeNode | undefined;
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        if (
          ts.isParameterPropertyDeclaration(parameter, member) &&
          ts.isIdentifier(parameter.name) &&
          parameter.name.text === name
        )
          options.push(parameterValue(evaluator, parameter, self));
      }
    } else if (propertyName(member.name as ts.PropertyName | undefined) === name) {
      if (ts.isPropertyDeclaration(member)) {
        if (member.initializer) options.push(evaluator.evaluate(member.initializer));
        else declaredType = member.type;
      } else if (ts.isGetAccessorDeclaration(member)) {
        const value: Value = { kind: 'function', node: member, site: evaluator.siteOf(member) };
        options.push(
          evaluator.returned(value, [], value.site) ?? { kind: 'unknown', site: value.site },
        );
      } else if (ts.isMethodDeclaration(member))
        return { kind: 'function', node: member, site: evaluator.siteOf(member) };
    }
  }
  const frame =
    self.kind === 'instance' && self.node ? constructorFrame(evaluator, node, self) : undefined;
  for (const id of identifiersNamed(node.getSourceFile(), name)) {
    const access = id.parent;
    if (
      !ts.isPropertyAccessExpression(access) ||
      access.name !== id ||
      access.expression.kind !== ts.SyntaxKind.ThisKeyword ||
      classOf(access) !== node
    )
      continue;
    const assignment = access.parent;
    if (
      ts.isBinaryExpression(assignment) &&
      assignment.left === access &&
      assignment.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken
    ) {
      options.push(evaluator.evaluate(assignment.right, frame));
    }
  }
  const solid = options.filter((option) => option.kind !== 'constant' && option.kind !== 'unknown');
  // The type speaks for a field only where no assignment in sight says more.
  if (solid.length === 0 && declaredType) options.push(...typed(evaluator, declaredType));
  if (options.length > 0) return union(solid.length > 0 ? solid : options, evaluator.siteOf(node));
  return once(node, name, () => inherited(evaluator, node, name, self));
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
