import { blankBefore } from '../../analysis/source/text';
import ts from 'typescript';
import {
  identifiersNamed,
  isValueReference,
  lookup,
  lookupName,
  referencesTo,
} from '../../analysis/source/scope';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { inStyle } from '../../routes/inStyle';
import { isAiSdk, isBytes } from '../../routes/methods';
import type { Asking } from '../../routes/route';
import { hasFile } from '../../routes/upload';
import type { TextEdit } from '../fix';
import { lineOf, merged } from '../lines';
import { styleOf } from '../style';
import { isTypeScript } from '../typescript';
import { importsOfClient, isExported, type MovableCall, type MovableClient } from './clientCalls';
import { cancelOnUnmount } from './cancelOnUnmount';
import { helperText, resultType } from './clientHelper';
import { importedKeys } from './importedKeys';

/** A call and how the route that answers it from now on is asked. */
export interface RoutedCall {
  readonly call: MovableCall;
  readonly asked: Asking;
}

/** What changes in the browser's files. */
export interface ClientChanges {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** The module of the client, when nothing is left of it. */
  readonly gone?: string;
}

/**
 * The edits in the browser's files: calls become calls of a helper beside them, the client goes
 * with its import, types stay imported as types.
 * `undefined` when a file still needs the SDK as a value, as for `instanceof OpenAI.APIError`.
 */
