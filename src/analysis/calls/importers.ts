import ts from 'typescript';
import { isTestPath } from '../source/prefilter';
import { identifiersNamed, referencesTo, type Declaration } from '../source/scope';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { Position } from './positions';

const MAX_FILES = 80;

/**
 * Files that may use what a module exports, nearest first, through barrels too; those whose text
 * does not hold the name are stepped over. A test that calls product code is not one of its
 * callers: what it leaves uncaught fails the test, as it should.
 */
export function importers(
  { program }: Evaluator,
  path: string,
  name: string | undefined,
): string[] {
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
export function namesIn(
  file: ts.SourceFile,
  exported: string,
  property: string | undefined,
): Position[] {
  const held = property === undefined ? {} : { property };
  const declarations = [
    ...(exported === 'default' ? wholeImports(file) : []),
    ...importsOf(file, exported),
  ];
  const named = declarations.flatMap(({ declaration, name }) =>
    referencesTo(declaration, name).map((node) => ({ node, ...held })),
  );
  return [...named, ...membersNamed(file, property ?? exported, property !== undefined)];
}

interface Named {
  readonly declaration: Declaration;
  readonly name: string;
}

/** `import ask from './ai'`, `const ask = require('./ai')`, `const ask = await import('./ai')`. */
function wholeImports(file: ts.SourceFile): Named[] {
  return file.statements.flatMap((statement): Named[] => {
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      return clause?.name ? [{ declaration: clause, name: clause.name.text }] : [];
    }
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap((declaration) =>
      ts.isIdentifier(declaration.name) && loadsModule(declaration.initializer)
        ? [{ declaration, name: declaration.name.text }]
        : [],
    );
  });
}

/** Whether an expression loads a module, whatever is then done with it. */
function loadsModule(expression: ts.Expression | undefined): boolean {
  if (!expression) return false;
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return loadsModule(node.expression);
  if (ts.isPropertyAccessExpression(node)) return loadsModule(node.expression);
  if (!ts.isCallExpression(node)) return false;
  const { expression: callee } = node;
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === 'require') ||
    (ts.isPropertyAccessExpression(callee) && loadsModule(callee.expression)) ||
    node.arguments.some(loadsModule)
  );
}

/** `{ default as ask }`, `{ ask as query }`, `const { ask } = require('./ai')`. */
function importsOf(file: ts.SourceFile, exported: string): Named[] {
  return identifiersNamed(file, exported).flatMap((id): Named[] => {
    const { parent } = id;
    const isImported =
      (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) &&
      (parent.propertyName ?? parent.name) === id;
    return isImported && ts.isIdentifier(parent.name)
      ? [{ declaration: parent, name: parent.name.text }]
      : [];
  });
}

/** Members of that name; of an object that is exported also what is taken out of it. */
function membersNamed(file: ts.SourceFile, name: string, ofObject: boolean): Position[] {
  return identifiersNamed(file, name).flatMap((id): Position[] => {
    const { parent } = id;
    if (ts.isPropertyAccessExpression(parent) && parent.name === id) return [{ node: parent }];
    return ofObject &&
      ts.isBindingElement(parent) &&
      (parent.propertyName ?? parent.name) === id &&
      ts.isIdentifier(parent.name)
      ? referencesTo(parent, parent.name.text).map((node) => ({ node }))
      : [];
  });
}
