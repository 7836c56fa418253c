import ts from 'typescript';
import { exportsOf } from '../../../analysis/source/imports';
import { lookup, lookupName, referencesTo, type Declaration } from '../../../analysis/source/scope';
import { isInMarkup, pathOf, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';

/** The workspace as far as following values needs it. */
export type Sight = Pick<Workspace, 'syntax' | 'importersOf' | 'resolve' | 'packages' | 'text'>;

/** Every place that reads or writes what is declared, also by the name another module imports. */
export interface Uses {
  /** A name, or `module.name` where the whole module was imported. */
  readonly nodes: readonly ts.Expression[];
  /** Further uses may be out of sight: in markup, or through `require`. */
  readonly hidden: boolean;
}

/** How many modules a name is followed through that only hand it on. */
const MAX_HOPS = 6;

/** What a name stands for, followed through imports to the module that makes it. */
export function homeOf(name: ts.Identifier, sight: Sight): Declaration | undefined {
  const declaration = lookup(name);
  return declaration && throughImport(declaration, sight);
}

function throughImport(declaration: Declaration, sight: Sight): Declaration | undefined {
  if (!ts.isImportSpecifier(declaration) && !ts.isImportClause(declaration)) return declaration;
  const clause = ts.isImportClause(declaration) ? declaration : declaration.parent.parent;
  const from = ts.isImportDeclaration(clause.parent) ? clause.parent.moduleSpecifier : undefined;
  if (!from || !ts.isStringLiteralLike(from)) return undefined;
  const name = ts.isImportClause(declaration)
    ? 'default'
    : (declaration.propertyName ?? declaration.name).text;
  return exportedAs(name, sight.resolve(from.text, pathOf(declaration)), sight, MAX_HOPS);
}

/** What a module exports under a name; `undefined` where that is no declaration of ours. */
export function exportedAs(
  name: string,
  path: string | undefined,
  sight: Sight,
  hops = MAX_HOPS,
): Declaration | undefined {
  const syntax = path === undefined ? undefined : sight.syntax(path);
  if (!syntax || path === undefined || hops === 0) return undefined;
  const { names, stars } = exportsOf(syntax);
  const target = names.get(name);
  switch (target?.kind) {
    case 'declaration':
      return target.node;
    case 'local':
      return declaredIn(syntax, target.name, sight);
    case 'expression': {
      const value = unwrap(target.node);
      return ts.isIdentifier(value) ? declaredIn(syntax, value.text, sight) : undefined;
    }
    case 'reexport':
      return exportedAs(target.name, sight.resolve(target.specifier, path), sight, hops - 1);
    case undefined:
      for (const star of stars) {
        const found = exportedAs(name, sight.resolve(star, path), sight, hops - 1);
        if (found) return found;
      }
      return undefined;
  }
}

function declaredIn(syntax: Syntax, name: string, sight: Sight): Declaration | undefined {
  const { sourceFile } = syntax;
  const found = lookupName(name, sourceFile.statements[0] ?? sourceFile.endOfFileToken);
  return found && throughImport(found, sight);
}

/** The uses of a declared name in its file and in every module that imports it. */
export function usesOf(declaration: Declaration, sight: Sight): Uses {
  const { name } = declaration;
  if (!name || !ts.isIdentifier(name)) return { nodes: [], hidden: true };
  const path = pathOf(declaration);
  const syntax = sight.syntax(path);
  const own = referencesTo(declaration, name.text);
  const abroad = syntax ? exportNames(declaration, name.text, syntax) : [];
  const markup =
    syntax !== undefined &&
    syntax.scripts.length > 0 &&
    isTopLevel(declaration) &&
    (abroad.length > 0 || isInItsMarkup(name.text, syntax));
  const found = abroad.map((exported) => importedUses(exported, path, sight, MAX_HOPS));
  return {
    nodes: [...own, ...found.flatMap(({ nodes }) => nodes)],
    hidden: markup || found.some(({ hidden }) => hidden),
  };
}

/**
 * Whether markup may do something with a name of its script, which stands in no tree: in a component
 * where it has the word, as that of a store too (`$name`), in a page anywhere.
 */
function isInItsMarkup(name: string, { path, sourceFile }: Syntax): boolean {
  return (
    path.endsWith('.html') || isInMarkup(sourceFile, name) || isInMarkup(sourceFile, `$${name}`)
  );
}

function isTopLevel(declaration: ts.Node): boolean {
  for (let at = declaration.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return false;
  return true;
}

/** The names under which a module exports one of its declarations. */
function exportNames(declaration: Declaration, name: string, syntax: Syntax): string[] {
  return [...exportsOf(syntax).names].flatMap(([exported, target]) => {
    if (target.kind === 'declaration') return target.node === declaration ? [exported] : [];
    const value = target.kind === 'expression' ? unwrap(target.node) : undefined;
    const local =
      target.kind === 'local'
        ? target.name === name && isTopLevel(declaration)
        : value !== undefined && ts.isIdentifier(value) && lookup(value) === declaration;
    return local ? [exported] : [];
  });
}

function importedUses(exported: string, path: string, sight: Sight, hops: number): Uses {
  const nodes: ts.Expression[] = [];
  let hidden = hops === 0;
  for (const importer of hops === 0 ? [] : sight.importersOf(path)) {
    const syntax = sight.syntax(importer);
    if (!syntax) continue;
    // A page that loads a module as a script reads none of its names.
    let seen = syntax.scriptSources.length > 0 && syntax.scripts.length === 0;
    for (const statement of syntax.sourceFile.statements) {
      if (!leadsTo(statement, path, importer, sight)) continue;
      seen = true;
      const found = ts.isImportDeclaration(statement)
        ? { nodes: namesIn(statement.importClause, exported), hidden: syntax.scripts.length > 0 }
        : handedOn(statement as ts.ExportDeclaration, exported, importer, sight, hops);
      nodes.push(...found.nodes);
      hidden ||= found.hidden;
    }
    hidden ||= !seen;
  }
  return { nodes, hidden };
}

function leadsTo(statement: ts.Statement, path: string, from: string, sight: Sight): boolean {
  const specifier =
    ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
      ? statement.moduleSpecifier
      : undefined;
  return (
    specifier !== undefined &&
    ts.isStringLiteralLike(specifier) &&
    sight.resolve(specifier.text, from) === path
  );
}

/** The uses of what an import brings under that name. */
function namesIn(clause: ts.ImportClause | undefined, exported: string): ts.Expression[] {
  const bindings = clause?.namedBindings;
  const whole =
    clause?.name && exported === 'default' ? referencesTo(clause, clause.name.text) : [];
  if (!bindings) return whole;
  if (ts.isNamespaceImport(bindings))
    return [
      ...whole,
      ...referencesTo(bindings, bindings.name.text).flatMap(({ parent }) =>
        ts.isPropertyAccessExpression(parent) && parent.name.text === exported ? [parent] : [],
      ),
    ];
  return [
    ...whole,
    ...bindings.elements
      .filter((element) => (element.propertyName ?? element.name).text === exported)
      .flatMap((element) => referencesTo(element, element.name.text)),
  ];
}

/** `export { name } from './home'`, `export * from './home'`: the uses by way of this module. */
function handedOn(
  { exportClause }: ts.ExportDeclaration,
  exported: string,
  importer: string,
  sight: Sight,
  hops: number,
): Uses {
  if (!exportClause) return importedUses(exported, importer, sight, hops - 1);
  if (!ts.isNamedExports(exportClause)) return { nodes: [], hidden: true };
  const found = exportClause.elements
    .filter((element) => (element.propertyName ?? element.name).text === exported)
    .map((element) => importedUses(element.name.text, importer, sight, hops - 1));
  return {
    nodes: found.flatMap(({ nodes }) => nodes),
    hidden: found.some(({ hidden }) => hidden),
  };
}
