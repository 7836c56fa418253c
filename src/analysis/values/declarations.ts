import ts from 'typescript';
import type { Site } from '../source/host';
import { identifiersOf, lookupName, type Declaration } from '../source/scope';
import { propertyName } from '../source/syntax';
import { callArguments } from './callers';
import type { Engine, Evaluator } from './engine';
import { moduleValue } from './exported';
import { kept } from './hooks';
import { optionsOf, prependTrail, union, type Frame, type Value } from './value';

/** What a declared name may hold. */
export function declared(
  engine: Engine,
  declaration: Declaration,
  name: string,
  frame?: Frame,
): Value {
  const { active, siteOf } = engine;
  const site = siteOf(declaration);
  if (active.has(declaration)) return { kind: 'unknown', site };
  active.add(declaration);
  try {
    if (ts.isVariableDeclaration(declaration)) return variable(engine, declaration, frame);
    if (ts.isBindingElement(declaration)) return bound(engine, declaration, frame);
    if (ts.isParameter(declaration)) return parameter(engine, declaration, frame);
    if (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration))
      return { kind: 'function', node: declaration, site };
    if (ts.isClassLike(declaration)) return { kind: 'class', node: declaration, site };
    if (ts.isImportClause(declaration))
      return imported(engine, declaration, 'default', declaration);
    if (ts.isImportSpecifier(declaration))
      return imported(
        engine,
        declaration.parent.parent,
        (declaration.propertyName ?? declaration.name).text,
        declaration,
      );
    if (ts.isNamespaceImport(declaration))
      return imported(engine, declaration.parent, '*', declaration);
    if (
      ts.isImportEqualsDeclaration(declaration) &&
      ts.isExternalModuleReference(declaration.moduleReference)
    ) {
      const literal = declaration.moduleReference.expression;
      return ts.isStringLiteralLike(literal)
        ? moduleValue(engine, literal.text, '*', declaration)
        : { kind: 'unknown', site };
    }
    return { kind: 'global', name, site };
  } finally {
    active.delete(declaration);
  }
}

/** What is assigned to a variable after its declaration. */
function assignedTo(declaration: ts.VariableDeclaration, { tick }: Evaluator): ts.Expression[] {
  const { text } = declaration.name as ts.Identifier;
  return identifiersOf(declaration, text).flatMap((id) => {
    tick();
    const { parent } = id;
    return ts.isBinaryExpression(parent) && parent.left === id && assigns(parent.operatorToken.kind)
      ? [parent.right]
      : [];
  });
}

function variable(engine: Engine, declaration: ts.VariableDeclaration, frame?: Frame): Value {
  const { evaluate, siteOf } = engine;
  const options: Value[] = [];
  if (declaration.initializer) options.push(evaluate(declaration.initializer, frame));
  const isConst = !!(declaration.parent.flags & ts.NodeFlags.Const);
  if (!isConst && ts.isIdentifier(declaration.name)) {
    for (const value of engine.concluded(declaration, assignedTo))
      options.push(evaluate(value, frame));
  }
  const solid = options.filter((option) => option.kind !== 'constant' && option.kind !== 'unknown');
  const typed =
    declaration.type && solid.length === 0 ? typedAs(engine, declaration.type) : undefined;
  return typed ?? union(solid.length > 0 ? solid : options, siteOf(declaration));
}

/** `const { a: { b = 1 } } = source`: walks from the source down the path of the pattern. */
function bound(engine: Engine, element: ts.BindingElement, frame?: Frame): Value {
  const { evaluate, member, siteOf } = engine;
  const owner = element.parent.parent;
  const site = siteOf(element);
  const source = ts.isBindingElement(owner)
    ? bound(engine, owner, frame)
    : ts.isParameter(owner)
      ? parameter(engine, owner, frame)
      : variable(engine, owner, frame);
  if (ts.isArrayBindingPattern(element.parent)) {
    const index = element.parent.elements.indexOf(element);
    const options = optionsOf(source).map((option): Value =>
      option.kind === 'array'
        ? (option.elements[index] ?? { kind: 'unknown', site })
        : (kept(engine, option, String(index), site) ?? {
            kind: 'member',
            object: option,
            name: String(index),
            site,
          }),
    );
    return union(options, site);
  }
  if (element.dotDotDotToken) return restOf(source, element.parent, site);
  const name =
    propertyName(element.propertyName) ??
    (ts.isIdentifier(element.name) ? element.name.text : undefined);
  const value: Value = name === undefined ? { kind: 'unknown', site } : member(source, name, site);
  return element.initializer ? union([value, evaluate(element.initializer, frame)], site) : value;
}

