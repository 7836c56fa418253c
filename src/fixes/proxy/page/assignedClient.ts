import ts from 'typescript';
import { referencesTo } from '../../../analysis/source/scope';
import { pathOf } from '../../../analysis/source/syntax';
import { usesOf, type Sight } from '../payload/uses';
import { isLogged } from './keyThere';

/**
 * The statements that go with the one assignment of a client: an `if` around it that does no more,
 * a function that does no more with the calls of it. `undefined` where any of them does.
 */
export function assignedIn(assignment: ts.BinaryExpression): ts.Node[] | undefined {
  const statement = assignment.parent;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const whole = aroundAlone(statement);
  if (ts.isSourceFile(whole.parent)) return [whole];
  const fn = whole.parent.parent;
  if (
    !ts.isBlock(whole.parent) ||
    whole.parent.statements.length > 1 ||
    !ts.isFunctionDeclaration(fn) ||
    !fn.name ||
    fn.modifiers?.some(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword)
  )
    return undefined;
  const calls = referencesTo(fn, fn.name.text).map((use) =>
    ts.isCallExpression(use.parent) && ts.isExpressionStatement(use.parent.parent)
      ? aroundAlone(use.parent.parent)
      : undefined,
  );
  return calls.every((call) => call !== undefined) ? [fn, ...calls] : undefined;
}

/**
 * The calls by which other modules set such a client, `initialize(KEY);`, each a statement of its
 * own; `undefined` where they do more with the function, or may out of sight.
 */
export function setElsewhere(
  parts: readonly ts.Node[],
  sight: Sight,
): readonly ts.Statement[] | undefined {
  const found: ts.Statement[] = [];
  for (const fn of parts) {
    if (!ts.isFunctionDeclaration(fn) || !fn.modifiers) continue;
    const { nodes, hidden } = usesOf(fn, sight);
    const abroad = nodes.filter((use) => use.getSourceFile() !== fn.getSourceFile());
    const calls = abroad.map(({ parent: call, parent: { parent: statement } }) =>
      ts.isCallExpression(call) && ts.isExpressionStatement(statement) ? statement : undefined,
    );
    const isAlone = calls.every((call) => call !== undefined && ts.isSourceFile(call.parent));
    if (hidden || !isAlone || isNamedIdly(fn, abroad, sight)) return undefined;
    found.push(...calls.filter((call) => call !== undefined));
  }
  return found;
}

/** Whether a module imports a function that it does not use, or hands it on by its name. */
function isNamedIdly(fn: ts.FunctionDeclaration, uses: readonly ts.Node[], sight: Sight): boolean {
  const path = pathOf(fn);
  const using = new Set(uses.map((use) => pathOf(use)));
  return sight.importersOf(path).some((file) =>
    (sight.syntax(file)?.sourceFile.statements ?? []).some((statement) => {
      const isImport = ts.isImportDeclaration(statement);
      if (!isImport && !ts.isExportDeclaration(statement)) return false;
      const { moduleSpecifier: from } = statement;
      if (!from || !ts.isStringLiteralLike(from) || sight.resolve(from.text, file) !== path)
        return false;
      const bindings = isImport ? statement.importClause?.namedBindings : statement.exportClause;
      const names: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] =
        bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
          ? [...bindings.elements]
          : [];
      const isNamed = names.some((item) => (item.propertyName ?? item.name).text === fn.name?.text);
      return isNamed && !(isImport && using.has(file));
    }),
  );
}

/** A statement, or the `if` that does nothing but it, and to say so where it does not. */
function aroundAlone(statement: ts.Statement): ts.Statement {
  const block = statement.parent;
  const alone = ts.isBlock(block) && block.statements.length === 1 ? block : statement;
  const around = alone.parent;
  if (!ts.isIfStatement(around) || around.thenStatement !== alone) return statement;
  const { elseStatement } = around;
  return !elseStatement || isLogged(elseStatement) ? aroundAlone(around) : statement;
}
