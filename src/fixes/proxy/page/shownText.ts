import ts from 'typescript';
import {
  identifiersNamed,
  isValueReference,
  lookup,
  referencesTo,
} from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { awaitedAnswer, isNameOf, isTextOf, keptText, type AwaitedAnswer } from '../../answerText';
import { growingLoop, growingName, showing } from '../../showing';
import { styleOf } from '../../../edits/style';
import type { MovableCall, ShownText } from '../payload/movableCall';
import type { Method } from '../../../routes/methods';
import { indentationAt } from '../../../edits/indentation';

/**
 * Finds `const answer = await CALL; setText(answer.choices[0].message.content);` and its kin: the
 * text goes to a state setter, a ref, a variable of the component or an element, straight or
 * through a constant, and nothing else of the answer is used. `undefined` for every other shape.
 */
export function shownText({ call, method, split, syntax }: MovableCall): ShownText | undefined {
  const answer = split.streams ? undefined : awaitedAnswer(call, method);
  // A schema or several choices make an answer that is read as a whole.
  const isWhole = split.payload.some((line) => /^(response_format|text|tools|n)\b/.test(line));
  const used = answer && !isWhole ? textUse(answer, method) : undefined;
  if (!answer || !used) return undefined;
  const { next, isText, variable } = used;
  const show = ts.isExpressionStatement(next) && showing(unwrap(next.expression), isText);
  if (!show) return undefined;
  const style = styleOf(syntax.sourceFile);
  const name = variable ?? growingName(syntax, next);
  const start = answer.statement.getStart();
  const margin = indentationAt(syntax.text, start);
  const growing = { name, piece: 'chunk', grow: growth(name, method), show: show(name) };
  return {
    start,
    end: next.getEnd(),
    grows: true,
    text: (source, before) => growingLoop({ ...growing, source }, margin, style, before),
  };
}

/** The statement that uses the text of an answer, when nothing else of the answer is used. */
function textUse(
  { declaration, statement, block, alone }: AwaitedAnswer,
  method: Method,
):
  | {
      readonly next: ts.Statement;
      readonly isText: (node: ts.Expression) => boolean;
      /** The name that the text has already. */
      readonly variable: string | undefined;
    }
  | undefined {
  const index = block.statements.indexOf(statement);
  const isWritten = (node: ts.Expression) => isTextOf(node, declaration, method);
  const follows: ts.Statement | undefined = block.statements[index + 1];
  const kept = alone ? undefined : keptText(follows, isWritten);
  const next: ts.Statement | undefined = kept ? block.statements[index + 2] : follows;
  const uses = alone ? referencesTo(alone.parent, alone.text) : usesOf(declaration);
  if (!next || uses.length !== 1) return undefined;
  if (kept)
    return { next, variable: kept.name, isText: (node) => isNameOf(node, kept.declaration) };
  const isAlone = (node: ts.Expression) => {
    const read = unwrap(node);
    return ts.isIdentifier(read) && read.text === alone?.text;
  };
  return { next, variable: alone?.text, isText: alone ? isAlone : isWritten };
}

/** How a piece of a stream is added to the text. */
function growth(name: string, method: Method): string {
  if (method === 'generateText') return `${name} += chunk`;
  return method === 'responses.create'
    ? `if (chunk.type === 'response.output_text.delta') ${name} += chunk.delta`
    : `${name} += chunk.choices[0]?.delta?.content ?? ''`;
}

function usesOf(declaration: ts.VariableDeclaration): ts.Identifier[] {
  const { name } = declaration;
  return ts.isIdentifier(name)
    ? identifiersNamed(declaration.getSourceFile(), name.text).filter(
        (id) => id !== name && isValueReference(id) && lookup(id) === declaration,
      )
    : [];
}