export function rewriteClient(
  client: MovableClient,
  routed: readonly RoutedCall[],
  workspace: Workspace,
): ClientChanges | undefined {
  let gone: string | undefined;
  const edits = new Map<string, TextEdit[]>();
  const files = new Set([client.syntax.path, ...routed.map(({ call }) => call.syntax.path)]);
  for (const path of files) {
    const own = routed.filter(({ call }) => call.syntax.path === path);
    const syntax = path === client.syntax.path ? client.syntax : own[0].call.syntax;
    const isHome = path === client.syntax.path;
    const keys = importedKeys(
      [
        ...(isHome ? [client.statement, ...client.parts] : []),
        ...client.servants.filter((statement) => statement.getSourceFile() === syntax.sourceFile),
      ],
      syntax,
      workspace,
    );
    for (const [file, list] of keys.edits)
      if (file !== path)
        edits.set(file, merged([...(edits.get(file) ?? []), ...list], workspace.text(file) ?? ''));
    const typescript = isTypeScript(syntax);
    const sdk = sdkImport(syntax);
    if (sdk && hasOtherValueUses(sdk, client)) return undefined;
    // `const OpenAI = require('openai')` goes with the client; its types are named where they stand.
    const types = typescript
      ? (sdk?.name.text ?? (isHome ? "import('openai').OpenAI" : 'OpenAI'))
      : undefined;
    if (isHome && own.length === 0 && isNothingElse(client, keys.statements)) {
      if (!isImportedOtherwise(client, workspace)) {
        gone = path;
        continue;
      }
      edits.set(path, [
        {
          start: 0,
          end: syntax.text.length,
          text: `export {}${styleOf(syntax.sourceFile).semicolons ? ';' : ''}${styleOf(syntax.sourceFile).lineBreak}`,
        },
      ]);
      continue;
    }
    const file: TextEdit[] = [...(edits.get(path) ?? []), ...(keys.edits.get(path) ?? [])];
    const groups = new Map<string, RoutedCall[]>();
    for (const item of own) {
      const kind = `${item.call.split.streams} ${item.call.signal !== undefined} ${isAiSdk(item.call.method)} ${isBytes(item.call.method)} ${hasFile(item.call.split.fields)} ${item.asked.headers?.join() ?? ''}`;
      groups.set(kind, [...(groups.get(kind) ?? []), item]);
    }
    const named = new Map<string, number>();
    const helpers = [...groups.values()].map((group) => {
      const [
        {
          call: { method, split, signal },
          asked,
        },
      ] = group;
      const wanted = split.streams ? 'streamFromServer' : 'askServer';
      const name = freeName(wanted, syntax, named.get(wanted) ?? 0);
      named.set(wanted, (named.get(wanted) ?? 0) + 1);
      const shared = group.length > 1;
      const cancelling = new Map(
        group.flatMap(({ call }) =>
          call.shown?.grows && call.signal === undefined
            ? [[call, cancelOnUnmount(call.call, syntax)] as const]
            : [],
        ),
      );
      for (const {
        call,
        asked: { address },
      } of group) {
        const cancel = cancelling.get(call);
        if (cancel) file.push(...cancel.edits);
        file.push(
          callEdit(
            cancel ? { ...call, signal: cancel.signal } : call,
            name,
            cancel?.before,
            shared
              ? {
                  address,
                  type:
                    types === undefined
                      ? undefined
                      : resultType({
                          method: call.method,
                          streams: split.streams,
                          format: call.split.format,
                          types,
                        }),
                }
              : undefined,
          ),
        );
      }
      const { quote, semicolons, lineBreak, indent } = styleOf(syntax.sourceFile);
      return helperText({
        name,
        asked,
        shared,
        method,
        fields: split.fields,
        streams: split.streams,
        format: split.format,
        hasSignal: signal !== undefined || [...cancelling.values()].some(Boolean),
        isQuiet: [...cancelling.values()].some(Boolean),
        quote,
        semicolons,
        lineBreak,
        indent,
        ...(types ? { types } : {}),
      });
    });
    file.push(
      ...own.flatMap(({ call }) => call.split.moved.map((statement) => lineOf(syntax, statement))),
    );
    const aiSdk = routed.some(({ call }) => isAiSdk(call.method));
    const typesUsed =
      typescript &&
      !aiSdk &&
      (own.some(
        ({
          call: {
            method,
            split: { format },
          },
        }) => !isBytes(method) && resultType({ method, streams: false, format }) !== 'string',
      ) ||
        (sdk !== undefined && isUsedAsType(sdk)));
    file.push(...importEdits(syntax, client, sdk, typesUsed, isHome, workspace));
    if (
      aiSdk ||
      client.calls.some(({ wrapped }) => wrapped) ||
      (isHome && /\buseMemo\(/.test(client.statement.getText()))
    )
      file.push(
        ...unusedImports(syntax, [
          client.statement,
          ...client.parts,
          ...client.servants,
          ...own.map(({ call }) => call.call),
        ]),
      );
    file.push(
      ...[...client.exports, ...client.parts, ...client.servants]
        .filter((statement) => statement.getSourceFile() === syntax.sourceFile)
        .map((statement) => lineOf(syntax, statement)),
    );
    file.push(
      ...placeHelpers(
        syntax,
        client,
        isHome,
        helpers,
        own.flatMap(({ call }) => call.split.moved),
      ),
    );
    edits.set(path, merged(file, syntax.text));
  }
  return { edits, ...(gone === undefined ? {} : { gone }) };
}

/** Whether a file imports the client's module for more than the client: then the module must stay. */
function isImportedOtherwise(
  { syntax: { path }, name }: MovableClient,
  workspace: Workspace,
): boolean {
  return workspace.importersOf(path).some((file) => {
    const syntax = workspace.syntax(file);
    const [client, ...more] = syntax ? importsOfClient(syntax, path, name.text, workspace) : [];
    if (!syntax || !client || more.length > 0) return true;
    const from = client.statement.moduleSpecifier.getText();
    const statements = syntax.sourceFile.statements.filter(
      (item) =>
        (ts.isImportDeclaration(item) || ts.isExportDeclaration(item)) &&
        item.moduleSpecifier?.getText() === from,
    );
    const { importClause } = client.statement;
    const names =
      importClause?.namedBindings && ts.isNamedImports(importClause.namedBindings)
        ? importClause.namedBindings.elements.length
        : 0;
    return statements.length > 1 || names + (importClause?.name ? 1 : 0) > 1;
  });
}

/** The module holds the client and its import, and nothing beside them. */
function isNothingElse(
  { syntax, statement, parts, exports, servants }: MovableClient,
  imports: readonly ts.ImportDeclaration[],
): boolean {
  return (
    syntax.scripts.length === 0 &&
    (isExported(statement) || exports.length > 0) &&
    syntax.sourceFile.statements.every(
      (item) =>
        item === statement ||
        [...exports, ...parts, ...imports].includes(item) ||
        servants.some((servant) => servant === item) ||
        (ts.isImportDeclaration(item) &&
          /^(openai|@ai-sdk\/openai)$/.test(item.moduleSpecifier.getText().slice(1, -1))),
    )
  );
}

interface SdkImport {
  readonly statement: ts.ImportDeclaration;
  readonly declaration: ts.ImportClause | ts.ImportSpecifier;
  readonly name: ts.Identifier;
}

function sdkImport({ sourceFile }: Syntax): SdkImport | undefined {
  for (const statement of sourceFile.statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !ts.isStringLiteralLike(statement.moduleSpecifier) ||
      statement.moduleSpecifier.text !== 'openai' ||
      !statement.importClause
    )
      continue;
    const { importClause } = statement;
    if (importClause.name) return { statement, declaration: importClause, name: importClause.name };
    const bindings = importClause.namedBindings;
    const element =
      bindings && ts.isNamedImports(bindings)
        ? bindings.elements.find((item) => (item.propertyName ?? item.name).text === 'OpenAI')
        : undefined;
    if (element) return { statement, declaration: element, name: element.name };
  }
  return undefined;
}

