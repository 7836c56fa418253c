import ts from 'typescript';
import { sameSite, type Site } from '../source/host';
import { isTestPath } from '../source/prefilter';
import {
  identifiersNamed,
  isValueReference,
  referencesTo,
  type Declaration,
} from '../source/scope';
import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { memberName, positionsOf, useAt, type Position, type Use } from './positions';

const MAX_FILES = 80;
const MAX_USES = 40;
const MAX_HOPS = 6;

const known = new WeakMap<
  Evaluator,
  Map<string, { readonly uses: readonly Use[]; readonly files: readonly string[] }>
>();

/**
 * How a function is reached, in every file of the workspace: called, handed over, exported, whatever its names on the way
 * (imports under other names, re-exports, namespaces, `require`, members of objects, methods of classes and of interfaces they implement).
 * At most 40 uses in 80 files; worked out once per function and state of the workspace.
 */
export function usesOf(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): readonly Use[] {
  const site = evaluator.siteOf(fn);
  const key = `${site.file}:${site.start}:${site.end}`;
  let memo = known.get(evaluator);
  if (!memo) known.set(evaluator, (memo = new Map()));
  const hit = memo.get(key);
  if (hit) {
    // Who asks again depends on the same files.
    hit.files.forEach((file) => evaluator.program.watch(file));
    return hit.uses;
  }
  memo.set(key, { uses: [], files: [] });
  const found = search(evaluator, fn, site);
  memo.set(key, found);
  return found.uses;
}

function search(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  site: Site,
): { uses: readonly Use[]; files: readonly string[] } {
  const uses: Use[] = [];
  const files = new Set<string>();
  const add = (use: Use | undefined, hops: number): void => {
    if (!use || uses.length >= MAX_USES) return;
    if (use.kind === 'named') {
      if (hops > MAX_HOPS) return;
      for (const position of positionsOf(use.declaration, use.name, use.property))
        add(useAt(position), hops + 1);
      exportNames(evaluator, site.file, use.declaration, use.name).forEach((name) =>
        add(
          {
            kind: 'exported',
            name,
            ...(use.property === undefined ? {} : { property: use.property }),
          },
          hops + 1,
        ),
      );
      return;
    }
    // What a wrapper returns often is the function again: `const ask = useCallback(async () => …)`, `export const POST = withAuth(async () => …)`.
    if (use.kind === 'argument' && use.property === undefined) {
      const outer = useAt({ node: use.call });
      if (outer && (outer.kind === 'named' || outer.kind === 'exported')) add(outer, hops + 1);
    }
    uses.push(use);
    if (use.kind === 'exported')
      elsewhere(use.name, use.property).forEach((position) => add(useAt(position), hops + 1));
    if (use.kind === 'returned' && hops < 3)
      for (const outer of usesOf(evaluator, use.fn))
        if (outer.kind === 'call' && ts.isExpression(outer.node))
          add(useAt({ node: outer.node }), hops + 2);
  };

  /** Where other modules use a name that this one exports. */
  const elsewhere = (exported: string, property: string | undefined): Position[] => {
    const wanted = property ?? (exported === 'default' ? undefined : exported);
    return importers(evaluator, site.file, wanted).flatMap((file) => {
      const syntax = evaluator.program.syntax(file);
      if (!syntax) return [];
      files.add(file);
      return namesIn(syntax.sourceFile, exported, property).filter(({ node }) =>
        isThis(evaluator, node, site),
      );
    });
  };

  if (ts.isMethodDeclaration(fn) || ts.isGetAccessorDeclaration(fn)) {
    const name = memberName(fn.name);
    if (name !== undefined && ts.isClassLike(fn.parent))
      methodCalls(evaluator, fn, fn.parent, name, site).forEach(({ node, file }) => {
        files.add(file);
        add(useAt({ node }), 0);
      });
    else if (name !== undefined && ts.isObjectLiteralExpression(fn.parent))
      add(useAt({ node: fn.parent, property: name }), 0);
  } else if (ts.isFunctionDeclaration(fn)) {
    if (fn.name) add({ kind: 'named', declaration: fn, name: fn.name.text }, 0);
    else add({ kind: 'exported', name: 'default' }, 0);
  } else if (ts.isConstructorDeclaration(fn)) {
    if (fn.parent.name)
      add({ kind: 'named', declaration: fn.parent, name: fn.parent.name.text }, 0);
  } else if (ts.isPropertyDeclaration(fn.parent) && ts.isClassLike(fn.parent.parent)) {
    const name = propertyName(fn.parent.name);
    if (name !== undefined)
      methodCalls(evaluator, fn, fn.parent.parent, name, site).forEach(({ node, file }) => {
        files.add(file);
        add(useAt({ node }), 0);
      });
  } else if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) add(useAt({ node: fn }), 0);
  return { uses, files: [...files] };
}

