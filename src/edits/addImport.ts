import { blankBefore } from '../analysis/source/text';
import ts from 'typescript';
import { beginningOf } from './beginning';
import type { Syntax } from '../analysis/source/syntax';
import { styleOf } from './style';
import type { TextEdit } from './edit';

/** Whether a name is imported already, and the edit that does so where it is not. */
interface Added {
  readonly edit?: TextEdit;
  readonly present: boolean;
}

/**
 * The edit that imports a name, merged into an import of the same module when there is one;
 * `present` when it is imported already.
 */
export function addNamedImport(syntax: Syntax, name: string, from: string): Added {
  const { sourceFile } = syntax;
  const imports = sourceFile.statements.filter(ts.isImportDeclaration);
  const existing = imports.find(
    (item) =>
      ts.isStringLiteralLike(item.moduleSpecifier) &&
      item.moduleSpecifier.text === from &&
      !item.importClause?.isTypeOnly,
  );
  const bindings = existing?.importClause?.namedBindings;
  if (bindings && ts.isNamedImports(bindings)) {
    if (bindings.elements.some((element) => element.getText() === name)) return { present: true };
    const last = bindings.elements.at(-1);
    const ownLine = last && /(\n[ \t]*)$/.exec(sourceFile.text.slice(0, last.getStart()))?.[1];
    if (last)
      return {
        present: false,
        edit: { start: last.getEnd(), end: last.getEnd(), text: `,${ownLine ?? ' '}${name}` },
      };
  }
  const required = amongRequired(sourceFile, name, from);
  if (required) return required;
  const style = styleOf(sourceFile);
  const line = `import { ${name} } from ${style.quote}${from}${style.quote}${style.semicolons ? ';' : ''}`;
  const last = imports.at(-1);
  if (last) {
    const indent = blankBefore(sourceFile.text, last.getStart());
    return {
      present: false,
      edit: {
        start: last.getEnd(),
        end: last.getEnd(),
        text: `${style.lineBreak}${indent}${line}`,
      },
    };
  }
  const { at, behind } = beginningOf(sourceFile);
  const start = syntax.scripts[0]?.start ?? at;
  if (behind && syntax.scripts.length === 0)
    return { present: false, edit: { start, end: start, text: `${style.lineBreak}${line}` } };
  const opening = syntax.scripts.length > 0 ? style.lineBreak : '';
  return {
    present: false,
    edit: {
      start,
      end: start,
      text: `${opening}${line}${style.lineBreak}${opening ? '' : style.lineBreak}`,
    },
  };
}

/** A name among those that are required of a module: there already, or put behind the last one. */
function amongRequired(file: ts.SourceFile, name: string, from: string): Added | undefined {
  const required = requiredNames(file, from)?.elements;
  if (required?.some((element) => element.name.getText() === name)) return { present: true };
  const last = required?.at(-1);
  return (
    last && {
      present: false,
      edit: { start: last.getEnd(), end: last.getEnd(), text: `, ${name}` },
    }
  );
}

/** The names of `const { a, b } = require('from')` at the top of a file. */
function requiredNames(
  { statements }: ts.SourceFile,
  from: string,
): ts.ObjectBindingPattern | undefined {
  for (const statement of statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const isRequired =
        initializer !== undefined &&
        ts.isCallExpression(initializer) &&
        ts.isIdentifier(initializer.expression) &&
        initializer.expression.text === 'require' &&
        initializer.arguments.length === 1 &&
        ts.isStringLiteralLike(initializer.arguments[0]) &&
        initializer.arguments[0].text === from;
      const canGrow = ts.isObjectBindingPattern(name) && !name.elements.at(-1)?.dotDotDotToken;
      if (isRequired && canGrow) return name;
    }
  }
  return undefined;
}

/**
 * The edits that import names of one module which are not there yet; two that go to one place
 * become one.
 */
export function addNamedImports(
  syntax: Syntax,
  names: readonly string[],
  from: string,
): TextEdit[] {
  const missing = names.filter((name) => !addNamedImport(syntax, name, from).present);
  const edits = missing.flatMap((name) => addNamedImport(syntax, name, from).edit ?? []);
  const [first, ...more] = edits;
  if (!first || more.length === 0) return edits;
  // Into a list of names each adds itself; where there is none, one line names them all.
  return [
    {
      ...first,
      text: first.text.startsWith(',')
        ? edits.map(({ text }) => text).join('')
        : first.text.replace(`{ ${missing[0]} }`, `{ ${missing.join(', ')} }`),
    },
  ];
}
