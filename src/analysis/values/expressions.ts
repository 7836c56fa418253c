import ts from 'typescript';
import type { Site } from '../source/host';
import { lookup } from '../source/scope';
import { accessedName } from '../source/syntax';
import { classOf } from './classes';
import type { Engine } from './engine';
import { envCall } from './env';
import { moduleValue } from './exported';
import { memoized } from './hooks';
import { member, returned } from './members';
import { computedText } from './strings';
import { optionsOf, prependTrail, union, type Frame, type Value } from './value';

/** What an expression may be, by its kind. Parentheses and assertions are already taken off. */
export function valueOf(engine: Engine, node: ts.Expression, frame?: Frame): Value {
  const site = engine.siteOf(node);
  return (
    literal(node, site, frame) ??
    definition(node, site, frame) ??
    operation(engine, node, frame) ??
    reference(engine, node, frame) ?? { kind: 'unknown', site }
  );
}

function literal(node: ts.Expression, site: Site, frame?: Frame): Value | undefined {
  if (ts.isStringLiteralLike(node)) return { kind: 'text', text: node.text, site };
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
    return { kind: 'boolean', value: node.kind === ts.SyntaxKind.TrueKeyword, site };
  if (ts.isObjectLiteralExpression(node))
    return { kind: 'object', node, site, ...(frame ? { frame } : {}) };
  return ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isRegularExpressionLiteral(node)
    ? { kind: 'constant', site }
    : undefined;
}

function definition(node: ts.Expression, site: Site, frame?: Frame): Value | undefined {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return { kind: 'function', node, site, ...(frame ? { frame } : {}) };
  return ts.isClassExpression(node) ? { kind: 'class', node, site } : undefined;
}

function operation(engine: Engine, node: ts.Expression, frame?: Frame): Value | undefined {
  if (ts.isTemplateExpression(node)) return template(engine, node, frame);
  if (ts.isBinaryExpression(node)) return binary(engine, node, frame);
  if (ts.isConditionalExpression(node))
    return union(
      [engine.evaluate(node.whenTrue, frame), engine.evaluate(node.whenFalse, frame)],
      engine.siteOf(node),
    );
  return ts.isArrayLiteralExpression(node)
    ? {
        kind: 'array',
        elements: node.elements.map((element) =>
          engine.evaluate(ts.isSpreadElement(element) ? element.expression : element, frame),
        ),
        site: engine.siteOf(node),
      }
    : undefined;
}

function reference(engine: Engine, node: ts.Expression, frame?: Frame): Value | undefined {
  const site = engine.siteOf(node);
  if (ts.isIdentifier(node)) return identifier(engine, node, frame);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return access(engine, node, frame);
  if (ts.isCallExpression(node)) return call(engine, node, frame);
  if (ts.isNewExpression(node)) {
    const of = engine.evaluate(node.expression, frame);
    return { kind: 'instance', of, node, site, ...(frame ? { frame } : {}) };
  }
  if (ts.isMetaProperty(node)) return { kind: 'global', name: 'import.meta', site };
  const owner = node.kind === ts.SyntaxKind.ThisKeyword ? classOf(node) : undefined;
  return (
    owner && {
      kind: 'instance',
      of: { kind: 'class', node: owner, site: engine.siteOf(owner) },
      site,
    }
  );
}

function template(engine: Engine, node: ts.TemplateExpression, frame?: Frame): Value {
  const written = (part: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): Value[] =>
    part.text === '' ? [] : [{ kind: 'text', text: part.text, site: engine.siteOf(part) }];
  return concat(
    [
      ...written(node.head),
      ...node.templateSpans.flatMap((span) => [
        engine.evaluate(span.expression, frame),
        ...written(span.literal),
      ]),
    ],
    engine.siteOf(node),
  );
}

function concat(parts: readonly Value[], site: Site): Value {
  const flat = parts.flatMap((part) => (part.kind === 'template' ? part.parts : [part]));
  return flat.length === 1 ? flat[0] : { kind: 'template', parts: flat, site };
}

function binary(engine: Engine, node: ts.BinaryExpression, frame?: Frame): Value {
  const { evaluate } = engine;
  const site = engine.siteOf(node);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return union([evaluate(node.left, frame), evaluate(node.right, frame)], site);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return evaluate(node.right, frame);
    case ts.SyntaxKind.PlusToken:
      return concat([evaluate(node.left, frame), evaluate(node.right, frame)], site);
    default:
      return { kind: 'constant', site };
  }
}

