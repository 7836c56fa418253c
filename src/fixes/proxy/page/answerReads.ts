import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookup } from '../../../analysis/source/scope';
import { accessedName, pathOf, propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import { answeredError } from '../../../models/thrown';
import type { Refusal } from '../../fix';
import { callersOf } from '../payload/callers';
import type { Sight } from '../payload/uses';

/** How many callers up an answer is followed. */
const MAX_HOPS = 4;

/** Methods that look for words in a text. */
export const LOOKS_FOR: readonly string[] = [
  'includes',
  'startsWith',
  'endsWith',
  'match',
  'indexOf',
  'search',
];

/**
 * Why requests that a page makes by itself cannot ask a server of one's own: something is read of
 * the error in OpenAI's answer that the own server's has not, which is a message of its own.
 */
export function answerReads(calls: readonly ts.Node[], sight: Sight): Refusal | undefined {
  const seen = new Set<ts.Node>();
  for (const call of calls) {
    const read = readAround(call, sight, seen, MAX_HOPS);
    if (!read) continue;
    return {
      reason:
        `\`${read.getText()}\` in \`${pathOf(read)}\` reads what only OpenAI’s own answer has: ` +
        'ask for its status there first.',
    };
  }
  return undefined;
}

/** A read in the functions around a call, or around those that call them. */
function readAround(
  call: ts.Node,
  sight: Sight,
  seen: Set<ts.Node>,
  hops: number,
): ts.Node | undefined {
  for (let fn = enclosing(call); fn; fn = enclosing(fn)) {
    if (seen.has(fn)) return undefined;
    seen.add(fn);
    const read = readIn(fn);
    if (read || hops === 0) return read;
    for (const caller of callersOf(fn, sight).calls) {
      const above = readAround(caller, sight, seen, hops - 1);
      if (above) return above;
    }
  }
  return undefined;
}

function readIn(body: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  walk(body, (node) => {
    if (found) return;
    if (ts.isPropertyAccessExpression(node)) found = memberRead(node);
    else if (ts.isObjectBindingPattern(node) && isOfError(node))
      found = node.elements.find((element) => isMember(nameOf(element)));
  });
  return found;
}

/** `data.error.code`, `data.error.message.includes('quota')`. */
function memberRead(access: ts.PropertyAccessExpression): ts.Node | undefined {
  if (!isError(access.expression)) return undefined;
  const { text } = access.name;
  if (isMember(text)) return access;
  const { parent } = access;
  const isSearched =
    text === 'message' &&
    ts.isPropertyAccessExpression(parent) &&
    LOOKS_FOR.includes(parent.name.text);
  return isSearched ? parent.parent : undefined;
}

function isMember(name: string | undefined): boolean {
  return name !== undefined && answeredError.includes(name);
}

/** `data.error`, or a name that was made as it or taken out by its name. */
function isError(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return accessedName(node) === 'error';
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) return nameOf(declaration) === 'error';
  const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return made !== undefined && accessedName(unwrap(made)) === 'error';
}

/** `{ error: { code } }`, `const { code } = data.error`. */
function isOfError({ parent }: ts.ObjectBindingPattern): boolean {
  if (ts.isBindingElement(parent)) return nameOf(parent) === 'error';
  return (
    ts.isVariableDeclaration(parent) &&
    parent.initializer !== undefined &&
    isError(parent.initializer)
  );
}

/** What an element takes out of an object. */
function nameOf({ propertyName: from, name }: ts.BindingElement): string | undefined {
  return propertyName(from ?? (ts.isIdentifier(name) ? name : undefined));
}
