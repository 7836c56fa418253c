import ts from 'typescript';
import { identifiersOf } from '../source/scope';
import { accessedName, dottedName, propertyName, unwrap } from '../source/syntax';
import { writtenWords } from './texts';
import type { Evaluator } from '../values/engine';
import { amongWords, enter, isInstruction, prepend, type Context } from './flow';

/** A place where something is done to a variable, or to a member of it. */
export interface Change {
  /** The variable's name as it stands there. */
  readonly id: ts.Identifier;
  /** What it is given there. */
  readonly values: readonly ts.Expression[];
  /** It is handed to a function that may put something into it, as the argument at a place. */
  readonly handedTo?: { readonly call: ts.CallExpression; readonly index: number };
  /** What of the value then matters; `undefined` when the members that are asked for are others. */
  enter(context: Context): Context | undefined;
}

/** Everything that is done to one variable after its declaration. */
export interface Changes {
  /** Changes that concern a member of the variable, or all of it, in source order. */
  touching(member: string | undefined): readonly Change[];
  at(id: ts.Identifier): Change | undefined;
  /** Whether a member of that name is changed itself. */
  has(member: string): boolean;
}

/** A name that holds something which may change. */
export type Holder = ts.VariableDeclaration | ts.ParameterDeclaration;

/** Reads off once what is assigned to a variable, appended to it, pushed into it. */
export function changesOf(declaration: Holder, evaluator: Evaluator): Changes {
  const all: Change[] = [];
  const whole: Change[] = [];
  const byMember = new Map<string, Change[]>();
  const byPlace = new Map<ts.Identifier, Change>();
  const name = (declaration.name as ts.Identifier).text;
  let words: string | undefined;
  const startsWith = () =>
    (words ??= declaration.initializer ? writtenWords(declaration.initializer) : '');
  // Nobody else can put anything into a text.
  const isList =
    declaration.initializer !== undefined &&
    ts.isArrayLiteralExpression(unwrap(declaration.initializer));
  for (const id of identifiersOf(declaration, name)) {
    evaluator.tick();
    const { at, path } = memberAt(id);
    const found =
      takenApart(id, at, path) ??
      assignment(id, at, path, startsWith) ??
      addition(id, at, path) ??
      merged(id, at, path) ??
      (isList ? handed(id, at) : undefined);
    if (!found) continue;
    all.push(found.change);
    byPlace.set(id, found.change);
    const list = found.member === undefined ? whole : (byMember.get(found.member) ?? []);
    list.push(found.change);
    if (found.member !== undefined) byMember.set(found.member, list);
  }
  return {
    at: (id) => byPlace.get(id),
    has: (member) => byMember.has(member),
    touching(member) {
      if (member === undefined || member === '*') return all;
      const own = byMember.get(member) ?? [];
      return whole.length === 0 || own.length === 0
        ? [...whole, ...own]
        : [...whole, ...own].sort((a, b) => a.id.pos - b.id.pos);
    },
  };
}

/** The whole member access that a name begins. */
function memberAt(id: ts.Identifier): { at: ts.Node; path: string[] } {
  let at: ts.Node = id;
  const path: string[] = [];
  while (
    (ts.isPropertyAccessExpression(at.parent) || ts.isElementAccessExpression(at.parent)) &&
    at.parent.expression === at
  ) {
    path.push(accessedName(at.parent) ?? '*');
    at = at.parent;
  }
  return { at, path };
}

interface Found {
  readonly change: Change;
  /** The member that is changed; `undefined` when any question about the variable is concerned. */
  readonly member: string | undefined;
}

/** `text += more`, `options.input = text`; the `value` of a Vue `ref` is the variable itself. */
function assignment(
  id: ts.Identifier,
  at: ts.Node,
  path: readonly string[],
  startsWith: () => string,
): Found | undefined {
  const { parent } = at;
  if (
    !ts.isBinaryExpression(parent) ||
    parent.left !== at ||
    parent.operatorToken.kind < ts.SyntaxKind.FirstAssignment ||
    parent.operatorToken.kind > ts.SyntaxKind.LastAssignment
  )
    return undefined;
  const words = parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ? startsWith() : '';
  return {
    member: path[0] === 'value' ? undefined : path[0],
    change: {
      id,
      values: [parent.right],
      enter(context) {
        const inner = path.reduce<Context | undefined>(
          (rest, item) =>
            rest && (item === 'value' ? (enter(rest, item) ?? rest) : enter(rest, item)),
          context,
        );
        return inner && isInstruction(words) ? amongWords(inner, words) : inner;
      },
    },
  };
}