/**
 * Files that may use what a module exports, nearest first, through barrels too; those whose text does not hold the name are stepped over.
 * A test that calls product code is not one of its callers: what it leaves uncaught fails the test, as it should.
 */
function importers({ program }: Evaluator, path: string, name: string | undefined): string[] {
  const seen = new Set([path]);
  const asTest = isTestPath(path);
  const out: string[] = [];
  let frontier = [path];
  for (let round = 0; round < 4 && frontier.length > 0 && out.length < MAX_FILES; round++) {
    const next = [...new Set(frontier.flatMap((file) => program.importersOf(file)))].filter(
      (file) => !seen.has(file) && (asTest || !isTestPath(file)),
    );
    next.forEach((file) => seen.add(file));
    out.push(
      ...next.filter((file) =>
        name === undefined ? round === 0 : program.text(file)?.includes(name),
      ),
    );
    frontier = next;
  }
  return out.slice(0, MAX_FILES);
}

/** The places in a file where an imported name, or a member with that name, is used. */
function namesIn(file: ts.SourceFile, exported: string, property: string | undefined): Position[] {
  const held = property === undefined ? {} : { property };
  const out: Position[] = [];
  const follow = (declaration: Declaration, name: string) =>
    referencesTo(declaration, name).forEach((node) => out.push({ node, ...held }));
  if (exported === 'default') {
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement) && statement.importClause?.name)
        follow(statement.importClause, statement.importClause.name.text);
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations)
        if (
          ts.isIdentifier(declaration.name) &&
          /\b(require|import)\s*\(/.test(declaration.initializer?.getText() ?? '')
        )
          follow(declaration, declaration.name.text);
    }
  }
  // `{ default as ask }`, `{ ask as query }`, `const { ask } = require('./ai')`.
  for (const id of identifiersNamed(file, exported)) {
    const { parent } = id;
    if (ts.isImportSpecifier(parent) && (parent.propertyName ?? parent.name) === id)
      follow(parent, parent.name.text);
    else if (
      ts.isBindingElement(parent) &&
      (parent.propertyName ?? parent.name) === id &&
      ts.isIdentifier(parent.name)
    )
      follow(parent, parent.name.text);
  }
  const wanted = property ?? exported;
  for (const id of identifiersNamed(file, wanted)) {
    if (ts.isPropertyAccessExpression(id.parent) && id.parent.name === id)
      out.push({ node: id.parent });
    else if (
      property !== undefined &&
      ts.isBindingElement(id.parent) &&
      (id.parent.propertyName ?? id.parent.name) === id &&
      ts.isIdentifier(id.parent.name)
    )
      referencesTo(id.parent, id.parent.name.text).forEach((node) => out.push({ node }));
  }
  return out;
}

/** Whether an expression is the function at a site, also wrapped by a call (`cache(fn)`) or held by an object. */
function isThis(evaluator: Evaluator, node: ts.Expression, site: Site): boolean {
  if (ts.isIdentifier(node) && !isValueReference(node)) return false;
  return optionsOf(evaluator.evaluate(node), 16).some((option) => {
    if (sameSite(option.site, site)) return true;
    if (option.kind === 'function') return false;
    if (option.kind === 'module') return option.path === site.file;
    // An instance or object through whose member the function is reached, or a call that wraps it.
    const holder =
      option.kind === 'call' || option.kind === 'object' || option.kind === 'class'
        ? option.site
        : option.kind === 'instance'
          ? option.of.site
          : undefined;
    return (
      holder !== undefined &&
      holder.file === site.file &&
      holder.start <= site.start &&
      holder.end >= site.end
    );
  });
}

