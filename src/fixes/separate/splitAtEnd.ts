import ts from 'typescript';
import { unwrap } from '../../analysis/source/syntax';
import { styleOf } from '../../edits/style';

/** The developer's words and the user's, as code. */
export interface Parts {
  readonly rules: string;
  readonly input: string;
}

/**
 * A text whose only insertion stands at its end: everything before it is the developer's, and what
 * announced the insertion goes.
 */
export function splitAtEnd(node: ts.Expression): Parts | undefined {
  const split = ofTemplate(node) ?? ofConcatenation(node);
  if (!split) return undefined;
  const rules = split.rules.replace(/["'“\s]*$/, '');
  // "…The text: " has lost what it announces.
  const rest = rules.replace(/(^|[.!?]\s+|\n)[^.!?\n]{0,40}:$/, '$1').trim();
  const text = (rest === '' ? rules : rest).trim().replace(/:$/, '.');
  return partsOf(text, split.input, node);
}

/**
 * A text that begins with its only insertion, or a label before it: `Question: ${question}\n\nGive
 * two other queries:`. Everything behind is the developer's.
 */
export function splitAtStart(node: ts.Expression): Parts | undefined {
  if (!ts.isTemplateExpression(node)) return undefined;
  const [span, more] = node.templateSpans;
  const isLabel = /^["'“\s]*([\p{L} ]{0,30}:\s*["'“]?)?$/u.test(node.head.text);
  // A sentence that goes on behind the insertion needs it.
  if (more || !isLabel || !/^["'”]?\s*\n\s*/.test(span.literal.text)) return undefined;
  const text = span.literal.text
    .replace(/^["'”\s]+/, '')
    .trim()
    .replace(/:$/, '.');
  return partsOf(text, span.expression.getText(), node);
}

/** The rules as a literal in the style of the file; `undefined` where hardly a word is left. */
function partsOf(text: string, input: string, node: ts.Expression): Parts | undefined {
  if (text.split(/\s+/).length < 3) return undefined;
  const { quote } = styleOf(node.getSourceFile());
  const literal = text.includes('\n')
    ? `\`${text.replace(/[`\\]|\$\{/g, '\\$&')}\``
    : quote === "'" && text.includes("'")
      ? JSON.stringify(text)
      : `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
  return { rules: literal, input };
}

interface Split {
  /** The developer's words, as they would stand in a literal. */
  readonly rules: string;
  readonly input: string;
}

function ofTemplate(node: ts.Expression): Split | undefined {
  if (!ts.isTemplateExpression(node)) return undefined;
  const [span, more] = node.templateSpans;
  return more || !/^["'”.!?\s]*$/.test(span.literal.text)
    ? undefined
    : { rules: node.head.text, input: span.expression.getText() };
}

function ofConcatenation(node: ts.Expression): Split | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = unwrap(node.left);
  return ts.isStringLiteralLike(left)
    ? { rules: left.text, input: node.right.getText() }
    : undefined;
}
