import ts from 'typescript';
import { compressedMethods } from '../../models/libraries/compression';
import { accepts, importsSome, matches } from '../../models/match';
import type { OutsideCaller } from '../calls/outside';
import { functionsOf } from '../access/signs';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { answerSigns } from './headers';
import { leadsTo, standsBefore } from './mounting';

/** Middleware that is put before handlers and holds pieces of their answers back. */
interface Use {
  readonly file: string;
  readonly title: string;
  readonly node: ts.CallExpression;
  /** What it is put into: the package that made that, and the beginning of the addresses. */
  readonly into: string;
  readonly prefix?: string;
}

/** The middleware that compresses what a handler answers, if certainly one does. */
export function compressorBefore(
  evaluator: Evaluator,
  { registration }: OutsideCaller,
  handler: ts.Node,
): { readonly title: string; readonly node: ts.Node } | undefined {
  const { program } = evaluator;
  const file = program.pathOf(registration ?? handler);
  for (const argument of registration?.arguments ?? []) {
    const title = compressorIn(evaluator, argument);
    if (title) return { title, node: argument };
  }
  const receiver = registration && receiverOf(registration);
  const into = receiver && madeBy(evaluator, receiver);
  return usesBeside(evaluator, file).find((use) => {
    if (!registration)
      return (
        compressedMethods.test(use.into) &&
        use.prefix === undefined &&
        leadsTo(program, use.file, file)
      );
    if (use.into !== into) return false;
    if (use.file === file) return isBefore(use, registration);
    return use.prefix === undefined && standsBefore(program, use.node, file);
  });
}

function receiverOf({
  expression,
}: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
}

/** The package that made an application or a router. */
function madeBy(evaluator: Evaluator, receiver: ts.Expression): string | undefined {
  const found = referencesOf(evaluator, receiver).find(({ root }) => root === 'package');
  return found?.name;
}

/** In the same file what stands before a route is run before it, under the same address. */
function isBefore({ node, prefix }: Use, registration: ts.Node): boolean {
  if (node.pos >= registration.pos) return false;
  if (prefix === undefined) return true;
  const [first] = (registration as ts.CallExpression).arguments;
  return first !== undefined && ts.isStringLiteralLike(first) && first.text.startsWith(prefix);
}

/** Where the package of a file puts such middleware before its handlers. */
function usesBeside(evaluator: Evaluator, file: string): readonly Use[] {
  const { program } = evaluator;
  const files = program.packageFiles(file);
  return evaluator.remember(`compressors beside ${files[0] ?? file}`, () =>
    files
      .filter((path) => importsSome('compressors', program.specifiersOf(path)))
      .flatMap((path) => usesIn(evaluator, path)),
  );
}

function usesIn(evaluator: Evaluator, file: string): Use[] {
  const tree = evaluator.program.syntax(file);
  if (!tree) return [];
  const found: Use[] = [];
  const middleware: ts.Node[] = [];
  evaluator.walk(tree.sourceFile, (node) => {
    if (!ts.isCallExpression(node) || accessedName(unwrap(node.expression)) !== 'use') return;
    middleware.push(...node.arguments.flatMap((item) => functionsOf(evaluator, item)));
    const title = node.arguments.map((item) => compressorIn(evaluator, item)).find(Boolean);
    const receiver = receiverOf(node);
    const into = receiver && madeBy(evaluator, receiver);
    if (title === undefined || into === undefined) return;
    const [first] = node.arguments;
    found.push({
      file,
      title,
      node,
      into,
      ...(ts.isStringLiteralLike(first) ? { prefix: first.text } : {}),
    });
  });
  // Other middleware may say for all answers that they are left as they are.
  return found.length > 0 && answerSigns(evaluator, middleware).flushes ? [] : found;
}

/** The title of a compressor that an argument is, alone or in a list. */
function compressorIn(evaluator: Evaluator, argument: ts.Expression): string | undefined {
  const node = unwrap(argument);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.map((item) => compressorIn(evaluator, item)).find(Boolean);
  if (!ts.isCallExpression(node)) return undefined;
  const [match] = referencesOf(evaluator, node).flatMap((reference) =>
    matches('compressors', reference).filter(({ certain }) => certain),
  );
  const [options] = node.arguments;
  return match && (options === undefined || isPlain(options, match.row.options))
    ? match.model.title
    : undefined;
}

/** Options with which it still holds everything back. */
function isPlain(options: ts.Expression, harmless: string): boolean {
  const node = unwrap(options);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.every(({ name }) => accepts(harmless, propertyName(name) ?? ''))
  );
}