/** Method names so common that a receiver of unknown kind says nothing. */
const COMMON =
  /^(get|set|run|call|create|update|delete|find|send|on|emit|handle|execute|process|init|start|stop|load|save|add|remove|parse|stream|ask|fetch|post|put|query|invoke|generate|chat|then|catch|log|map|filter)$/;

/** The accesses `.name` that reach a method: on `this`, on instances, and on receivers whose name or type speaks for the class. */
function methodCalls(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
  owner: ts.ClassLikeDeclaration,
  name: string,
  site: Site,
): { node: ts.Expression; file: string }[] {
  const { program } = evaluator;
  const contracts = (owner.heritageClauses ?? [])
    .flatMap((clause) => clause.types)
    .flatMap(({ expression }) => (ts.isIdentifier(expression) ? [expression] : []));
  const homes = new Set([site.file, ...contracts.flatMap((id) => homeOf(evaluator, id))]);
  const words = [owner.name?.text ?? '', ...contracts.map((id) => id.text)]
    .filter((word) => word.length > 2)
    .map(plain);
  const files = new Set([
    ...homes,
    ...[...homes].flatMap((home) => importers(evaluator, home, name)),
  ]);
  const out: { node: ts.Expression; file: string }[] = [];
  for (const file of files) {
    const syntax = program.syntax(file);
    if (!syntax) continue;
    for (const id of identifiersNamed(syntax.sourceFile, name)) {
      const access = id.parent;
      if (!ts.isPropertyAccessExpression(access) || access.name !== id) continue;
      const options = optionsOf(evaluator.evaluate(access), 8);
      const certain = options.some((option) => sameSite(option.site, evaluator.siteOf(fn)));
      const foreign = options.every(
        (option) =>
          option.kind === 'function' ||
          option.kind === 'external' ||
          (option.kind === 'member' &&
            (option.object.kind === 'external' ||
              (option.object.kind === 'instance' && option.object.of.kind === 'external'))),
      );
      const receiver = plain(access.expression.getText().split('.').pop() ?? '');
      const alike = words.some(
        (word) => receiver.length > 2 && (word.includes(receiver) || receiver.includes(word)),
      );
      if (
        certain ||
        (!foreign &&
          (alike || (!COMMON.test(name) && access.expression.kind !== ts.SyntaxKind.ThisKeyword)))
      )
        out.push({ node: access, file });
    }
  }
  return out;
}

/** The module that declares the interface or base class a name refers to. */
function homeOf({ program, siteOf }: Evaluator, id: ts.Identifier): string[] {
  const from = siteOf(id).file;
  for (const statement of id.getSourceFile().statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteralLike(statement.moduleSpecifier))
      continue;
    const bindings = statement.importClause?.namedBindings;
    const named =
      statement.importClause?.name?.text === id.text ||
      (bindings &&
        ts.isNamedImports(bindings) &&
        bindings.elements.some((element) => element.name.text === id.text));
    if (!named) continue;
    const target = program.resolve(statement.moduleSpecifier.text, from);
    if (target.kind === 'module') return [target.path];
  }
  return [];
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/service|provider|client|impl|interface|_|\$/g, '')
    .replace(/^i(?=[a-z]{3})/, '');
}

/** The names under which a module exports a declaration. */
export function exportNames(
  evaluator: Evaluator,
  path: string,
  declaration: Declaration,
  name: string,
): string[] {
  const table = evaluator.program.exports(path);
  if (!table) return [];
  const out: string[] = [];
  for (const [exported, target] of table.names) {
    if (target.kind === 'local' && target.name === name && ts.isSourceFile(topOf(declaration)))
      out.push(exported);
    else if (target.kind === 'declaration' && target.node.pos === declaration.pos)
      out.push(exported);
  }
  return out;
}

/** The statement list a declaration stands in: only those of the file itself can be exported. */
function topOf(declaration: Declaration): ts.Node {
  let at: ts.Node = declaration;
  while (
    at.parent &&
    (ts.isVariableDeclaration(at) ||
      ts.isVariableDeclarationList(at) ||
      ts.isVariableStatement(at) ||
      ts.isBindingElement(at) ||
      ts.isBindingName(at) ||
      ts.isFunctionDeclaration(at) ||
      ts.isClassDeclaration(at))
  )
    at = at.parent;
  return at;
}
