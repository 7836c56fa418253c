import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { enclosingFunction, propertyName, unwrap, walk } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { addProperty } from '../../edits/addProperty';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';
import type { Limiter } from '../../models/limiters/limiter';
import type { Plan, Refusal } from '../fix';
import type { Route } from './beforeHandler';
import { cannotAskFor, countingPlan } from './manifest';
import { importing, isTaken, namesFrom } from './names';
import { isPlugIn, waitsAtTop } from './plugIn';

type InOptions = Limiter & { stands: 'in-options' };

/** Has a route counted by a plug-in, which is waited for before the route is registered. */
export function inOptions(route: Route, limiter: InOptions, workspace: Workspace): Plan | Refusal {
  const { file, syntax } = route;
  const option = optionEdit(route, limiter);
  if (isReason(option)) return option;
  const place = placeOfPlugIn(route, limiter, workspace);
  if (isReason(place)) return place;
  const refused = cannotAskFor(file, limiter, workspace);
  if (refused) return refused;
  if (isTaken(syntax, limiter))
    return { reason: `\`${limiter.name}\` is the name of something else here` };
  return countingPlan(route, limiter, workspace, () => [
    ...importing(syntax, limiter),
    ...place,
    option,
  ]);
}

function isReason(value: object): value is Refusal {
  return 'reason' in value;
}

/** The option on the route: in the object that it has, else in one of its own. */
function optionEdit({ syntax, call, calls }: Route, limiter: InOptions): TextEdit | Refusal {
  const style = { ...styleOf(syntax.sourceFile), semicolons: true };
  const { name, value } = limiter.property(calls);
  const inner = inStyle(`x = { ${name}: ${value} }`, style).slice('x = '.length);
  const [address, second] = call.arguments;
  const options = [address, second].map((item) => item && unwrap(item));
  const object = options.find(
    (item): item is ts.ObjectLiteralExpression =>
      item !== undefined && ts.isObjectLiteralExpression(item),
  );
  if (!object) {
    if (call.arguments.length !== 2 || !ts.isStringLiteralLike(address))
      return { reason: 'the options of the route are not written in its call' };
    const at = address.getEnd();
    return { start: at, end: at, text: `, { ${limiter.option}: ${inner} }` };
  }
  if (object.properties.some(ts.isSpreadAssignment))
    return { reason: 'the options of the route are put together of others' };
  const there = object.properties.find((item) => propertyName(item.name) === limiter.option);
  if (!there)
    return object.properties.length > 0
      ? addProperty(object, `${limiter.option}: ${inner}`)
      : {
          start: object.getStart(),
          end: object.getEnd(),
          text: `{ ${limiter.option}: ${inner} }`,
        };
  const within = ts.isPropertyAssignment(there) ? unwrap(there.initializer) : undefined;
  if (!within || !ts.isObjectLiteralExpression(within) || within.properties.length === 0)
    return { reason: `what the route has as \`${limiter.option}\` is not written in its call` };
  return addProperty(within, inner.slice(2, -2));
}

/**
 * The statement that takes the plug-in, where it can be waited for before the route is registered;
 * nothing where the application has taken it.
 */
function placeOfPlugIn(
  { syntax, call, file }: Route,
  limiter: InOptions,
  workspace: Workspace,
): readonly TextEdit[] | Refusal {
  const owner = ts.isPropertyAccessExpression(call.expression)
    ? unwrap(call.expression.expression)
    : call;
  const declared = ts.isIdentifier(owner) ? lookup(owner) : undefined;
  if (!ts.isIdentifier(owner) || !declared) return { reason: NOT_FOLLOWED };
  const fn = enclosingFunction(call);
  const names = namesFrom(syntax, limiter.from);
  const taken = [owner.text, ...applicationAround(fn)]
    .map((name) => takenBy(syntax.sourceFile, name, limiter, names))
    .find((found) => found !== undefined);
  if (taken)
    return ts.isAwaitExpression(taken.parent) && taken.end < call.pos
      ? []
      : { reason: notWaiting(limiter) };
  if (enclosingFunction(declared) !== fn || !(fn ? isAsync(fn) : waitsAtTop(syntax, workspace)))
    return { reason: notWaiting(limiter) };
  const statement = ts.isParameter(declared)
    ? firstIn(fn && isPlugIn(fn, limiter, file, workspace) ? fn : undefined)
    : declared.parent?.parent;
  return statement && ts.isStatement(statement)
    ? [taking(statement, owner.text, limiter, ts.isParameter(declared))]
    : { reason: ts.isParameter(declared) ? notWaiting(limiter) : NOT_FOLLOWED };
}

/** The application that a plug-in is registered with: what it takes, its plug-ins have too. */
function applicationAround(fn: ts.SignatureDeclaration | undefined): string[] {
  const callee = fn && ts.isCallExpression(fn.parent) ? fn.parent.expression : undefined;
  return callee && ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)
    ? [callee.expression.text]
    : [];
}

/** The statement that takes the plug-in, before or behind another. */
function taking(
  statement: ts.Statement,
  application: string,
  { register, name, options }: InOptions,
  before: boolean,
): TextEdit {
  const file = statement.getSourceFile();
  const { semicolons, lineBreak } = styleOf(file);
  const code = `await ${application}.${register}(${name}, ${options})${semicolons ? ';' : ''}`;
  // Before the comments of the statement, which belong to it.
  const at = before ? statement.getFullStart() : statement.getEnd();
  const isTall = file.text.slice(at, statement.getStart()).includes('\n') || !before;
  const gap = isTall ? lineBreak + indentationAt(file.text, statement.getStart()) : ' ';
  return { start: at, end: at, text: gap + code };
}

/** The first statement of a function. */
function firstIn(fn: ts.SignatureDeclaration | undefined): ts.Statement | undefined {
  const body = fn && 'body' in fn ? fn.body : undefined;
  return body && ts.isBlock(body) ? body.statements[0] : undefined;
}

const NOT_FOLLOWED = 'where the application is made is not followed here';

function notWaiting({ from }: Limiter): string {
  return (
    `\`${from}\` counts only routes that are registered after it was waited for: register this ` +
    'route in an asynchronous plug-in'
  );
}

function isAsync(fn: ts.SignatureDeclaration): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

/** The call by which an application takes the plug-in somewhere in the file. */
function takenBy(
  file: ts.SourceFile,
  application: string,
  { register }: InOptions,
  names: readonly string[],
): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  walk(file, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { expression: owner, name } = node.expression;
    const [plugIn] = node.arguments;
    if (
      name.text === register &&
      ts.isIdentifier(owner) &&
      owner.text === application &&
      plugIn &&
      ts.isIdentifier(plugIn) &&
      names.includes(plugIn.text)
    )
      found = node;
  });
  return found;
}
