import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import {
  dottedName,
  pathOf,
  propertyName,
  unwrap,
  type Syntax,
} from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { removeStatement } from '../../../edits/removeStatement';
import { styleOf } from '../../../edits/style';
import type { TextEdit } from '../../../edits/edit';
import { mergeEdits } from '../../../edits/mergeEdits';
import { objectOf } from './objectOf';
import { writtenValue } from './taking';
import { homeOf, usesOf } from './uses';

/** How a request goes through plain axios instead of an instance. */
export interface ThroughAxios {
  /** The edits by file; the instance goes when nothing else uses it. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** The headers that the instance adds, the key among them. */
  readonly headers?: ts.Expression;
}

/**
 * How a request that goes through an instance with OpenAI's address and key is sent without them;
 * no edits for axios itself. `undefined` when the instance is not in sight, or does more with
 * requests and answers than to add what a route adds too.
 */
export function throughAxios(
  name: ts.Identifier,
  syntax: Syntax,
  workspace: Workspace,
): ThroughAxios | undefined {
  const edits = axiosEdits(name, syntax, workspace);
  const home = homeOf(name, workspace);
  if (!edits || !home || !ts.isVariableDeclaration(home) || !isInstance(home))
    return edits && { edits };
  const made = home.initializer && unwrap(home.initializer);
  const [settings] = made && ts.isCallExpression(made) ? made.arguments : [];
  const options = settings && objectOf(settings);
  const isPlain = options?.properties.every(({ name }) => PLAIN.has(propertyName(name) ?? ''));
  if (!options || !isPlain || !isOnlyAsked(home, workspace)) return undefined;
  const headers = writtenValue(
    options.properties.find(({ name }) => propertyName(name) === 'headers'),
  );
  return { edits, ...(headers ? { headers } : {}) };
}

/** What an instance may be made with that a route has, or need not have, for it. */
const PLAIN: ReadonlySet<string> = new Set(['baseURL', 'headers', 'timeout']);

/** Whether an instance has no interceptors or defaults of its own, which change what is sent. */
function isOnlyAsked(instance: ts.VariableDeclaration, workspace: Workspace): boolean {
  return usesOf(instance, workspace).nodes.every(({ parent }) => {
    const isRead = ts.isPropertyAccessExpression(parent);
    return !isRead || (parent.name.text !== 'interceptors' && parent.name.text !== 'defaults');
  });
}

function axiosEdits(
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
function toAxios(name: ts.Identifier): TextEdit {
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
  return new Map([[syntax.path, [toAxios(name), ...idle]]]);
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
  const instance = homeOf(name, workspace);
  const home = instance && workspace.syntax(pathOf(instance));
  if (!home || !ts.isVariableDeclaration(instance) || !isInstance(instance)) return undefined;
  const { quote, semicolons, lineBreak } = styleOf(syntax.sourceFile);
  const axios = `import axios from ${quote}axios${quote}${semicolons ? ';' : ''}`;
  const has = importsAxios(syntax);
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const isLast = referencesTo(declaration, name.text).every((id) => id === name);
  if (!isLast || !isAlone(declaration, statement)) {
    const added = has ? [] : [{ start, end: start, text: `${axios}${lineBreak}` }];
    return new Map([[syntax.path, [toAxios(name), ...added]]]);
  }
  const replaced = has ? removeStatement(syntax, statement) : { start, end, text: axios };
  const changed = new Map([[syntax.path, [toAxios(name), replaced]]]);
  const { nodes, hidden } = usesOf(instance, workspace);
  const isElsewhere = (use: ts.Node) => use !== name && use.getSourceFile() !== home.sourceFile;
  if (hidden || nodes.some(isElsewhere)) return changed;
  const left = emptied(home, instance);
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
function emptied(home: Syntax, instance: ts.VariableDeclaration): TextEdit[] | undefined {
  const { statements } = home.sourceFile;
  const { semicolons, lineBreak } = styleOf(home.sourceFile);
  if (!ts.isIdentifier(instance.name)) return undefined;
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
