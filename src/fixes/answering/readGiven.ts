import ts from 'typescript';
import { unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { jsonBodyPackages, responseClasses } from '../../models/answerWays';
import { declarationOf } from './declaration';
import { jsonOf, statusOf } from './headers';
import { saidLike } from './said';
import { helperShape, type HelperShape } from './helperCall';
import { makerOf, stringified, valueIn } from './parts';
import { usesPackage } from './usesPackage';

/** An answer that a handler gives back, as far as another one can be written alike. */
export type Given = {
  readonly status?: number;
  /** Its status is that of a failure, or is worked out, as those of failures are. */
  readonly fails?: true;
  /** Where it stands. */
  readonly at: ts.Node;
  readonly headers?: ts.Expression;
  /** What an error is said with, as code: `{ error: 'Invalid text' }`. */
  said(message: string): string;
} & (
  | { readonly kind: 'json' | 'new'; readonly name: string }
  /** A response whose body is something else: a stream, a text. */
  | { readonly kind: 'opaque'; readonly name: string }
  /** `{ statusCode, body }` of Lambda and Netlify. */
  | { readonly kind: 'object' }
  /** `{ status, jsonBody }` of Azure. */
  | { readonly kind: 'jsonBody' }
  | { readonly kind: 'helper'; readonly call: ts.CallExpression; readonly shape: HelperShape }
);

/** Reads an expression that a function gives back; `undefined` where it is no answer of HTTP. */
export function readGiven(value: ts.Expression, workspace: Workspace): Given | undefined {
  const node = unwrap(value);
  const given = formOf(node, workspace);
  return given && { ...given, at: node };
}

/** A `Given` before it is known where it stands. */
type Form = Given extends infer One ? (One extends Given ? Omit<One, 'at'> : never) : never;

function formOf(node: ts.Expression, workspace: Workspace): Form | undefined {
  if (ts.isNewExpression(node)) return readNew(node);
  if (ts.isObjectLiteralExpression(node)) return readObject(node);
  if (!ts.isCallExpression(node)) return undefined;
  const maker = makerOf(node.expression);
  if (maker !== undefined)
    return {
      kind: 'json',
      name: maker,
      ...withInit(node.arguments[1]),
      said: saidLike(node.arguments[0]),
    };
  if (
    ts.isPropertyAccessExpression(node.expression) &&
    /^to\w*Response$/.test(node.expression.name.text)
  )
    return { kind: 'opaque', name: 'Response.json', ...withInit(node.arguments[0]), said: jsonOf };
  const shape = helperShape(node, workspace);
  if (!shape) return undefined;
  const status = shape.status === undefined ? undefined : node.arguments[shape.status];
  const code = status && statusOf(status);
  return {
    kind: 'helper',
    call: node,
    shape,
    ...statusParts(status, code),
    said: saidLike(shape.value === undefined ? undefined : node.arguments[shape.value]),
  };
}

/** `new Response(JSON.stringify({ … }), { status, headers })`. */
function readNew({ expression, arguments: given }: ts.NewExpression): Form | undefined {
  const name = ts.isIdentifier(expression) ? expression.text : undefined;
  if (name === undefined || !responseClasses.includes(name)) return undefined;
  const [body, init] = given ?? [];
  const json = body && stringified(body);
  return json
    ? { kind: 'new', name, ...withInit(init), said: saidLike(json) }
    : { kind: 'opaque', name: 'Response.json', ...withInit(init), said: jsonOf };
}

/** `{ statusCode: 400, headers, body: JSON.stringify({ … }) }`. */
function readObject(node: ts.ObjectLiteralExpression): Form | undefined {
  const status = valueIn(node, 'statusCode');
  if (!status)
    return usesPackage(node.getSourceFile(), jsonBodyPackages) ? jsonBodyOf(node) : undefined;
  const code = statusOf(status);
  const headers = valueIn(node, 'headers');
  const body = valueIn(node, 'body');
  return {
    kind: 'object',
    ...statusParts(status, code),
    ...(headers ? { headers } : {}),
    said: saidLike(body && stringified(body)),
  };
}

/** `{ status: 400, jsonBody: { … } }`, `{ body: text }`: an answer of 200 says no status. */
function jsonBodyOf(node: ts.ObjectLiteralExpression): Form | undefined {
  const value = valueIn(node, 'jsonBody');
  const body = valueIn(node, 'body');
  const status = valueIn(node, 'status');
  const headers = valueIn(node, 'headers');
  if (!value && !body && !status) return undefined;
  return {
    kind: 'jsonBody',
    ...statusParts(status, status && statusOf(status)),
    ...(value && headers ? { headers } : {}),
    said: saidLike(value ?? (body && stringified(body))),
  };
}

function statusParts(
  status: ts.Expression | undefined,
  code: number | undefined,
): Pick<Given, 'status' | 'fails'> {
  const fails = status !== undefined && (code === undefined || code >= 400);
  return { ...(code === undefined ? {} : { status: code }), ...(fails ? { fails } : {}) };
}

function withInit(init: ts.Expression | undefined): Pick<Given, 'status' | 'fails' | 'headers'> {
  const object = init && unwrap(init);
  if (!object || !ts.isObjectLiteralExpression(object)) return {};
  const status = valueIn(object, 'status');
  const code = status && statusOf(status);
  const headers = valueIn(object, 'headers');
  return { ...statusParts(status, code), ...(headers ? { headers } : {}) };
}

/** Whether headers are a plain object: what is spread of `Headers` is nothing. */
export function isSpreadable(headers: ts.Expression, workspace: Workspace): boolean {
  const node = unwrap(headers);
  if (ts.isObjectLiteralExpression(node)) return true;
  const declaration = ts.isIdentifier(node) ? declarationOf(node, workspace) : undefined;
  const value =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  return value !== undefined && ts.isObjectLiteralExpression(value);
}
