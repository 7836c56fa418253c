import ts from 'typescript';
import { identifiersNamed, isValueReference, lookup } from '../../../analysis/source/scope';
import { unwrap, type Syntax } from '../../../analysis/source/syntax';
import { isSdkPackage } from '../../../models/vendors';
import type { MovableClient } from './clientCalls';
import type { ClassTests } from './errorClasses';

/** The module that a statement imports. */
export function importedFrom({ moduleSpecifier }: ts.ImportDeclaration): string | undefined {
  return ts.isStringLiteralLike(moduleSpecifier) ? moduleSpecifier.text : undefined;
}

/** Whether a statement imports an SDK, or a part of one. */
export function importsSdk(statement: ts.ImportDeclaration): boolean {
  return isSdkPackage(importedFrom(statement) ?? '');
}

/** Where a file imports the class of the SDK, and under what name. */
export interface SdkImport {
  readonly statement: ts.ImportDeclaration;
  readonly declaration: ts.ImportClause | ts.ImportSpecifier;
  readonly name: ts.Identifier;
}

/** The SDK by its name, and by the file that its manifest names. */
const SDK: ReadonlySet<string> = new Set(['openai', 'openai/index.mjs', 'openai/index.js']);

/** The import of the class `OpenAI`, by default or by name; `undefined` when there is none. */
export function sdkImport({ sourceFile }: Syntax): SdkImport | undefined {
  for (const statement of sourceFile.statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !SDK.has(importedFrom(statement) ?? '') ||
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

/**
 * Whether the class is used as a value beyond the construction that goes and the tests of failures
 * that are written anew.
 */
export function hasOtherValueUses(
  sdk: SdkImport,
  client: MovableClient,
  tests: ClassTests,
): boolean {
  return identifiersNamed(sdk.name.getSourceFile(), sdk.name.text).some(
    (id) =>
      isValueReference(id) &&
      lookup(id) === sdk.declaration &&
      unwrap(client.node.expression) !== id &&
      !isInType(id) &&
      !tests.edits.some(({ start, end }) => id.getStart() >= start && id.getEnd() <= end),
  );
}

/** Whether types of the SDK are named through its import: `OpenAI.Chat.ChatCompletion`. */
export function isUsedAsType(sdk: SdkImport): boolean {
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
