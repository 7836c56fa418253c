import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap, walk, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { isBytes } from '../../../routes/methods';
import { removeStatement } from '../../../edits/removeStatement';
import { styleOf } from '../../../edits/style';
import { importsOfClient } from './clientCalls';
import { resultType } from './clientHelper';
import type { PageFile } from './pageFile';
import { importedFrom, importsSdk, isUsedAsType } from './sdkImport';
import type { TextEdit } from '../../../edits/edit';

/**
 * What changes in the imports of a file whose client goes: the SDK's, the client's own, and what
 * only they read.
 */
export function importEdits(page: PageFile, workspace: Workspace): TextEdit[] {
  const { syntax, client, isHome, own, aiSdk, sdk, tests } = page;
  // A file that only hands the client on keeps what else it has of the SDK.
  if (!isHome && own.length === 0 && tests.edits.length === 0)
    return clientImportEdits(page, false, workspace);
  const typesUsed = namesTypes(page);
  const edits = [
    ...sdkImportEdits(page, typesUsed),
    ...(isHome ? [] : clientImportEdits(page, typesUsed && !sdk, workspace)),
  ];
  const isKept = isHome && callsImported(client.statement);
  if (!aiSdk && !isKept && !client.calls.some(({ wrapped }) => wrapped)) return edits;
  const gone = [client.statement, ...client.parts, ...client.servants];
  return [...edits, ...unusedImports(syntax, [...gone, ...own.map(({ call }) => call.call)])];
}

/** Whether a function that is imported keeps the client: `useMemo`, `useRef`, `useState`. */
function callsImported(statement: ts.Node): boolean {
  let found = false;
  walk(statement, (node) => {
    const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
    const home = callee && ts.isIdentifier(callee) ? lookup(callee) : undefined;
    found ||= home !== undefined && ts.isImportSpecifier(home);
  });
  return found;
}

/**
 * Whether the file names types of the SDK when all is done: its own, or those of what the helpers
 * give.
 */
function namesTypes({ types, aiSdk, own, sdk }: PageFile): boolean {
  if (types === undefined || aiSdk) return false;
  const given = own.some(
    ({ call: { method, split } }) =>
      !isBytes(method) && resultType({ method, streams: false, format: split.format }) !== 'string',
  );
  return given || (sdk !== undefined && isUsedAsType(sdk));
}

/** The SDK's import goes, or becomes one of types, when the class was all that it brought. */
function sdkImportEdits({ syntax, sdk, tests }: PageFile, typesUsed: boolean): TextEdit[] {
  if (!sdk) return [];
  const classes = tests.idle.filter(
    (item) => item !== sdk.declaration && statementOf(item) === sdk.statement,
  );
  if (namesIn(sdk.statement) > classes.length + 1) return classes.map(withoutName);
  if (typesUsed && classes.length > 0) {
    const { quote, semicolons } = styleOf(syntax.sourceFile);
    const name = sdk.name.text === 'OpenAI' ? 'OpenAI' : `{ OpenAI as ${sdk.name.text} }`;
    const text = `import type ${name} from ${quote}openai${quote}${semicolons ? ';' : ''}`;
    return [{ start: sdk.statement.getStart(), end: sdk.statement.getEnd(), text }];
  }
  if (!typesUsed) return [removeStatement(syntax, sdk.statement)];
  const at = sdk.statement.getStart() + 'import'.length;
  return sdk.statement.importClause?.isTypeOnly ? [] : [{ start: at, end: at, text: ' type' }];
}

/**
 * The client was imported from its module: that import goes, or loses a name. Where the file has to
 * import types that it did not need until now (`added`), the line that does stands there.
 */
function clientImportEdits(
  { syntax, client, style }: PageFile,
  added: boolean,
  workspace: Workspace,
): TextEdit[] {
  const { quote, semicolons, lineBreak } = style;
  const typeLine = `import type OpenAI from ${quote}openai${quote}${semicolons ? ';' : ''}`;
  const imported = importsOfClient(syntax, client.syntax.path, client.name.text, workspace);
  return imported.flatMap(({ declaration, statement }) => {
    const start = statement.getStart();
    if (namesIn(statement) > 1)
      return [
        ...(added ? [{ start, end: start, text: `${typeLine}${lineBreak}` }] : []),
        withoutName(declaration),
      ];
    return added
      ? [{ start, end: statement.getEnd(), text: typeLine }]
      : [removeStatement(syntax, statement)];
  });
}

function statementOf(declaration: ts.ImportClause | ts.ImportSpecifier): ts.Node {
  return ts.isImportClause(declaration) ? declaration.parent : declaration.parent.parent.parent;
}

function namesIn({ importClause }: ts.ImportDeclaration): number {
  const bindings = importClause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.length : 0;
  return named + (importClause?.name ? 1 : 0);
}

/** Takes one of several names out of an import, with its comma. */
function withoutName(declaration: ts.ImportClause | ts.ImportSpecifier): TextEdit {
  if (ts.isImportClause(declaration)) {
    const name = declaration.name!;
    const rest = declaration.namedBindings ?? name;
    return { start: name.getStart(), end: rest.getStart(), text: '' };
  }
  const list = declaration.parent.elements;
  const index = list.indexOf(declaration);
  const next = list[index + 1];
  if (next) return { start: declaration.getStart(), end: next.getStart(), text: '' };
  const start = list[index - 1]?.getEnd() ?? declaration.getStart();
  return { start, end: declaration.getEnd(), text: '' };
}

/** Takes names of an SDK out of the imports that nothing but the given nodes, which go, reads. */
function unusedImports(syntax: Syntax, gone: readonly ts.Node[]): TextEdit[] {
  return syntax.sourceFile.statements.flatMap((statement): TextEdit[] => {
    if (!ts.isImportDeclaration(statement)) return [];
    // What React's import lacked a use for before is not ours to take.
    const isReact = importedFrom(statement) === 'react';
    if (!isReact && !importsSdk(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    const idle = bindings.elements.filter((element) => {
      const uses = referencesTo(element, element.name.text);
      return (
        (uses.length > 0 || !isReact) &&
        uses.every((id) => gone.some((node) => id.pos >= node.pos && id.end <= node.end))
      );
    });
    if (idle.length === bindings.elements.length && !statement.importClause?.name)
      return [removeStatement(syntax, statement)];
    const kept = bindings.elements
      .filter((element) => !idle.includes(element))
      .map((element) => element.getText());
    return idle.length === 0
      ? []
      : [{ start: bindings.getStart(), end: bindings.getEnd(), text: `{ ${kept.join(', ')} }` }];
  });
}