/** What a value is without what was taken out of it by name. */
function restOf(source: Value, pattern: ts.ObjectBindingPattern, site: Site): Value {
  const taken = pattern.elements.flatMap(({ propertyName: from, name, dotDotDotToken }) =>
    dotDotDotToken ? [] : (propertyName(from ?? (ts.isIdentifier(name) ? name : undefined)) ?? []),
  );
  const options = optionsOf(source).map((option): Value => ({
    ...option,
    without: [...(option.without ?? []), ...taken],
  }));
  return union(options, site);
}

function parameter(engine: Engine, declaration: ts.ParameterDeclaration, frame?: Frame): Value {
  const { evaluate, siteOf } = engine;
  const fn = declaration.parent;
  const index = fn.parameters.indexOf(declaration);
  const site = siteOf(declaration);
  const name = ts.isIdentifier(declaration.name) ? declaration.name.text : '';
  for (let at: Frame | undefined = frame; at; at = at.parent) {
    if (at.fn !== fn) continue;
    return (
      at.args[index] ??
      (declaration.initializer
        ? evaluate(declaration.initializer, frame)
        : { kind: 'constant', site })
    );
  }
  const typed = declaration.type && typedAs(engine, declaration.type);
  if (typed) return typed.kind === 'instance' ? { ...typed, given: declaration } : typed;
  // `import('openai').then(({ OpenAI }) => …)`: the callback gets what the promise holds.
  const then = fn.parent;
  if (
    index === 0 &&
    ts.isCallExpression(then) &&
    then.arguments[0] === fn &&
    ts.isPropertyAccessExpression(then.expression) &&
    then.expression.name.text === 'then'
  )
    return evaluate(then.expression.expression, frame);
  const own: Value = { kind: 'parameter', node: declaration, index, name, site };
  if (!engine.isTracing())
    return declaration.initializer
      ? union([evaluate(declaration.initializer, frame), own], site)
      : own;
  const options = callArguments(engine, fn, index).map((argument) => {
    const value = evaluate(argument);
    return prependTrail(value, [
      { ...siteOf(argument), label: `passed as \`${name || 'an argument'}\` here` },
    ]);
  });
  if (declaration.initializer) options.push(evaluate(declaration.initializer, frame));
  return options.length > 0 ? union([...options, own], site) : own;
}

/** A variable declared as `OpenAI` is a client, though nobody shows its construction. */
function typedAs(engine: Engine, type: ts.TypeNode): Value | undefined {
  const { member, siteOf } = engine;
  // `OpenAI['chat']`
  if (ts.isIndexedAccessTypeNode(type)) {
    const { objectType, indexType } = type;
    const object = typedAs(engine, objectType);
    return object && ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal)
      ? member(object, indexType.literal.text, siteOf(type))
      : undefined;
  }
  const reference = ts.isUnionTypeNode(type) ? type.types.find(ts.isTypeReferenceNode) : type;
  if (!reference || !ts.isTypeReferenceNode(reference)) return undefined;
  const names = reference.typeName;
  const first = ts.isIdentifier(names)
    ? names
    : ts.isIdentifier(names.left)
      ? names.left
      : undefined;
  const declaration = first && lookupName(first.text, type);
  if (!declaration || !first) return undefined;
  let of = declared(engine, declaration, first.text);
  if (ts.isQualifiedName(names)) of = member(of, names.right.text, siteOf(type));
  return of.kind === 'external' || of.kind === 'class'
    ? { kind: 'instance', of, site: siteOf(type) }
    : undefined;
}

function imported(engine: Engine, clause: ts.ImportClause, name: string, at: ts.Node): Value {
  const from = clause.parent;
  return ts.isImportDeclaration(from) && ts.isStringLiteralLike(from.moduleSpecifier)
    ? moduleValue(engine, from.moduleSpecifier.text, name, at)
    : { kind: 'unknown', site: engine.siteOf(at) };
}

function assigns(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.EqualsToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken
  );
}