/** Uses of the class beyond the construction that goes. */
function hasOtherValueUses(sdk: SdkImport, client: MovableClient): boolean {
  return identifiersNamed(sdk.name.getSourceFile(), sdk.name.text).some(
    (id) =>
      isValueReference(id) &&
      lookup(id) === sdk.declaration &&
      unwrap(client.node.expression) !== id &&
      !isInType(id),
  );
}

function isUsedAsType(sdk: SdkImport): boolean {
  return identifiersNamed(sdk.name.getSourceFile(), sdk.name.text).some(
    (id) => id !== sdk.name && isInType(id),
  );
}

function isInType(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isTypeNode(at) && !ts.isExpressionWithTypeArguments(at)) return true;
    if (ts.isStatement(at)) return false;
  }
  return false;
}

/** The call as one of the helper; one that several calls share is told where to ask, and for what. */
function callEdit(
  { call, split, signal, shown, syntax, wrapped }: MovableCall,
  name: string,
  before: readonly string[] | undefined,
  shared?: { readonly address: string; readonly type: string | undefined },
): TextEdit {
  const entries = split.fields.map((field, index) =>
    field.name === split.values[index] ? field.name : `${field.name}: ${split.values[index]}`,
  );
  const body = entries.length > 0 ? [`{ ${entries.join(', ')} }`] : shared ? ['{}'] : [];
  const address = shared ? [inStyle(shared.address, styleOf(syntax.sourceFile))] : [];
  const code = `${name}${shared?.type === undefined ? '' : `<${shared.type}>`}(${[...address, ...body, ...(signal === undefined ? [] : [signal])].join(', ')})`;
  if (shown) return { start: shown.start, end: shown.end, text: shown.text(code, before) };
  if (wrapped) return wrappedEdit(call, code);
  // The helper of a stream is a generator: there is nothing to await.
  const target: ts.Node = split.streams && ts.isAwaitExpression(call.parent) ? call.parent : call;
  return { start: target.getStart(), end: target.getEnd(), text: code };
}

/** `.data` of what the call gave is still the answer. */
function wrappedEdit(call: ts.CallExpression, code: string): TextEdit {
  const waiting = ts.isAwaitExpression(call.parent) ? call.parent : undefined;
  const target = waiting ?? call;
  return {
    start: target.getStart(),
    end: target.getEnd(),
    text: waiting ? `{ data: await ${code} }` : `${code}.then((data) => ({ data }))`,
  };
}

function freeName(wanted: string, syntax: Syntax, index: number): string {
  const anchor = syntax.sourceFile.statements[0] ?? syntax.sourceFile;
  let name = index > 0 ? `${wanted}${index + 1}` : wanted;
  for (let count = 2; lookupName(name, anchor); count++) name = `${wanted}${count + index}`;
  return name;
}

function importEdits(
  syntax: Syntax,
  client: MovableClient,
  sdk: SdkImport | undefined,
  typesUsed: boolean,
  isHome: boolean,
  workspace: Workspace,
): TextEdit[] {
  const edits: TextEdit[] = [];
  const style = styleOf(syntax.sourceFile);
  const typeLine = `import type OpenAI from ${style.quote}openai${style.quote}${style.semicolons ? ';' : ''}`;
  if (sdk) {
    const alone = ts.isImportClause(sdk.declaration)
      ? !sdk.declaration.namedBindings
      : sdk.declaration.parent.elements.length === 1 && !sdk.statement.importClause?.name;
    if (typesUsed && !sdk.statement.importClause?.isTypeOnly) {
      if (alone)
        edits.push({
          start: sdk.statement.getStart() + 'import'.length,
          end: sdk.statement.getStart() + 'import'.length,
          text: ' type',
        });
    } else if (!typesUsed && alone) edits.push(lineOf(syntax, sdk.statement));
  }
  const added = typesUsed && !sdk;
  if (!isHome) {
    // The client was imported from its module: that import goes, or loses a name.
    for (const { declaration, statement } of importsOfClient(
      syntax,
      client.syntax.path,
      client.name.text,
      workspace,
    )) {
      const clause = statement.importClause;
      const names =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings)
          ? clause.namedBindings.elements
          : [];
      if (names.length + (clause?.name ? 1 : 0) <= 1)
        edits.push(
          added
            ? { start: statement.getStart(), end: statement.getEnd(), text: typeLine }
            : lineOf(syntax, statement),
        );
      else {
        if (added)
          edits.push({
            start: statement.getStart(),
            end: statement.getStart(),
            text: `${typeLine}${style.lineBreak}`,
          });
        if (ts.isImportClause(declaration))
          edits.push({
            start: declaration.name!.getStart(),
            end: (declaration.namedBindings ?? declaration.name!).getStart(),
            text: '',
          });
        else {
          const list = declaration.parent.elements;
          const index = list.indexOf(declaration);
          const next = list[index + 1];
          edits.push(
            next
              ? { start: declaration.getStart(), end: next.getStart(), text: '' }
              : {
                  start: list[index - 1]?.getEnd() ?? declaration.getStart(),
                  end: declaration.getEnd(),
                  text: '',
                },
          );
        }
      }
    }
  }
  return edits;
}

