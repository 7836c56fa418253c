import ts from 'typescript';
import { beginningOf } from '../edits/beginning';
import { beginsWithRequire } from '../analysis/source/imports';
import { addNamedImport } from '../edits/addImport';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';
import { fitted } from '../edits/fitted';
import { inStyle } from '../edits/inStyle';
import { startWithComments } from '../edits/removeStatement';
import { styleOf } from '../edits/style';
import type { Syntax } from '../analysis/source/syntax';
import { branch } from './failureBranch';
import type { InputPlace } from './inputPlace';

/** A check in front of a value's first use. */
export interface Guard {
  /** It holds when the value is wrong. */
  readonly condition: string;
  /** What the answer says. */
  readonly message: string;
  /** Lines that declare what it reads, behind the imports. */
  readonly constants: readonly string[];
  readonly imports: readonly TextEdit[];
}

/**
 * The edits of guards in one file: each before the first use of its value, what they declare
 * together behind the imports.
 */
export function guardEdits(
  guards: readonly { readonly place: InputPlace; readonly guard: Guard }[],
): TextEdit[] {
  const [{ place }] = guards;
  const { syntax } = place;
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const thrown = guards.map((item) => item.place.handler.thrown).find((item) => item !== undefined);
  const imported = thrown && addNamedImport(syntax, thrown.name(400), thrown.from);
  const constants = [...new Set(guards.flatMap(({ guard }) => guard.constants))];
  const declared = fitted(inStyle(constants.join('\n'), style), style, '').replaceAll(
    '\n',
    lineBreak,
  );
  const imports = new Map(
    guards.flatMap(({ guard }) => guard.imports.map((edit) => [edit.text, edit] as const)),
  );
  return [
    ...(imported?.edit ? [imported.edit] : []),
    ...imports.values(),
    ...statementEdits(guards),
    ...(constants.length === 0 ? [] : [constantsEdit(syntax, declared, lineBreak)]),
  ];
}

/** The guards as statements; those before one statement stand one after the other. */
function statementEdits(
  guards: readonly { readonly place: InputPlace; readonly guard: Guard }[],
): TextEdit[] {
  const edits = new Map<number, TextEdit>();
  for (const { place, guard } of guards) {
    const { syntax, statement, handler } = place;
    const style = styleOf(syntax.sourceFile);
    const start = startWithComments(syntax.text, statement);
    const indent = indentationAt(syntax.text, start);
    const lines = branch(guard.condition, handler.answer(400, guard.message));
    const text = fitted(inStyle(`${lines.join('\n')}\n`, style), style, indent).replaceAll(
      '\n',
      `${style.lineBreak}${indent}`,
    );
    edits.set(start, { start, end: start, text: (edits.get(start)?.text ?? '') + text });
  }
  return [...edits.values()];
}

/**
 * Behind everything that loads a module, `require` and the settings that a library reads among
 * them: a constant above it tears the head of a file apart.
 */
function constantsEdit(syntax: Syntax, declared: string, lineBreak: string): TextEdit {
  const last = syntax.sourceFile.statements.findLast(loadsModule);
  const { at, behind } = last
    ? { at: last.getEnd(), behind: true }
    : beginningOf(syntax.sourceFile);
  return behind
    ? { start: at, end: at, text: `${lineBreak}${lineBreak}${declared}` }
    : { start: at, end: at, text: `${declared}${lineBreak}${lineBreak}` };
}

/** `import …`, `const x = require('x')`, `require('dotenv').config()`. */
function loadsModule(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return true;
  const [declaration] = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations
    : [];
  const node = ts.isExpressionStatement(statement)
    ? statement.expression
    : declaration?.initializer;
  return node !== undefined && beginsWithRequire(node);
}
