import ts from 'typescript';
import {
  identifiersNamed,
  isValueReference,
  lookup,
  lookupName,
  referencesTo,
} from '../../analysis/source/scope';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import { indentationAt } from '../handler';
import { isTextOf, textAlone } from '../answerText';
import { showing } from '../showing';
import { styleOf } from '../style';
import type { MovableCall } from './clientCalls';

/**
 * An answer that is put on the screen as a whole: the statements from the call to that place, and
 * how they are written when it streams.
 */
export interface ShownText {
  readonly start: number;
  readonly end: number;
  /** The statements that show the text as it grows; `stream` is the call of the helper, `before` comes first. */
  text(stream: string, before?: readonly string[]): string;
  /** The call waited until now and shows its text from now on as it grows: it must end with its component. */
  readonly grows?: boolean;
}

/**
 * Finds `const answer = await CALL; setText(answer.choices[0].message.content);` and its kin: the
 * text goes to a state setter, a ref, a variable of the component or an element, straight or
 * through a constant, and nothing else of the answer is used. `undefined` for every other shape.
 */
export function shownText({ call, method, split, syntax }: MovableCall): ShownText | undefined {
  const waiting = ts.isAwaitExpression(call.parent) ? call.parent : undefined;
  const declaration = waiting?.parent;
  const alone =
    declaration && ts.isVariableDeclaration(declaration)
      ? textAlone(declaration, method)
      : undefined;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !(ts.isIdentifier(declaration.name) || alone) ||
    declaration.type ||
    split.streams
  )
    return undefined;
  const statement = declaration.parent.parent;
  if (
    !ts.isVariableDeclarationList(declaration.parent) ||
    declaration.parent.declarations.length !== 1 ||
    !ts.isVariableStatement(statement) ||
    !(ts.isBlock(statement.parent) || ts.isSourceFile(statement.parent))
  )
    return undefined;
  // A schema or several choices make an answer that is read as a whole.
  if (split.payload.some((line) => /^(response_format|text|tools|n)\b/.test(line)))
    return undefined;
  const { statements } = statement.parent;
  const index = statements.indexOf(statement);
  let next: ts.Statement | undefined = statements[index + 1];
  const answer = declaration;
  let variable = alone?.text;
  let wanted: (node: ts.Expression) => boolean = (node) =>
    alone
      ? ts.isIdentifier(unwrap(node)) && unwrap(node).getText() === alone.text
      : isTextOf(node, answer, method);
  const kept =
    next && ts.isVariableStatement(next) && next.declarationList.declarations.length === 1
      ? next.declarationList.declarations[0]
      : undefined;
  if (
    !alone &&
    kept &&
    ts.isIdentifier(kept.name) &&
    !kept.type &&
    kept.initializer &&
    wanted(kept.initializer)
  ) {
    variable = kept.name.text;
    wanted = (node) =>
      ts.isIdentifier(unwrap(node)) && lookup(unwrap(node) as ts.Identifier) === kept;
    next = statements[index + 2];
  }
  if (!next || (alone ? referencesTo(alone.parent, alone.text) : usesOf(answer)).length !== 1)
    return undefined;
  const shown = ts.isExpressionStatement(next) ? unwrap(next.expression) : undefined;
  const target = shown && showing(shown, wanted);
  if (!target) return undefined;
  const { semicolons, lineBreak, indent: unit } = styleOf(syntax.sourceFile);
  const name = variable ?? freeName(syntax, next);
  const margin = indentationAt(syntax.text, statement.getStart());
  const end = semicolons ? ';' : '';
  const grow =
    method === 'generateText'
      ? `${name} += chunk${end}`
      : method === 'responses.create'
        ? `if (chunk.type === 'response.output_text.delta') ${name} += chunk.delta${end}`
        : `${name} += chunk.choices[0]?.delta?.content ?? ''${end}`;
  return {
    start: statement.getStart(),
    end: next.getEnd(),
    grows: true,
    text: (stream, before = []) =>
      [
        ...before.map((line) => (semicolons ? line : line.replace(/;$/, ''))),
        `let ${name} = ''${end}`,
        `for await (const chunk of ${stream}) {`,
        `${unit}${grow}`,
        `${unit}${target(name)}${end}`,
        '}',
      ]
        .map((line, row) => (row === 0 ? line : margin + line))
        .join(lineBreak),
  };
}

function usesOf(declaration: ts.VariableDeclaration): ts.Identifier[] {
  const { name } = declaration;
  return ts.isIdentifier(name)
    ? identifiersNamed(declaration.getSourceFile(), name.text).filter(
        (id) => id !== name && isValueReference(id) && lookup(id) === declaration,
      )
    : [];
}

function freeName(syntax: Syntax, anchor: ts.Node): string {
  for (const name of ['text', 'answerText', 'streamedText'])
    if (
      !lookupName(name, anchor) &&
      identifiersNamed(syntax.sourceFile, name).every((id) => !isValueReference(id))
    )
      return name;
  return 'grownText';
}