/** Takes names of an SDK out of the imports that nothing but the given nodes, which go, reads. */
function unusedImports(syntax: Syntax, gone: readonly ts.Node[]): TextEdit[] {
  return syntax.sourceFile.statements.flatMap((statement): TextEdit[] => {
    if (
      !ts.isImportDeclaration(statement) ||
      !/^['"](ai|@ai-sdk\/openai|openai|react)['"]$/.test(statement.moduleSpecifier.getText())
    )
      return [];
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return [];
    // What React's import lacked a use for before is not ours to take.
    const isReact = /react/.test(statement.moduleSpecifier.getText());
    const idle = bindings.elements.filter((element) => {
      const uses = referencesTo(element, element.name.text);
      return (
        (uses.length > 0 || !isReact) &&
        uses.every((id) => gone.some((node) => id.pos >= node.pos && id.end <= node.end))
      );
    });
    if (idle.length === bindings.elements.length && !statement.importClause?.name)
      return [lineOf(syntax, statement)];
    const kept = bindings.elements
      .filter((element) => !idle.includes(element))
      .map((element) => element.getText());
    return idle.length === 0
      ? []
      : [{ start: bindings.getStart(), end: bindings.getEnd(), text: `{ ${kept.join(', ')} }` }];
  });
}

/** The helpers stand where the client stood, or behind the imports of a file that borrowed it. */
function placeHelpers(
  syntax: Syntax,
  client: MovableClient,
  isHome: boolean,
  helpers: readonly string[],
  moved: readonly ts.Statement[],
): TextEdit[] {
  const { lineBreak } = styleOf(syntax.sourceFile);
  // Scripts in markup are indented as a whole.
  const margin = blankBefore(
    syntax.text,
    (syntax.sourceFile.statements[0] ?? client.statement).getStart(),
  );
  const text = helpers.join(lineBreak + lineBreak).replace(/\n(?=[^\r\n])/g, `\n${margin}`);
  if (isHome) {
    const inside = !ts.isSourceFile(client.statement.parent);
    if (!inside && text !== '') {
      const { statements } = syntax.sourceFile;
      let last: ts.Node = client.statement;
      for (
        let next = statements[statements.findIndex((item) => item === last) + 1];
        next && moved.includes(next);
        next = statements[statements.findIndex((item) => item === last) + 1]
      )
        last = next;
      const crowded = /^[^\n]*\n[^\S\n]*\S/.test(syntax.text.slice(last.getEnd()));
      return [
        {
          start: client.statement.getStart(),
          end: client.statement.getEnd(),
          text: crowded ? `${text}${lineBreak}` : text,
        },
      ];
    }
    const removal = lineOf(syntax, client.statement);
    return text === '' ? [removal] : [removal, afterImports(syntax, text)];
  }
  return text === '' ? [] : [afterImports(syntax, text)];
}

function afterImports(syntax: Syntax, text: string): TextEdit {
  const { lineBreak } = styleOf(syntax.sourceFile);
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const at = last ? last.getEnd() : (syntax.sourceFile.statements[0]?.getStart() ?? 0);
  const gap = /^[^\n]*\r?\n\s*\n/.test(syntax.text.slice(at)) ? '' : lineBreak;
  return last
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${text}${gap}` }
    : { start: at, end: at, text: `${text}${lineBreak}${lineBreak}` };
}
