import ts from 'typescript';
import type {
  ClientFact,
  EnvReadFact,
  KeyUseFact,
  LeakFact,
  ModuleFacts,
  RequestFact,
  ShapedKeyFact,
} from './facts';
import { inspectRequest } from './readRequest';
import { configLeaks } from './leaks/config';
import { leakAt } from './leaks/sinks';
import { clientAt } from './requests/clients';
import { keyOrigins } from './requests/keyOrigin';
import { findShapedKeys, isOpenAIKeyName, keyPrefix } from './requests/keyShape';
import { requestAt } from './requests/requests';
import { isTestPath } from './source/prefilter';
import { findSuppressions } from './source/suppressions';
import { lookup } from './source/scope';
import { accessedName, nameOf, propertyName, unwrap, type Syntax } from './source/syntax';
import type { Evaluator } from './values/engine';

/** Reads the facts off one parsed module. Cross-module questions go through the evaluator, which notes what it looked at. */
export function extractFacts(syntax: Syntax, evaluator: Evaluator): ModuleFacts {
  const clients: ClientFact[] = [];
  const requests: RequestFact[] = [];
  const keyUses: KeyUseFact[] = [];
  const leaks: LeakFact[] = [];
  const reads = new Map<string, EnvReadFact>();
  const { path, text } = syntax;

  const noteRead = (read: EnvReadFact) => {
    const key = `${read.file}:${read.start}:${read.name}`;
    const known = reads.get(key);
    if (!known || known.trail.length === 0) reads.set(key, read);
  };

  evaluator.beginModule();
  evaluator.walk(syntax.sourceFile, (node) => {
    evaluator.beginQuestion();
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const callee = isWorthEvaluating(node, evaluator)
        ? evaluator.evaluate(node.expression)
        : undefined;
      const made = callee && clientAt(node, callee, evaluator);
      if (made) {
        clients.push(made.client);
        if (made.use) keyUses.push(made.use);
      } else {
        const request = callee && requestAt(node, callee, evaluator);
        if (request) {
          evaluator.beginQuestion();
          requests.push(
            isTestPath(path)
              ? request
              : { ...request, detail: inspectRequest(node, request, callee, evaluator) },
          );
          if (request.keys.length > 0)
            keyUses.push({
              file: path,
              start: request.start,
              end: request.end,
              sink: `the key header of \`${request.api.split(' ')[0]}\``,
              provider: request.provider,
              origins: request.keys,
            });
        }
        leaks.push(...leakAt(node, callee, evaluator));
      }
    } else if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ) {
      const use = assignedKey(node, evaluator);
      if (use) keyUses.push(use);
      leaks.push(...leakAt(node, undefined, evaluator));
    } else if (
      ts.isReturnStatement(node) ||
      ts.isJsxAttribute(node) ||
      ts.isArrowFunction(node) ||
      ts.isTemplateExpression(node)
    ) {
      leaks.push(...leakAt(node, undefined, evaluator));
    } else {
      const read = namedRead(node, evaluator);
      if (read) noteRead(read);
    }
  });
  evaluator.beginQuestion();
  leaks.push(...configLeaks(syntax, evaluator));
  if (requests.some((request) => request.api.startsWith('XMLHttpRequest')))
    keyUses.push(...requestHeaders(syntax, evaluator));
  for (const use of keyUses) {
    for (const origin of use.origins) {
      if (origin.kind !== 'env') continue;
      noteRead({
        ...origin.site,
        name: origin.name,
        via: origin.via,
        trail: [
          ...origin.trail,
          { file: use.file, start: use.start, end: use.end, label: `reaches ${use.sink}` },
        ],
      });
    }
  }
  return {
    path,
    clients,
    requests,
    keyUses,
    leaks,
    envEntries: [],
    envReads: [...reads.values()],
    shapedKeys: shapedKeysIn(path, text),
    suppressions: findSuppressions(text),
  };
}

/** Last names of calls that can make a client, send a request or talk HTTP. */
const WORTH =
  /^(create\w*|stream\w*|parse|run\w*|generate\w*|edit|embed\w*|invoke|batch|call|predict\w*|transform|apply|similarity\w*|maxMarginal\w*|from(Documents|Texts)|add(Documents|Texts)|sendMessage|respond|retrieve\w*|list\w*|cancel\w*|del|delete\w*|upload\w*|update|content|download\w*|submit\w*|fetch|\$fetch|get\w*|post|put|patch|request|open|raw|extend|connect|transcribe|rerank|axiosRef|default)$/;

