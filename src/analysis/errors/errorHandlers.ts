import ts from 'typescript';
import { errorExportsOf } from '../../models/failures';
import type { ErrorHandler as Row } from '../../models/failureRows';
import { endsSome, importsSome, isNameOf, matches, namesOf } from '../../models/match';
import { decoratorRows, decoratorsOf } from '../calls/decorators';
import { isFunction } from '../calls/positions';
import type { Step } from '../source/host';
import { basename } from '../source/paths';
import { accessedName, propertyName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { aroundNext } from './aroundNext';
import { standsForRateLimit, tellsRateLimit } from './rateLimit';

/** What an application has set up for everything that its handlers throw. */
export interface ErrorHandler {
  readonly at: Step;
  readonly tells429: boolean;
  /** It never sees what an async handler throws: its framework does not wait for promises. */
  readonly synchronous?: boolean;
  /** It is for what a bot's handlers throw, not for those of routes. */
  readonly bot?: boolean;
}

/**
 * The error handler of the package a file is in, as the rows of frameworks say what is one. The one
 * that tells rate limits apart wins when there are several.
 */
export function errorHandler(
  evaluator: Evaluator,
  file: string,
  of: 'routes' | 'bot' = 'routes',
): ErrorHandler | undefined {
  const { program } = evaluator;
  const files = program.packageFiles(file);
  const all = evaluator.remember(`error handlers beside ${files[0] ?? file}`, () =>
    files.flatMap((item) => handlersIn(evaluator, item)),
  );
  const fitting = all.filter((handler) => (handler.bot ?? false) === (of === 'bot'));
  const found = fitting.find((handler) => handler.tells429) ?? fitting[0];
  // Who is told of it depends on its file.
  if (found) program.syntax(found.at.file);
  return found;
}

function handlersIn(evaluator: Evaluator, file: string): ErrorHandler[] {
  const exported = errorExportsOf(moduleName(file));
  if (exported.length === 0 && !maySetUp(evaluator, file)) return [];
  const syntax = evaluator.program.syntax(file);
  if (!syntax) return [];
  const found: ErrorHandler[] = [];
  for (const { name, label } of exported) {
    const handler = exportedFunction(evaluator, syntax.sourceFile, name);
    if (handler) found.push(described(evaluator, handler.at, handler.fn.body, label));
  }
  evaluator.walk(syntax.sourceFile, (node) => {
    if (ts.isCallExpression(node)) found.push(...byCall(evaluator, node, file));
    else if (ts.isClassDeclaration(node)) found.push(...byDecorator(evaluator, node));
  });
  return found;
}

/** The name of a module without its folder and its ending. */
function moduleName(file: string): string {
  return basename(file).replace(/\.[cm]?[jt]sx?$/, '');
}

/**
 * Whether a file can set up an error handler, as far as its imports and its text tell without
 * parsing it.
 */
function maySetUp({ program }: Evaluator, file: string): boolean {
  const specifiers = program.specifiersOf(file);
  // An application is made in one file and set up in others, which import it by its name.
  const isNear = specifiers.some((specifier) => {
    const name = moduleName(specifier);
    return specifier.startsWith('.') && (isNameOf('app', name) || isNameOf('bot', name));
  });
  if (!isNear && !importsSome('errorHandlers', specifiers)) return false;
  const text = program.text(file) ?? '';
  return namesOf('errorHandlers').some((name) => text.includes(`${name}(`));
}

function byCall(evaluator: Evaluator, call: ts.CallExpression, file: string): ErrorHandler[] {
  const callee = unwrap(call.expression);
  // A member has the name that the row gives it; an import may have been given another one.
  const member = accessedName(callee);
  const mayBe = member === undefined ? ts.isIdentifier(callee) : endsSome('errorHandlers', member);
  if (!mayBe) return [];
  const rows = referencesOf(evaluator, callee)
    .flatMap((reference) => matches('errorHandlers', reference))
    .map(({ row }) => row);
  for (const row of rows) {
    const handler =
      row.of === 'option' ? optionOf(evaluator, call, row) : given(evaluator, call, row);
    if (handler) return finish(evaluator, handler, row, file);
  }
  return [];
}

/** A function that handles failures: the place to show, and what runs. */
interface Found {
  readonly at: ts.Node;
  readonly body: ts.Node;
}

/** The function that a call is given, when it has the form that the row asks for. */
function given(evaluator: Evaluator, call: ts.CallExpression, row: Row): Found | undefined {
  if (row.of !== 'call') return undefined;
  for (const argument of call.arguments) {
    const fn = functionOf(evaluator, argument);
    if (!fn?.body || (row.parameters !== undefined && fn.parameters.length !== row.parameters))
      continue;
    const body = row.around ? evaluator.concluded(fn, aroundNext) : fn.body;
    if (body) return { at: call.expression, body };
  }
  return undefined;
}

function optionOf(evaluator: Evaluator, call: ts.CallExpression, row: Row): Found | undefined {
  for (const argument of call.arguments)
    for (const option of optionsOf(evaluator.evaluate(argument), 2)) {
      if (option.kind !== 'object') continue;
      const property = option.node.properties.find((item) => propertyName(item.name) === row.name);
      const fn =
        property && ts.isPropertyAssignment(property)
          ? functionOf(evaluator, property.initializer)
          : property;
      if (property?.name && fn && isFunction(fn) && fn.body)
        return { at: property.name, body: fn.body };
    }
  return undefined;
}

/** A class that handles failures because of its decorator: `@Catch()`. */
function byDecorator(evaluator: Evaluator, owner: ts.ClassDeclaration): ErrorHandler[] {
  for (const decorator of decoratorsOf(evaluator, owner))
    for (const { row } of decoratorRows('errorHandlers', decorator)) {
      const method = owner.members.find(
        (member) => ts.isMethodDeclaration(member) && propertyName(member.name) === row.name,
      );
      if (row.of !== 'class-decorator' || !method || !ts.isMethodDeclaration(method)) continue;
      const handler = described(evaluator, owner.name ?? owner, method.body, row.label);
      // `@Catch(RateLimitError)` tells it apart by its place alone.
      const isOnly = decorator.args.some((argument) =>
        standsForRateLimit(evaluator, argument, 'class'),
      );
      return [isOnly ? { ...handler, tells429: true } : handler];
    }
  return [];
}

function exportedFunction(
  evaluator: Evaluator,
  sourceFile: ts.SourceFile,
  name: string,
): { readonly at: ts.Node; readonly fn: ts.FunctionLikeDeclaration } | undefined {
  for (const statement of sourceFile.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name)
      return { at: statement.name, fn: statement };
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: at, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(at) || at.text !== name || !initializer) continue;
      const fn = functionOf(evaluator, initializer);
      if (fn) return { at, fn };
    }
  }
  return undefined;
}

