import ts from 'typescript';
import { namedWithVendor, serviceOf, services } from '../models/vendors';
import type { EnvReadFact } from './facts';
import { headerSetterOf } from './requests/senders';
import { keyOrigins, type KeyUseFact } from './requests/keyOrigin';
import { isKeyName, serviceOfName } from './requests/keyShape';
import type { Sent } from './requests/requests';
import { accessedName, dottedName, nameOf, propertyName, type Syntax } from './source/syntax';
import type { Evaluator } from './values/engine';
import type { Value } from './values/value';

/** `process.env.OPENAI_API_KEY = '…'`, `openai.apiKey = '…'`. */
export function assignedKey(
  node: ts.BinaryExpression,
  evaluator: Evaluator,
): KeyUseFact | undefined {
  const name = accessedName(node.left);
  if (name === undefined) return undefined;
  const service = serviceOfTarget(node.left, name, evaluator);
  if (!service) return undefined;
  const origins = keyOrigins(evaluator, evaluator.evaluate(node.right), service).filter(
    (origin) => origin.kind === 'literal',
  );
  return origins.length > 0
    ? {
        ...evaluator.siteOf(node),
        sink: `\`${nameOf(node.left)}\``,
        provider: service.id,
        origins,
      }
    : undefined;
}

/**
 * Whose key an assignment sets: by the variable's name, or by the `apiKey` of what is named as a
 * client or its configuration.
 */
function serviceOfTarget(target: ts.Expression, name: string, evaluator: Evaluator) {
  const value = evaluator.evaluate(target);
  if (value.kind === 'env') return isKeyName(value.name) ? serviceOfName(value.name) : undefined;
  if (name !== 'apiKey') return undefined;
  const owner = (dottedName(target) ?? []).slice(0, -1).join('.');
  const known = services.find(({ key }) => key.hint.test(owner));
  return known ?? (/configuration/i.test(owner) ? services[0] : undefined);
}

/**
 * `xhr.setRequestHeader('Authorization', …)` in a module that opens a request by such an object.
 */
export function laterHeaders(
  syntax: Syntax,
  requests: readonly Sent[],
  evaluator: Evaluator,
): KeyUseFact[] {
  const [request] = requests.filter(({ api }) => headerSetterOf(api) !== undefined);
  const setter = request && headerSetterOf(request.api);
  const service = request && serviceOf(request.provider);
  if (setter === undefined || !service) return [];
  const uses: KeyUseFact[] = [];
  evaluator.walk(syntax.sourceFile, (node) => {
    if (!ts.isCallExpression(node) || accessedName(node.expression) !== setter) return;
    const [name, value] = node.arguments;
    if (!value || !ts.isStringLiteralLike(name)) return;
    if (!service.keyHeaders.includes(name.text.toLowerCase())) return;
    uses.push({
      ...evaluator.siteOf(node),
      sink: `the key header of ${namedWithVendor(request.api.split(' ')[0], service.vendor)}`,
      provider: service.id,
      origins: evaluator.trace(() => keyOrigins(evaluator, evaluator.evaluate(value), service)),
    });
  });
  return uses;
}

/** A read of a variable whose name alone says that it holds a vendor's key. */
export function namedRead(node: ts.Node, evaluator: Evaluator): EnvReadFact | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = accessedName(node);
    if (name === undefined || !isKeyName(name)) return undefined;
    const value = evaluator.evaluate(node);
    return value.kind === 'env' && value.site.start === node.getStart()
      ? { ...value.site, name: value.name, via: value.via, trail: [] }
      : undefined;
  }
  const declared = declaredRead(node);
  return declared && isKeyName(declared.name)
    ? readOf(node, evaluator.evaluate(declared.local), evaluator)
    : undefined;
}

/**
 * `const { OPENAI_API_KEY } = process.env`, `import { OPENAI_API_KEY } from '$env/static/private'`.
 */
function declaredRead(
  node: ts.Node,
): { readonly name: string; readonly local: ts.Identifier } | undefined {
  if (ts.isBindingElement(node) && ts.isIdentifier(node.name))
    return { name: propertyName(node.propertyName) ?? node.name.text, local: node.name };
  if (ts.isImportSpecifier(node))
    return { name: (node.propertyName ?? node.name).text, local: node.name };
  return undefined;
}

function readOf(node: ts.Node, value: Value, evaluator: Evaluator): EnvReadFact | undefined {
  return value.kind === 'env'
    ? { ...evaluator.siteOf(node), name: value.name, via: value.via, trail: [] }
    : undefined;
}