function identifier(engine: Engine, node: ts.Identifier, frame?: Frame): Value {
  const site = engine.siteOf(node);
  if (node.text === 'undefined') return { kind: 'constant', site };
  const declaration = lookup(node);
  if (!declaration) return { kind: 'global', name: node.text, site };
  const value = engine.declared(declaration, node.text, frame);
  const crosses =
    !ts.isParameter(declaration) && !ts.isFunctionLike(declaration) && !ts.isClassLike(declaration);
  return crosses
    ? prependTrail(value, [{ ...site, label: `\`${node.text}\` is read here` }])
    : value;
}

function access(
  engine: Engine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  frame?: Frame,
): Value {
  const site = engine.siteOf(node);
  const name = accessedName(node);
  const object = engine.evaluate(node.expression, frame);
  if (name !== undefined) return member(engine, object, name, site);
  const owners = optionsOf(object);
  const keys = owners.some(({ kind }) => kind === 'object') ? keysOf(engine, node, frame) : [];
  if (keys.length > 0)
    return union(
      keys.map((key) => member(engine, object, key, site)),
      site,
    );
  // `list[i]`, `clients[name]`: any of them.
  const options = owners.flatMap((option): Value[] => {
    if (option.kind === 'array') return [...option.elements];
    if (option.kind !== 'object') return [{ kind: 'unknown', site }];
    return option.node.properties
      .filter(ts.isPropertyAssignment)
      .map(({ initializer }) => engine.evaluate(initializer, option.frame));
  });
  return union(options.slice(0, 16), site);
}

/** The texts that a computed key is one of; none where it may be anything else, too. */
function keysOf(
  engine: Engine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  frame?: Frame,
): string[] {
  if (!ts.isElementAccessExpression(node)) return [];
  const keys = optionsOf(engine.evaluate(node.argumentExpression, frame), 8);
  const texts = keys.flatMap((key) => (key.kind === 'text' ? [key.text] : []));
  return texts.length === keys.length && keys.length < 8 ? texts : [];
}

function call(engine: Engine, node: ts.CallExpression, frame?: Frame): Value {
  const site = engine.siteOf(node);
  const loaded =
    loadedModule(engine, node) ??
    envCall(node, () => engine.evaluate(node.expression, frame), site);
  if (loaded) return loaded;
  const callee = engine.evaluate(node.expression, frame);
  return (
    computedText(engine, callee, node, site, frame) ??
    memoized(engine, callee, node, site, frame) ??
    picked(callee, site) ??
    results(engine, callee, node, frame)
  );
}

/** `require('./ai')`, `import('./ai')` */
function loadedModule(engine: Engine, node: ts.CallExpression): Value | undefined {
  const [first] = node.arguments;
  const isLoad =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return isLoad && first && ts.isStringLiteralLike(first)
    ? moduleValue(engine, first.text, '*', node)
    : undefined;
}

/** `prompts.find(…)`, `list.at(0)`: any of the elements. */
function picked(callee: Value, site: Site): Value | undefined {
  const elements = optionsOf(callee, 8).flatMap((option) =>
    option.kind === 'member' &&
    option.object.kind === 'array' &&
    /^(find|at|pop|shift)$/.test(option.name)
      ? option.object.elements
      : [],
  );
  return elements.length > 0 ? union(elements.slice(0, 16), site) : undefined;
}

/**
 * What the functions of the workspace that a callee may be give back; the call itself for all
 * others.
 */
function results(engine: Engine, callee: Value, node: ts.CallExpression, frame?: Frame): Value {
  const site = engine.siteOf(node);
  const many = callee.kind === 'union';
  const options = optionsOf(callee).map((option): Value => {
    const computed = many ? computedText(engine, option, node, site, frame) : undefined;
    if (computed) return computed;
    const args = () => node.arguments.map((argument) => engine.evaluate(argument, frame));
    const value =
      option.kind === 'function' ? returned(engine, option, args(), site, frame) : undefined;
    return value ?? { kind: 'call', callee: option, node, site, ...(frame ? { frame } : {}) };
  });
  return union(options, site);
}
