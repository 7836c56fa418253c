import ts from 'typescript';
import { enclosing } from '../analysis/calls/positions';
import { lookup, lookupName } from '../analysis/scope';
import type { Syntax } from '../analysis/syntax';
import { inStyle } from '../frameworks/inStyle';
import type { Fix, TextEdit } from './fix';
import { handlerAround, indentationAt } from './handler';
import { nodeAt } from './nodeAt';
import { styleOf } from './style';

const MAX = 4000;

/** Puts the seed's check before the request: the type and the length of what came from outside, 400 when they are wrong. */
export const validateInput: Fix = {
  meta: { id: 'validate-input', summary: 'Checks type and length of the input before the request and answers 400, with the limit as a named constant.', rules: ['unvalidated-prompt-input'], safe: true },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const name = syntax && nodeAt(syntax.sourceFile, finding.start);
    if (!syntax || !name || !ts.isIdentifier(name) || name.getStart() !== finding.start || name.getEnd() !== finding.end || finding.variant === 'messages') return undefined;
    const handler = handlerAround(name);
    const declaration = lookup(name);
    // The value must be a name of the handler itself: what a helper gets is checked where it comes in.
    if (!handler || !declaration || enclosing(declaration) !== handler.fn || ts.isParameter(declaration)) return undefined;
    const statement = handler.body.statements.find((item) => item.getStart() <= name.getStart() && item.getEnd() >= name.getEnd());
    const declared = handler.body.statements.find((item) => item.getStart() <= declaration.getStart() && item.getEnd() >= declaration.getEnd());
    if (!statement || !declared || declared === statement) return undefined;
    const constant = `MAX_${name.text.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_LENGTH`;
    const known = lookupName(constant, syntax.sourceFile.statements[0] ?? syntax.sourceFile) !== undefined;
    return {
      title: `Check \`${name.text}\` before the request: a text of at most ${MAX} characters`,
      changes: () => [{ kind: 'edit', file: finding.file, edits: edits(syntax, statement, name.text, constant, known, handler.answer(400, `Invalid ${name.text}`)) }],
    };
  },
};

function edits(syntax: Syntax, statement: ts.Statement, name: string, constant: string, known: boolean, answer: string): TextEdit[] {
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const indent = indentationAt(syntax.text, statement.getStart());
  const unit = indent.includes('\t') ? '\t' : '  ';
  const guard = [`if (typeof ${name} !== 'string' || ${name}.length > ${constant}) {`, `${unit}${answer}`, '}', ''].join(`${lineBreak}${indent}`);
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const first = syntax.sourceFile.statements[0];
  const line = inStyle(`const ${constant} = ${MAX};`, style);
  const constantEdit = last ? { start: last.getEnd(), end: last.getEnd(), text: `${lineBreak}${lineBreak}${line}` } : { start: first?.getStart() ?? 0, end: first?.getStart() ?? 0, text: `${line}${lineBreak}${lineBreak}` };
  return [{ start: statement.getStart(), end: statement.getStart(), text: inStyle(guard, style) }, ...(known ? [] : [constantEdit])];
}
