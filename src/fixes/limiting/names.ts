import ts from 'typescript';
import { importedNames } from '../../analysis/source/imports';
import { lookupName } from '../../analysis/source/scope';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import { addNamedImport } from '../../edits/addImport';
import type { TextEdit } from '../../edits/edit';
import { styleOf } from '../../edits/style';
import { isCommonJs } from '../../analysis/source/moduleKind';

/** What a file may take from a package, and how the package exports it. */
export interface Wanted {
  readonly name: string;
  readonly from: string;
  readonly exported: 'named' | 'default';
}

/** The packages and modules that a file loads. */
export function specifiersIn(syntax: Syntax | undefined): string[] {
  return (syntax?.sourceFile.statements ?? []).flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier))
      return [statement.moduleSpecifier.text];
    return requiredIn(statement).map(({ from }) => from);
  });
}

interface Required {
  readonly from: string;
  readonly declaration: ts.VariableDeclaration;
}

/** `const express = require('express')` */
function requiredIn(statement: ts.Statement): Required[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((declaration) => {
    const value = declaration.initializer && unwrap(declaration.initializer);
    if (!value || !ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return [];
    const [first] = value.arguments;
    return value.expression.text === 'require' && first && ts.isStringLiteralLike(first)
      ? [{ from: first.text, declaration }]
      : [];
  });
}

/** What a file calls things of a package. */
export function namesFrom({ sourceFile }: Syntax, from: string): string[] {
  return sourceFile.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement))
      return ts.isStringLiteralLike(statement.moduleSpecifier) &&
        statement.moduleSpecifier.text === from
        ? importedNames(statement)
        : [];
    return requiredIn(statement)
      .filter((item) => item.from === from)
      .flatMap(({ declaration: { name } }) => {
        if (ts.isIdentifier(name)) return [name.text];
        return name.elements.flatMap((element) =>
          ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
        );
      });
  });
}

/** Whether a name means something else in a file than what is wanted. */
export function isTaken(syntax: Syntax, { name, from }: Wanted): boolean {
  const anchor = syntax.sourceFile.statements[0];
  return (
    anchor !== undefined &&
    lookupName(name, anchor) !== undefined &&
    !namesFrom(syntax, from).includes(name)
  );
}

/**
 * The edit that makes a name known to a file, with `import` or `require` as the file does; none
 * where it is known.
 */
export function importing(syntax: Syntax, wanted: Wanted): TextEdit[] {
  const { name, from, exported } = wanted;
  if (namesFrom(syntax, from).includes(name)) return [];
  const { quote, semicolons, lineBreak } = styleOf(syntax.sourceFile);
  const close = `${quote}${semicolons ? ';' : ''}`;
  const { statements } = syntax.sourceFile;
  if (!isCommonJs(syntax)) {
    const added = exported === 'named' ? addNamedImport(syntax, name, from).edit : undefined;
    if (exported === 'named') return added ? [added] : [];
    const last = statements.filter(ts.isImportDeclaration).at(-1);
    const at = last?.getEnd() ?? 0;
    const line = `import ${name} from ${quote}${from}${close}`;
    return [{ start: at, end: at, text: last ? `${lineBreak}${line}` : `${line}${lineBreak}` }];
  }
  const last = statements.filter((item) => requiredIn(item).length > 0).at(-1);
  const at = last?.getEnd() ?? 0;
  const taken = exported === 'named' ? `{ ${name} }` : name;
  const line = `const ${taken} = require(${quote}${from}${quote})${semicolons ? ';' : ''}`;
  return [{ start: at, end: at, text: last ? `${lineBreak}${line}` : `${line}${lineBreak}` }];
}

/** Whether a file of TypeScript takes something of these packages as their default: then it may of others. */
export function importsDefault({ sourceFile }: Syntax, packages: readonly string[]): boolean {
  return sourceFile.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteralLike(statement.moduleSpecifier) &&
      packages.includes(statement.moduleSpecifier.text) &&
      statement.importClause?.name !== undefined &&
      !statement.importClause.isTypeOnly,
  );
}
