import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { dottedName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { styleOf } from '../../../edits/style';
import type { TextEdit } from '../../../edits/edit';
import { mergeEdits } from '../../../edits/mergeEdits';

/**
 * The edits by file that let a request go through plain axios instead of an instance that holds
 * OpenAI's address and key; the instance goes when nothing else uses it. Empty for axios itself;
 * `undefined` when the instance is not in sight.
 */
export function axiosEdits(
  name: ts.Identifier,
  syntax: Syntax,
  workspace: Workspace,
): Map<string, TextEdit[]> | undefined {
  const declaration = lookup(name);
  if (!declaration) return undefined;
  const statement = statementAround(declaration);
  if (
    statement &&
    ts.isStringLiteralLike(statement.moduleSpecifier) &&
    statement.moduleSpecifier.text === 'axios'
  )
    return new Map();
  if (ts.isVariableDeclaration(declaration)) return localEdits(name, declaration, syntax);
  return statement && (ts.isImportClause(declaration) || ts.isImportSpecifier(declaration))
    ? importedEdits(name, { declaration, statement }, syntax, workspace)
    : undefined;
}

/** The edit that asks through axios itself. */
function throughAxios(name: ts.Identifier): TextEdit {
  return { start: name.getStart(), end: name.getEnd(), text: 'axios' };
}

/** The instance is made in the same file: it goes when this was its only use. */
function localEdits(
  name: ts.Identifier,
  declaration: ts.VariableDeclaration,
  syntax: Syntax,
): Map<string, TextEdit[]> | undefined {
  if (!isInstance(declaration)) return undefined;
  const isLast = referencesTo(declaration, name.text).every((id) => id === name);
  const idle = isLast ? [removeStatement(syntax, declaration.parent.parent)] : [];
  return new Map([[syntax.path, [throughAxios(name), ...idle]]]);
}

/** A name, and the statement that imports it. */
interface Imported {
  readonly declaration: ts.ImportClause | ts.ImportSpecifier;
  readonly statement: ts.ImportDeclaration;
}

/** The instance is made in another module, which is emptied when this was its only use. */
function importedEdits(
  name: ts.Identifier,
  { declaration, statement }: Imported,
  syntax: Syntax,
  workspace: Workspace,
): Map<string, TextEdit[]> | undefined {
  const home = instanceModule(declaration, syntax, workspace);
  if (!home) return undefined;
  const { quote, semicolons, lineBreak } = styleOf(syntax.sourceFile);
  const axios = `import axios from ${quote}axios${quote}${semicolons ? ';' : ''}`;
  const has = importsAxios(syntax);
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const isLast = referencesTo(declaration, name.text).every((id) => id === name);
  if (!isLast || !isAlone(declaration, statement)) {
    const added = has ? [] : [{ start, end: start, text: `${axios}${lineBreak}` }];
    return new Map([[syntax.path, [throughAxios(name), ...added]]]);
  }
  const replaced = has ? removeStatement(syntax, statement) : { start, end, text: axios };
  const changed = new Map([[syntax.path, [throughAxios(name), replaced]]]);
  if (workspace.importersOf(home.path).length > 1) return changed;
  const left = emptied(home);
  return left && changed.set(home.path, left);
}

/** Whether an import brings nothing else. */
function isAlone(
  declaration: ts.ImportClause | ts.ImportSpecifier,
  { importClause }: ts.ImportDeclaration,
): boolean {
  return ts.isImportClause(declaration)
    ? !declaration.namedBindings
    : declaration.parent.elements.length === 1 && !importClause?.name;
}

function statementAround(node: ts.Node): ts.ImportDeclaration | undefined {
  for (let at = node; at; at = at.parent) if (ts.isImportDeclaration(at)) return at;
  return undefined;
}

/** `console.log(…)` */
function isLogged(statement: ts.Statement): boolean {
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    dottedName(call.expression)?.[0] === 'console'
  );
}

/** `axios.create({ … })` */
function isInstance(declaration: ts.VariableDeclaration): boolean {
  const value = declaration.initializer && unwrap(declaration.initializer);
  return (
    value !== undefined &&
    ts.isCallExpression(value) &&
    value.expression.getText() === 'axios.create' &&
    ts.isVariableStatement(declaration.parent.parent)
  );
}

/** The module of the instance, when it makes nothing else. */
function instanceModule(
  imported: ts.ImportClause | ts.ImportSpecifier,
  syntax: Syntax,
  workspace: Workspace,
): Syntax | undefined {
  const name = ts.isImportSpecifier(imported)
    ? (imported.propertyName ?? imported.name).text
    : undefined;
  for (const path of workspace.relevantFiles()) {
    if (
      !(workspace.text(path) ?? '').includes('axios.create') ||
      !workspace.importersOf(path).includes(syntax.path)
    )
      continue;
    const home = workspace.syntax(path);
    const made =
      home?.sourceFile.statements
        .filter(ts.isVariableStatement)
        .flatMap((statement) => [...statement.declarationList.declarations])
        .filter(isInstance) ?? [];
    if (home && made.length === 1 && (name === undefined || made[0].name.getText() === name))
      return home;
  }
  return undefined;
}

function importsAxios({ sourceFile }: Syntax): boolean {
  return sourceFile.statements.some(
    (item) =>
      ts.isImportDeclaration(item) &&
      ts.isStringLiteralLike(item.moduleSpecifier) &&
      item.moduleSpecifier.text === 'axios' &&
      item.importClause?.name?.text === 'axios',
  );
}

/**
 * What is left of the module without the instance, its exports and what logs it; `undefined` when
 * other code of the module needs it.
 */
function emptied(home: Syntax): TextEdit[] | undefined {
  const { statements } = home.sourceFile;
  const { semicolons, lineBreak } = styleOf(home.sourceFile);
  const instance = statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find(isInstance);
  if (!instance || !ts.isIdentifier(instance.name)) return undefined;
  const uses = referencesTo(instance, instance.name.text);
  const goes = (item: ts.Statement) =>
    item === instance.parent.parent ||
    (uses.some((id) => id.pos >= item.pos && id.end <= item.end) &&
      (ts.isExportAssignment(item) || ts.isExportDeclaration(item) || isLogged(item)));
  if (
    !uses.every((id) =>
      statements.some((item) => goes(item) && id.pos >= item.pos && id.end <= item.end),
    )
  )
    return undefined;
  const serves = (item: ts.Statement) =>
    goes(item) || ts.isImportDeclaration(item) || (ts.isVariableStatement(item) && !item.modifiers);
  if (statements.every(serves))
    return [
      { start: 0, end: home.text.length, text: `export {}${semicolons ? ';' : ''}${lineBreak}` },
    ];
  return mergeEdits(
    statements.filter(goes).map((item) => removeStatement(home, item)),
    home.text,
  );
}