function finish(evaluator: Evaluator, { at, body }: Found, row: Row, file: string): ErrorHandler[] {
  const handler: ErrorHandler = {
    ...described(evaluator, at, body, row.label),
    ...(row.for === 'bot' ? { bot: true } : {}),
    ...(row.promises && !seesPromises(evaluator, file, row.promises) ? { synchronous: true } : {}),
  };
  return row.shapes && !handler.tells429 ? [] : [handler];
}

function described(
  evaluator: Evaluator,
  at: ts.Node,
  body: ts.Node | undefined,
  label: string,
): ErrorHandler {
  const site = evaluator.siteOf(at);
  const end = Math.min(site.end, site.start + at.getText().split('\n')[0].length);
  return {
    at: { ...site, end, label },
    tells429: body !== undefined && tellsRateLimit(evaluator, body),
  };
}

/** The function that an expression is, in place or by name. */
function functionOf(
  evaluator: Evaluator,
  expression: ts.Expression,
): ts.FunctionLikeDeclaration | undefined {
  const node = unwrap(expression);
  if (isFunction(node)) return node;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node))
    return undefined;
  for (const option of optionsOf(evaluator.evaluate(node), 2))
    if (option.kind === 'function') return option.node;
  return undefined;
}

function seesPromises(
  { program }: Evaluator,
  file: string,
  { package: name, from, or }: NonNullable<Row['promises']>,
): boolean {
  const range = program.dependency(file, name);
  const major = /\d+/.exec(range ?? '')?.[0];
  return major === undefined || Number(major) >= from || program.dependency(file, or) !== undefined;
}