/**
 * Whether a call may be a client, a request or an HTTP call. A function of the module's own never is one itself (what it calls is seen
 * where it calls it), and names such as `map` or `expect` are in every program: neither is worth evaluating.
 */
function isWorthEvaluating(
  node: ts.NewExpression | ts.CallExpression,
  { program }: Evaluator,
): boolean {
  const callee = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(callee))
    return ts.isNewExpression(node) || WORTH.test(callee.name.text);
  if (!ts.isIdentifier(callee)) return true;
  const declaration = lookup(callee);
  if (declaration && ts.isImportSpecifier(declaration)) {
    const from = declaration.parent.parent.parent;
    const target =
      ts.isImportDeclaration(from) && ts.isStringLiteralLike(from.moduleSpecifier)
        ? program.resolve(from.moduleSpecifier.text, program.pathOf(node))
        : undefined;
    return target?.kind !== 'module' || program.mentionsOpenAI(target.path);
  }
  if (!declaration || !ts.isVariableDeclaration(declaration))
    return !declaration || !ts.isFunctionLike(declaration);
  const initializer = declaration.initializer && unwrap(declaration.initializer);
  return !initializer || !ts.isFunctionLike(initializer);
}

export function shapedKeysIn(file: string, text: string): ShapedKeyFact[] {
  if (!text.includes('sk-')) return [];
  return findShapedKeys(text).map(({ start, end }) => ({
    file,
    start,
    end,
    prefix: keyPrefix(text.slice(start, end)) ?? 'sk-',
    length: end - start,
  }));
}

/** `process.env.OPENAI_API_KEY = '…'`, `openai.apiKey = '…'`, `axios.defaults.headers.Authorization = '…'`. */
function assignedKey(node: ts.BinaryExpression, evaluator: Evaluator): KeyUseFact | undefined {
  const name = accessedName(node.left);
  if (name === undefined) return undefined;
  const target = evaluator.evaluate(node.left);
  const isEnv = target.kind === 'env' && isOpenAIKeyName(target.name);
  const isOption =
    name === 'apiKey' &&
    /open_?ai|configuration/i.test((node.left as ts.PropertyAccessExpression).expression.getText());
  if (!isEnv && !isOption) return undefined;
  const origins = keyOrigins(evaluator, evaluator.evaluate(node.right)).filter(
    (origin) => origin.kind === 'literal',
  );
  return origins.length > 0
    ? { ...evaluator.siteOf(node), sink: `\`${nameOf(node.left)}\``, provider: 'openai', origins }
    : undefined;
}

/** `xhr.setRequestHeader('Authorization', …)` in a module that opens a request to OpenAI. */
function requestHeaders(syntax: Syntax, evaluator: Evaluator): KeyUseFact[] {
  const uses: KeyUseFact[] = [];
  evaluator.walk(syntax.sourceFile, (node) => {
    if (
      !ts.isCallExpression(node) ||
      accessedName(node.expression) !== 'setRequestHeader' ||
      node.arguments.length < 2
    )
      return;
    const [name, value] = node.arguments;
    if (!ts.isStringLiteralLike(name) || !/^(authorization|api-key)$/i.test(name.text)) return;
    uses.push({
      ...evaluator.siteOf(node),
      sink: 'the key header of `XMLHttpRequest`',
      provider: 'openai',
      origins: evaluator.trace(() => keyOrigins(evaluator, evaluator.evaluate(value))),
    });
  });
  return uses;
}

/** A read of a variable whose name alone says that it holds an OpenAI key. */
function namedRead(node: ts.Node, evaluator: Evaluator): EnvReadFact | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = accessedName(node);
    if (name === undefined || !isOpenAIKeyName(name)) return undefined;
    const value = evaluator.evaluate(node);
    return value.kind === 'env' && value.site.start === node.getStart()
      ? { ...value.site, name: value.name, via: value.via, trail: [] }
      : undefined;
  }
  if (ts.isBindingElement(node) && ts.isIdentifier(node.name)) {
    const name = propertyName(node.propertyName) ?? node.name.text;
    if (!isOpenAIKeyName(name)) return undefined;
    const value = evaluator.evaluate(node.name);
    return value.kind === 'env'
      ? { ...evaluator.siteOf(node), name: value.name, via: value.via, trail: [] }
      : undefined;
  }
  if (ts.isImportSpecifier(node) && isOpenAIKeyName((node.propertyName ?? node.name).text)) {
    const value = evaluator.evaluate(node.name);
    return value.kind === 'env'
      ? { ...evaluator.siteOf(node), name: value.name, via: value.via, trail: [] }
      : undefined;
  }
  return undefined;
}
