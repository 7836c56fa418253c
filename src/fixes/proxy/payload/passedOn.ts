import ts from 'typescript';
import type { RequestFact } from '../../../analysis/facts';
import { targetOf } from '../../../analysis/requests/http';
import type { Site } from '../../../analysis/source/host';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { pathOf, propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import { callersOf, functionOf } from './callers';
import { constantOf } from './constantCode';
import { requestOf } from './rawRequest';
import type { Sight } from './uses';

/** A request that a helper of the page's makes for its caller, read where it is written. */
export interface PassedOn {
  readonly request: RequestFact;
  readonly call: ts.CallExpression;
  /** The request in the helper. */
  readonly fetching?: ts.CallExpression;
}

/**
 * The calls to OpenAI through a helper that hands its address and its options on to `fetch` as they
 * are, as one that gives up after a while or tries again does: what is sent is written at the call.
 */
function passedOn(request: RequestFact, workspace: Workspace): readonly PassedOn[] {
  const fetching = callAt(request, workspace);
  const helper = fetching && helperOf(fetching);
  if (!helper) return [];
  const { calls } = callersOf(helper, workspace);
  return calls.flatMap((call) => {
    const isIts = ts.isCallExpression(call) && functionOf(call.expression, workspace) === helper;
    const address = call.arguments?.at(0);
    const text = address && addressText(address, workspace);
    const target = text === undefined ? undefined : targetOf(text);
    if (!isIts || !target?.certain || target.base === undefined) return [];
    const place = { file: pathOf(call), start: call.getStart(), end: call.getEnd() };
    const { name, base, service } = target;
    const api = `fetch ${name}`;
    return [{ call, fetching, request: { ...request, ...place, api, base, provider: service.id } }];
  });
}

/** The calls that ask through a helper which hands on what it is given; else the place itself. */
export function askersFor(site: Site, workspace: Workspace): readonly Site[] {
  const request = requestOf(site, workspace.facts(site.file));
  const asking = request ? passedOn(request, workspace).map((item) => item.request) : [];
  return asking.length > 0 ? asking : [site];
}

/** The call through such a helper that stands at a place. */
export function passedOnAt(site: Site, workspace: Workspace): PassedOn | undefined {
  const call = callAt(site, workspace);
  const helper = call && functionOf(call.expression, workspace);
  if (!helper) return undefined;
  return workspace
    .facts(pathOf(helper))
    .requests.filter(({ start, end }) => start >= helper.pos && end <= helper.end)
    .flatMap((request) => passedOn(request, workspace))
    .find((item) => item.call === call);
}

function callAt({ file, start, end }: Site, workspace: Workspace): ts.CallExpression | undefined {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  return call && ts.isCallExpression(call) ? call : undefined;
}

/** The function whose first two parameters are the address and the options of a `fetch` in it. */
function helperOf(fetching: ts.CallExpression): ts.SignatureDeclaration | undefined {
  const [address] = fetching.arguments;
  const declared = ts.isIdentifier(address) ? lookup(address) : undefined;
  if (!declared || !ts.isParameter(declared)) return undefined;
  const fn = declared.parent;
  const [first, second] = fn.parameters;
  return first === declared && isHandedOn(first, 0, isAddress) && isHandedOn(second, 1, isOptions)
    ? fn
    : undefined;
}

/** Whether a parameter goes to `fetch`, or to the function itself once more, and nowhere else. */
function isHandedOn(
  parameter: ts.ParameterDeclaration | undefined,
  index: number,
  isPlain: (argument: ts.Expression, use: ts.Identifier) => boolean,
): boolean {
  if (!parameter || !ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) return false;
  const fn = parameter.parent;
  return referencesTo(parameter, parameter.name.text).every((use) => {
    const call = ts.findAncestor(use, ts.isCallExpression);
    const argument = call?.arguments.at(index);
    if (!call || !argument || !isPlain(argument, use)) return false;
    const callee = unwrap(call.expression);
    if (!ts.isIdentifier(callee)) return false;
    const declared = lookup(callee);
    return declared ? declared === fn || isNameOf(declared, fn) : callee.text === 'fetch';
  });
}

function isNameOf(declared: ts.Node, fn: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(declared) &&
    declared.initializer !== undefined &&
    unwrap(declared.initializer) === fn
  );
}

function isAddress(argument: ts.Expression, use: ts.Identifier): boolean {
  return unwrap(argument) === use;
}

/** What the options may have beside those of the caller: nothing that says what is sent. */
const OF_SENDING: ReadonlySet<string> = new Set(['method', 'headers', 'body']);

/** `options`, and `{ ...options, signal }`. */
function isOptions(argument: ts.Expression, use: ts.Identifier): boolean {
  const node = unwrap(argument);
  if (node === use) return true;
  if (!ts.isObjectLiteralExpression(node)) return false;
  const spread = use.parent;
  return (
    ts.isSpreadAssignment(spread) &&
    spread.parent === node &&
    node.properties.every((property) => {
      if (property === spread) return true;
      const name = propertyName(property.name);
      return name !== undefined && !OF_SENDING.has(name);
    })
  );
}

const MAX_HOPS = 6;

/** The text of an address: a literal, a constant, a template of such. */
function addressText(expression: ts.Expression, sight: Sight, hops = MAX_HOPS): string | undefined {
  const node = unwrap(expression);
  if (hops === 0) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) {
    const made = constantOf(node, sight);
    return made && addressText(made.value, sight, hops - 1);
  }
  if (!ts.isTemplateExpression(node)) return undefined;
  const parts = node.templateSpans.map(({ expression: part, literal }) => {
    const text = addressText(part, sight, hops - 1);
    return text === undefined ? undefined : text + literal.text;
  });
  return parts.every((part) => part !== undefined) ? node.head.text + parts.join('') : undefined;
}
