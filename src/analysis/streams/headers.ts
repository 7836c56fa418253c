import ts from 'typescript';
import { answerHeaders as known } from '../../models/libraries/compression';
import { accessedName, unwrap } from '../source/syntax';
import { textOf } from '../requests/endpoint';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';

/** What some code says of the answer that it makes. */
export interface AnswerSigns {
  /** It says that the answer is a text, which is compressed. */
  readonly isText: boolean;
  /** It is not compressed, or what is held back is sent on in between. */
  readonly flushes: boolean;
  /** It tells proxies to hold nothing back. */
  readonly unheld: boolean;
  /** It sets headers that are out of sight. */
  readonly unseen: boolean;
}

/** Functions of the workspace that are looked into besides. */
const MAX_HELPERS = 20;

/** What the given functions, and those of the workspace that they call, say of their answer. */
export function answerSigns(evaluator: Evaluator, roots: readonly ts.Node[]): AnswerSigns {
  const helpers = roots
    .flatMap((root) => evaluator.concluded(root, helpersOf))
    .slice(0, MAX_HELPERS);
  const found = [...new Set([...roots, ...helpers])].map((root) =>
    evaluator.concluded(root, readSigns),
  );
  return {
    isText: found.some(({ isText }) => isText),
    flushes: found.some(({ flushes }) => flushes),
    unheld: found.some(({ unheld }) => unheld),
    unseen: found.some(({ unseen }) => unseen),
  };
}

function helpersOf(root: ts.Node, evaluator: Evaluator): ts.Node[] {
  const found: ts.Node[] = [];
  evaluator.walk(root, (node) => {
    if (!ts.isCallExpression(node)) return;
    for (const option of optionsOf(evaluator.evaluate(node.expression), 2))
      if (option.kind === 'function' && option.node.body) found.push(option.node);
  });
  return [...new Set(found)].slice(0, MAX_HELPERS);
}

function readSigns(root: ts.Node, evaluator: Evaluator): AnswerSigns {
  let isText = false;
  let flushes = false;
  let unheld = false;
  let unseen = false;
  const seen = new Set<ts.Node>();
  const read = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const text = node.text.toLowerCase();
      if (text === known.type) isText ||= isTextType(valueBeside(node), evaluator);
      flushes ||= text === known.encoding || text.includes(known.asItIs);
      unheld ||= text === known.unheld;
    } else if (ts.isCallExpression(node)) {
      const name = accessedName(unwrap(node.expression)) ?? '';
      flushes ||= name === known.flush;
      if (known.typeSetters.has(name)) isText ||= isTextType(node.arguments[0], evaluator);
      if (known.setters.has(name)) node.arguments.forEach(handed);
    } else if (ts.isSpreadAssignment(node)) handed(node.expression);
  };
  /** Headers that stand elsewhere under a name. */
  const handed = (argument: ts.Expression): void => {
    const node = unwrap(argument);
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return;
    for (const option of optionsOf(evaluator.evaluate(node), 2))
      if (option.kind === 'object') {
        // An object may be spread into its own variable.
        if (seen.has(option.node)) continue;
        seen.add(option.node);
        evaluator.walk(option.node, read);
      } else if (option.kind !== 'text' && option.kind !== 'constant') unseen = true;
  };
  evaluator.walk(root, read);
  return { isText, flushes, unheld, unseen };
}

/** The value of a header whose name stands at a node. */
function valueBeside(name: ts.StringLiteralLike): ts.Expression | undefined {
  const { parent } = name;
  if (ts.isPropertyAssignment(parent) && parent.name === name) return parent.initializer;
  if (!ts.isCallExpression(parent) && !ts.isArrayLiteralExpression(parent)) return undefined;
  const items = ts.isCallExpression(parent) ? parent.arguments : parent.elements;
  return items[items.indexOf(name) + 1];
}

function isTextType(node: ts.Expression | undefined, evaluator: Evaluator): boolean {
  const type = node && textOf(evaluator.evaluate(node));
  return type !== undefined && known.compressed.test(type.trim());
}
