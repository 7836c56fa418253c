import ts from 'typescript';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { optionsOf } from '../values/value';
import { amongWords, goesOn, isInstruction, opensDelimiter, type Context } from './flow';
import type { Tracer } from './tracer';

/**
 * Follows what stands in a template; the developer's own words around it say whether it stands
 * among instructions.
 */
export function traceTemplate(tracer: Tracer, node: ts.TemplateExpression, context: Context): void {
  if (context.exact) return;
  const literals = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  const written = literals.join(' ');
  // The developer's words may come from a table: `${prompts[kind].start} ${text}`.
  const constant =
    isInstruction(written) || node.templateSpans.length < 2
      ? written
      : `${written} ${node.templateSpans.map((span) => wordsOf(tracer.evaluator, span.expression)).join(' ')}`;
  const among = amongWords(context, constant);
  let before = node.head.text;
  for (const [index, span] of node.templateSpans.entries()) {
    const delimited = context.delimited || opensDelimiter(before, span.literal.text);
    const behind = literals.slice(index + 1).join(' ');
    const enclosed = context.enclosed ?? goesOn(behind);
    tracer.trace(span.expression, {
      ...among,
      path: [],
      delimited,
      ...(enclosed ? { enclosed } : {}),
    });
    before = span.literal.text;
  }
}

/** Follows a concatenation, or the alternatives of an expression. */
export function traceBinary(tracer: Tracer, node: ts.BinaryExpression, context: Context): void {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken: {
      const among = { ...amongWords(context, constantText(node)), path: [] };
      const enclosed = context.enclosed ?? goesOn(constantText(node.right));
      tracer.trace(node.left, { ...among, ...(enclosed ? { enclosed } : {}) });
      return tracer.trace(node.right, among);
    }
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      tracer.trace(node.left, context);
      return tracer.trace(node.right, context);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return tracer.trace(node.right, context);
    default:
  }
}

/** The longest text that an expression certainly may be, its callers asked. */
export function wordsOf(evaluator: Evaluator, expression: ts.Expression): string {
  const value = evaluator.trace(() => evaluator.evaluate(expression));
  return (
    optionsOf(value, 8)
      .flatMap((option) => (option.kind === 'text' ? [option.text] : []))
      .sort((a, b) => b.length - a.length)[0] ?? ''
  );
}

/** The developer's own words in a concatenation. */
export function constantText(node: ts.Expression): string {
  const inner = unwrap(node);
  if (ts.isStringLiteralLike(inner)) return inner.text;
  if (ts.isTemplateExpression(inner))
    return [inner.head.text, ...inner.templateSpans.map((span) => span.literal.text)].join(' ');
  return ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? `${constantText(inner.left)} ${constantText(inner.right)}`
    : '';
}

/** All words that are written out anywhere in an expression. */
export function writtenWords(node: ts.Node): string {
  const own = ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) ? [node.text] : [];
  const inner: string[] = [];
  ts.forEachChild(node, (child) => void inner.push(writtenWords(child)));
  return [...own, ...inner].join(' ');
}
