import ts from 'typescript';
import { accepts } from '../models/match';
import { namedWithVendor, natureOf, serviceOf, vendorOf } from '../models/vendors';
import { calledNames } from '../models/words';
import type { EnvReadFact, ModuleFacts, RequestFact, ShapedKeyFact } from './facts';
import { configLeaks } from './leaks/config';
import type { LeakFact } from './leaks/leak';
import { failureLeaks } from './leaks/failedRequests';
import { leakAt } from './leaks/sinks';
import { strayKeyOfCall, strayKeyOfClient } from './leaks/strayKeys';
import { assignedKey, laterHeaders, namedRead } from './readKeys';
import { inspectRequest } from './readRequest';
import { clientAt, type ClientFact } from './requests/clients';
import type { KeyUseFact } from './requests/keyOrigin';
import { findShapedKeys, keyPrefix, ownerOfKey } from './requests/keyShape';
import { requestAt, type Sent } from './requests/requests';
import { isTestPath } from './source/prefilter';
import { lookup } from './source/scope';
import { findSuppressions } from './source/suppressions';
import { unwrap, type Syntax } from './source/syntax';
import type { Evaluator } from './values/engine';

/**
 * Reads the facts off one parsed module. Cross-module questions go through the evaluator, which
 * notes what it looked at.
 */
export function extractFacts(syntax: Syntax, evaluator: Evaluator): ModuleFacts {
  evaluator.beginModule();
  const reader = new ModuleReader(syntax, evaluator);
  evaluator.walk(syntax.sourceFile, (node) => {
    evaluator.beginQuestion();
    reader.read(node);
  });
  evaluator.beginQuestion();
  return reader.facts();
}

/** Collects the facts of one module, node by node. */
class ModuleReader {
  private readonly clients: ClientFact[] = [];
  private readonly requests: RequestFact[] = [];
  private readonly keyUses: KeyUseFact[] = [];
  private readonly leaks: LeakFact[] = [];
  private readonly envReads = new Map<string, EnvReadFact>();

  constructor(
    private readonly syntax: Syntax,
    private readonly evaluator: Evaluator,
  ) {}

  read(node: ts.Node): void {
    switch (node.kind) {
      case ts.SyntaxKind.NewExpression:
      case ts.SyntaxKind.CallExpression:
        return this.readCall(node as ts.NewExpression | ts.CallExpression);
      case ts.SyntaxKind.BinaryExpression:
        return this.readAssignment(node as ts.BinaryExpression);
      case ts.SyntaxKind.ReturnStatement:
      case ts.SyntaxKind.JsxAttribute:
      case ts.SyntaxKind.ArrowFunction:
      case ts.SyntaxKind.TemplateExpression:
        return this.noteLeaks(node);
      case ts.SyntaxKind.PropertyAccessExpression:
      case ts.SyntaxKind.ElementAccessExpression:
      case ts.SyntaxKind.BindingElement:
      case ts.SyntaxKind.ImportSpecifier: {
        const read = namedRead(node, this.evaluator);
        if (read) this.noteRead(read);
        return;
      }
      default:
    }
  }

  facts(): ModuleFacts {
    const { syntax, evaluator } = this;
    this.leaks.push(
      ...configLeaks(syntax, evaluator),
      ...failureLeaks(syntax, this.requests, evaluator),
    );
    this.keyUses.push(...laterHeaders(syntax, this.requests, evaluator));
    for (const use of this.keyUses) this.noteReadsOf(use);
    return {
      path: syntax.path,
      clients: this.clients,
      requests: this.requests,
      keyUses: this.keyUses,
      leaks: this.leaks,
      envEntries: [],
      envReads: [...this.envReads.values()],
      shapedKeys: shapedKeysIn(syntax.path, syntax.text),
      suppressions: findSuppressions(syntax.text),
    };
  }

  private readAssignment(node: ts.BinaryExpression): void {
    if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const use = assignedKey(node, this.evaluator);
    if (use) this.keyUses.push(use);
    this.noteLeaks(node);
  }

  private noteLeaks(node: ts.Node): void {
    const leaks = leakAt(node, this.evaluator);
    if (leaks.length > 0) this.leaks.push(...leaks);
  }

  private readCall(node: ts.NewExpression | ts.CallExpression): void {
    const { evaluator } = this;
    const callee = isWorthEvaluating(node, evaluator)
      ? evaluator.evaluate(node.expression)
      : undefined;
    const made = callee && clientAt(node, callee, evaluator);
    if (made) {
      this.clients.push(made.client);
      if (made.use) this.keyUses.push(made.use);
      this.leaks.push(...strayKeyOfClient(node, callee, evaluator));
      return;
    }
    const sent = callee && requestAt(node, callee, evaluator);
    if (sent) {
      evaluator.beginQuestion();
      // What only looks things up sends no prompt: it is listed, and judged for its key alone.
      const isJudged = !isTestPath(this.syntax.path) && natureOf(sent).kind !== 'management';
      const detail = isJudged ? { detail: inspectRequest(node, sent, callee, evaluator) } : {};
      this.requests.push({ ...sent, ...detail });
      if (sent.keys.length > 0)
        this.keyUses.push({
          file: this.syntax.path,
          start: sent.start,
          end: sent.end,
          sink: `the key ${keyPlace(sent)}of ${namedWithVendor(sent.api.split(' ')[0], vendorOf(sent))}`,
          provider: sent.provider,
          origins: sent.keys,
        });
      if (sent.sdk === 'http') this.leaks.push(...strayKeyOfCall(node, evaluator));
    }
    this.noteLeaks(node);
  }

  /** The variables whose values reach a place where a key goes. */
  private noteReadsOf({ file, start, end, sink, origins }: KeyUseFact): void {
    for (const origin of origins)
      if (origin.kind === 'env')
        this.noteRead({
          ...origin.site,
          name: origin.name,
          via: origin.via,
          trail: [...origin.trail, { file, start, end, label: `reaches ${sink}` }],
        });
  }

  /** One fact for each read, with the way to a client when that is known. */
  private noteRead(read: EnvReadFact): void {
    const key = `${read.file}:${read.start}:${read.name}`;
    const known = this.envReads.get(key);
    if (!known || known.trail.length === 0) this.envReads.set(key, read);
  }
}

/** Where raw HTTP carries a key: a header, unless the address may hold it as well. */
function keyPlace({ provider }: Sent): string {
  return serviceOf(provider)?.keyParameter === undefined ? 'header ' : '';
}

/** Of the names that the rows call, those with a rest that may be anything, and the others. */
const STARRED = calledNames.filter((name) => name.includes('*'));
const CALLED = new Set(calledNames);

/**
 * Whether a call may be a client, a request or an HTTP call. A function of the module's own never
 * is one itself (what it calls is seen where it calls it), and names such as `map` or `expect`
 * are in every program: neither is worth evaluating.
 */
function isWorthEvaluating(
  node: ts.NewExpression | ts.CallExpression,
  { program }: Evaluator,
): boolean {
  const callee = unwrap(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const { text } = callee.name;
    return (
      ts.isNewExpression(node) || CALLED.has(text) || STARRED.some((name) => accepts(name, text))
    );
  }
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

/** The texts of a file that have the shape of a live key. */
export function shapedKeysIn(file: string, text: string): ShapedKeyFact[] {
  return findShapedKeys(text).map(({ start, end }) => {
    const key = text.slice(start, end);
    return {
      file,
      start,
      end,
      vendor: ownerOfKey(key)?.vendor ?? '',
      prefix: keyPrefix(key) ?? '',
      length: end - start,
    };
  });
}
