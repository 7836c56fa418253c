import ts from 'typescript';
import { bodyWriters } from '../../models/libraries/httpClients';
import { accepts } from '../../models/match';
import { lookup, referencesTo } from '../source/scope';
import { unwrap } from '../source/syntax';

/**
 * What is written to a request after it was made: `call.end(JSON.stringify({ … }))`,
 * `xhr.send(body)`, also strung together: `post(url).set('Accept', type).send(body)`.
 */
export function writtenLater(
  request: ts.CallExpression | ts.NewExpression,
): readonly ts.Expression[] {
  return handlesOf(request).flatMap(writtenTo);
}

/** The request itself, the name that it is given, and what it is opened on: `xhr.open(…)`. */
function handlesOf(request: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const { parent } = request;
  const named =
    ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
      ? referencesTo(parent, parent.name.text)
      : [];
  const callee = unwrap(request.expression);
  const receiver = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
  const opened = receiver && ts.isIdentifier(receiver) ? lookup(receiver) : undefined;
  const isMade =
    opened !== undefined &&
    ts.isVariableDeclaration(opened) &&
    opened.initializer !== undefined &&
    ts.isNewExpression(unwrap(opened.initializer));
  return [
    request,
    ...named,
    ...(isMade && receiver && ts.isIdentifier(receiver) ? referencesTo(opened, receiver.text) : []),
  ];
}

function writtenTo(handle: ts.Expression): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  let at = handle;
  for (;;) {
    const { parent: access } = at;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== at) return found;
    const { parent: call } = access;
    if (!ts.isCallExpression(call) || call.expression !== access) return found;
    const [body] = call.arguments;
    if (body && accepts(bodyWriters, access.name.text)) found.push(body);
    at = call;
  }
}
