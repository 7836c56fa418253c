import ts from 'typescript';
import type { Site, Step } from '../source/host';
import { lookup } from '../source/scope';
import { accessedName, unwrap, walk } from '../source/syntax';
import { classOf } from './classes';
import { declared } from './declarations';
import { memoized } from './hooks';
import type { Engine, Evaluator } from './engine';
import { envCall } from './env';
import { exported, moduleValue } from './exported';
import { member, returned } from './members';
import type { Program } from './program';
import { computedText } from './strings';
import { optionsOf, prependTrail, union, type Frame, type Value } from './value';

const MAX_DEPTH = 24;
/** Steps one question may cost. A program that would cost more gets `unknown` for an answer, never a hang. */
const QUESTION_BUDGET = 20_000;
/** Steps all questions about one module may cost together: the most that was seen in 8,000 real files is 181,000. */
const MODULE_BUDGET = 3_000_000;

/** A module whose values are so entangled that following them is given up. */
export class TooIntricate extends Error {}

/** Counts the steps that analyses take: what they cost, on any machine. */
export interface Meter {
  steps: number;
}

/** Makes an evaluator over one state of the program. */
export function createEvaluator(
  program: Program,
  meter: Meter = { steps: 0 },
  limit = MODULE_BUDGET,
): Evaluator {
  const shallow = new WeakMap<ts.Node, Value>();
  const deep = new WeakMap<ts.Node, Value>();
  let tracing = false;
  const active = new Set<unknown>();
  let depth = 0;
  let spent = 0;
  let spentOnModule = 0;

  /** By the function that reads them off: see `concluded`. */
  let conclusions = new WeakMap<object, WeakMap<ts.Node, unknown>>();

  const remembered = new Map<string, unknown>();

  const tick = (): void => {
    meter.steps++;
    if (++spentOnModule > limit) throw new TooIntricate();
  };
  const spend = (): boolean => {
    tick();
    return ++spent <= QUESTION_BUDGET;
  };
  const siteOf = (node: ts.Node): Site => {
    const source = node.getSourceFile();
    return { file: program.pathOf(source), start: node.getStart(source), end: node.end };
  };
  const unknown = (node: ts.Node): Value => ({ kind: 'unknown', site: siteOf(node) });
  const step = (node: ts.Node, label: string): Step => ({ ...siteOf(node), label });

  const evaluate = (expression: ts.Expression, frame?: Frame): Value => {
    const node = unwrap(expression);
    if (!spend()) return unknown(node);
    if (!frame) {
      const known = (tracing ? deep : shallow).get(node);
      if (known) return known;
    }
    if (depth > MAX_DEPTH || active.has(node)) return unknown(node);
    active.add(node);
    depth++;
    try {
      const value = compute(node, frame);
      // A result found while something above is unfinished may be cut short by the cycle guard: only whole answers are kept.
      if (!frame && (depth === 1 || active.size < 3) && spent <= QUESTION_BUDGET)
        (tracing ? deep : shallow).set(node, value);
      return value;
    } finally {
      depth--;
      active.delete(node);
    }
  };

  const compute = (node: ts.Expression, frame?: Frame): Value => {
    const site = siteOf(node);
    if (ts.isStringLiteralLike(node)) return { kind: 'text', text: node.text, site };
    if (ts.isTemplateExpression(node)) return template(node, frame);
    if (ts.isIdentifier(node)) return identifier(node, frame);
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
      return { kind: 'boolean', value: node.kind === ts.SyntaxKind.TrueKeyword, site };
    if (
      ts.isNumericLiteral(node) ||
      node.kind === ts.SyntaxKind.NullKeyword ||
      ts.isRegularExpressionLiteral(node)
    )
      return { kind: 'constant', site };
    if (ts.isObjectLiteralExpression(node))
      return { kind: 'object', node, site, ...(frame ? { frame } : {}) };
    if (ts.isArrayLiteralExpression(node))
      return {
        kind: 'array',
        elements: node.elements.map((element) =>
          evaluate(ts.isSpreadElement(element) ? element.expression : element, frame),
        ),
        site,
      };
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
      return { kind: 'function', node, site, ...(frame ? { frame } : {}) };
    if (ts.isClassExpression(node)) return { kind: 'class', node, site };
    if (ts.isConditionalExpression(node))
      return union([evaluate(node.whenTrue, frame), evaluate(node.whenFalse, frame)], site);
    if (ts.isBinaryExpression(node)) return binary(node, frame);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return access(node, frame);
    if (ts.isMetaProperty(node)) return { kind: 'global', name: 'import.meta', site };
    if (ts.isNewExpression(node))
      return {
        kind: 'instance',
        of: evaluate(node.expression, frame),
        node,
        site,
        ...(frame ? { frame } : {}),
      };
    if (ts.isCallExpression(node)) return call(node, frame);
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const owner = classOf(node);
      return owner
        ? { kind: 'instance', of: { kind: 'class', node: owner, site: siteOf(owner) }, site }
        : { kind: 'unknown', site };
    }
    return { kind: 'unknown', site };
  };

  const template = (node: ts.TemplateExpression, frame?: Frame): Value => {
    const parts: Value[] = [];
    const text = (part: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail) => {
      if (part.text !== '') parts.push({ kind: 'text', text: part.text, site: siteOf(part) });
    };
    text(node.head);
    for (const span of node.templateSpans) {
      parts.push(evaluate(span.expression, frame));
      text(span.literal);
    }
    return concat(parts, siteOf(node));
  };

  const concat = (parts: readonly Value[], site: Site): Value => {
    const flat = parts.flatMap((part) => (part.kind === 'template' ? part.parts : [part]));
    if (flat.length === 1) return flat[0];
    return { kind: 'template', parts: flat, site };
  };

  const binary = (node: ts.BinaryExpression, frame?: Frame): Value => {
    const site = siteOf(node);
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
  };

  const identifier = (node: ts.Identifier, frame?: Frame): Value => {
    if (node.text === 'undefined') return { kind: 'constant', site: siteOf(node) };
    const declaration = lookup(node);
    if (!declaration) return { kind: 'global', name: node.text, site: siteOf(node) };
    const value = declared(engine, declaration, node.text, frame);
    const crosses =
      !ts.isParameter(declaration) &&
      !ts.isFunctionLike(declaration) &&
      !ts.isClassLike(declaration);
    return crosses ? prependTrail(value, [step(node, `\`${node.text}\` is read here`)]) : value;
  };

  const access = (
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    frame?: Frame,
  ): Value => {
    const site = siteOf(node);
    const name = accessedName(node);
    if (name !== undefined) return member(engine, evaluate(node.expression, frame), name, site);
    // `list[i]`, `clients[name]`: any of them.
    const object = evaluate(node.expression, frame);
    const options = optionsOf(object).flatMap((option): Value[] => {
      if (option.kind === 'array') return [...option.elements];
      if (option.kind === 'object')
        return option.node.properties
          .filter(ts.isPropertyAssignment)
          .map((p) => evaluate(p.initializer, option.frame));
      return [{ kind: 'unknown', site }];
    });
    return union(options.slice(0, 16), site);
  };

  const call = (node: ts.CallExpression, frame?: Frame): Value => {
    const site = siteOf(node);
    const first = node.arguments[0];
    const isLoad =
      node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require');
    if (isLoad && first && ts.isStringLiteralLike(first))
      return moduleValue(engine, first.text, '*', node);
    const env = envCall(node, site);
    if (env) return env;
    const callee = evaluate(node.expression, frame);
    const text = computedText(engine, callee, node, site, frame);
    if (text) return text;
    const memo = memoized(engine, callee, node, site, frame);
    if (memo) return memo;
    // `prompts.find(…)`, `list.at(0)`: any of the elements.
    const elements = optionsOf(callee, 8).flatMap((option) =>
      option.kind === 'member' &&
      option.object.kind === 'array' &&
      /^(find|at|pop|shift)$/.test(option.name)
        ? option.object.elements
        : [],
    );
    if (elements.length > 0) return union(elements.slice(0, 16), site);
    const results = optionsOf(callee).map((option): Value => {
      const value =
        option.kind === 'function'
          ? returned(
              engine,
              option,
              node.arguments.map((a) => evaluate(a, frame)),
              site,
              frame,
            )
          : undefined;
      return value ?? { kind: 'call', callee: option, node, site, ...(frame ? { frame } : {}) };
    });
    return union(results, site);
  };

  const engine: Engine = {
    evaluate,
    siteOf,
    program,
    active,
    isTracing: () => tracing,
    tick,
    walk(root, visit) {
      walk(root, (node) => {
        tick();
        visit(node);
      });
    },
    beginModule() {
      spentOnModule = spent = 0;
      conclusions = new WeakMap();
    },
    beginQuestion() {
      // What was concluded from answers that were cut short is not for the next question.
      if (spent > QUESTION_BUDGET) conclusions = new WeakMap();
      spent = 0;
    },
    concluded<N extends ts.Node, T>(node: N, read: (node: N, evaluator: Evaluator) => T): T {
      let known = conclusions.get(read) as WeakMap<N, { readonly is: T }> | undefined;
      if (!known) conclusions.set(read, (known = new WeakMap()));
      let conclusion = known.get(node);
      if (!conclusion) known.set(node, (conclusion = { is: read(node, engine) }));
      return conclusion.is;
    },
    remember<T>(question: string, answer: () => T): T {
      if (!remembered.has(question)) remembered.set(question, answer());
      return remembered.get(question) as T;
    },
    member: (object, name, site) =>
      spend() ? member(engine, object, name, site) : { kind: 'unknown', site },
    exported: (path, name, site) => exported(engine, path, name, site),
    declared: (declaration, name, frame) => declared(engine, declaration, name, frame),
    returned: (callee, args, site) => returned(engine, callee, args, site),
    trace(question) {
      const before = tracing;
      tracing = true;
      try {
        return question();
      } finally {
        tracing = before;
      }
    },
  };
  return engine;
}