/** `list.push(text)`, `options.messages.push(…)`. */
function addition(id: ts.Identifier, at: ts.Node, path: readonly string[]): Found | undefined {
  const { parent } = at;
  if (
    !ts.isCallExpression(parent) ||
    parent.expression !== at ||
    !/^(push|unshift|append|set|concat)$/.test(path[path.length - 1] ?? '')
  )
    return undefined;
  // The key under which something is kept is no part of it.
  const given = path[path.length - 1] === 'set' ? parent.arguments.slice(-1) : parent.arguments;
  return {
    member: path.length > 1 ? path[0] : undefined,
    change: {
      id,
      values: given.map((item) => (ts.isSpreadElement(item) ? item.expression : item)),
      enter(context) {
        const inner = path.length > 1 ? enter(context, path[0]) : context;
        return inner?.path[0] === '*' ? { ...inner, path: inner.path.slice(1) } : inner;
      },
    },
  };
}

/** `({ question } = request.body)`, `[first] = lines`: a member of what is taken apart there. */
function takenApart(
  id: ts.Identifier,
  target: ts.Node,
  path: readonly string[],
): Found | undefined {
  const names: string[] = [];
  let at = target;
  for (;;) {
    const { parent } = at;
    // `{ question = 'Hello' }` and `{ text: question = 'Hello' }` have a default.
    if (ts.isBinaryExpression(parent) && !isInPattern(parent)) break;
    if (ts.isShorthandPropertyAssignment(parent)) names.unshift(parent.name.text);
    else if (ts.isPropertyAssignment(parent) && parent.initializer === at)
      names.unshift(propertyName(parent.name) ?? '*');
    else if (ts.isArrayLiteralExpression(parent))
      names.unshift(String(parent.elements.findIndex((item) => item === at)));
    else if (!ts.isObjectLiteralExpression(parent) && !ts.isBinaryExpression(parent))
      return undefined;
    at = parent;
  }
  const { left, right, operatorToken } = at.parent as ts.BinaryExpression;
  if (names.length === 0 || left !== at || operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  return {
    member: path[0],
    change: {
      id,
      values: [right],
      enter(context) {
        const inner = path.reduce<Context | undefined>(
          (rest, item) => rest && enter(rest, item),
          context,
        );
        return inner && prepend(inner, ...names);
      },
    },
  };
}

function isInPattern({ parent }: ts.BinaryExpression): boolean {
  return ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);
}

/** `Object.assign(options, more)`: all that the others hold. */
function merged(id: ts.Identifier, at: ts.Node, path: readonly string[]): Found | undefined {
  const { parent } = at;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== at) return undefined;
  if (path.length > 0 || dottedName(parent.expression)?.join('.') !== 'Object.assign')
    return undefined;
  const change = { id, values: parent.arguments.slice(1), enter: (context: Context) => context };
  return { member: undefined, change };
}

/** `fill(list, text)` */
function handed(id: ts.Identifier, at: ts.Node): Found | undefined {
  const { parent: call } = at;
  if (at !== id || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression))
    return undefined;
  const index = call.arguments.findIndex((item) => item === at);
  if (index < 0) return undefined;
  const change = { id, values: [], handedTo: { call, index }, enter: () => undefined };
  return { member: undefined, change };
}

/** `v-model="question"`, `bind:value={question}`. */
export function isBoundInMarkup(
  declaration: ts.VariableDeclaration,
  evaluator: Evaluator,
): boolean {
  const syntax = evaluator.program.syntax(evaluator.siteOf(declaration).file);
  if (!syntax || syntax.scripts.length === 0) return false;
  const escaped = (declaration.name as ts.Identifier).text.replace(/\$/g, '\\$');
  const bindings = [
    `v-model(\\.\\w+)*=["']${escaped}["']`,
    `bind:(value|this|files|innerText)=\\{${escaped}\\}`,
    `bind:(value|files)=["']?\\{?${escaped}\\b`,
  ];
  return new RegExp(bindings.join('|')).test(syntax.text);
}
