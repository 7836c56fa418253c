import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import { enclosing, returnsOf } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { unwrap } from '../../analysis/source/syntax';
import { sdkOf } from '../../models/vendors';
import type { Finding } from '../../rules/rule';
import { requestName } from '../../rules/requests';

interface Looked {
  readonly call: ts.CallExpression;
  /** Streams of its SDK can be handed on, from where it runs. */
  readonly canBe: boolean;
  /** Its text, and nothing else of it, is the answer of its handler. */
  readonly isReply: boolean;
}

/** Why an answer is not made a stream, and what to do instead, in one sentence. */
export function whyNot(
  { surface }: Finding,
  request: RequestFact,
  { call, canBe, isReply }: Looked,
): string {
  const name = requestName(request);
  if (surface === 'browser')
    return `${name} runs in the page: move it to a server first, whose route can send the answer as it grows`;
  if (!canBe)
    return (
      `the pieces of ${name} are not read the same way everywhere (${sdkOf(request).title}): ask with ` +
      'a current SDK first, or set `stream` and read the pieces by hand'
    );
  if (isReply)
    return `the options of ${name} are not written where it is called: set \`stream\` where they are`;
  const fn = enclosing(call);
  if (!fn || givesOn(call, fn))
    return (
      `the answer of ${name} goes through other code before it is sent: give the stream itself on, ` +
      'and send its pieces where the answer is made'
    );
  return (
    `its handler does more with the answer of ${name} than to send its text: send the pieces as they ` +
    'come, and do the rest when the last one has gone'
  );
}

/** Whether a function gives the answer, or what it makes of it, back to whoever called it. */
function givesOn(call: ts.CallExpression, fn: ts.FunctionLikeDeclaration): boolean {
  const held = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (ts.isReturnStatement(held)) return true;
  if (!ts.isVariableDeclaration(held) || !ts.isIdentifier(held.name)) return false;
  const uses = referencesTo(held, held.name.text);
  return returnsOf(fn).some((value) => {
    const node = unwrap(value);
    if (ts.isNewExpression(node) || ts.isObjectLiteralExpression(node)) return false;
    let root: ts.Expression = node;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
      root = unwrap(root.expression);
    return (
      (ts.isIdentifier(root) && lookup(root) === held) ||
      (!ts.isCallExpression(node) &&
        uses.some((use) => use.pos >= value.pos && use.end <= value.end))
    );
  });
}
