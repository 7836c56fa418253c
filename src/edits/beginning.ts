import ts from 'typescript';
import { endWithComment, startWithComments } from './removeStatement';

/** A place for statements of one's own. */
export interface Beginning {
  readonly at: number;
  /** They stand behind what is there, not before it. */
  readonly behind: boolean;
}

/**
 * Where statements go in a module that imports nothing: behind its directives (`'use client'` counts
 * only while it comes first), else before the first statement and the comment that speaks of it.
 */
export function beginningOf(sourceFile: ts.SourceFile): Beginning {
  const { statements, text } = sourceFile;
  const [first] = statements;
  if (!first) return { at: 0, behind: false };
  const end = statements.findIndex((statement) => !isDirective(statement));
  const directive = statements[(end < 0 ? statements.length : end) - 1];
  if (directive) return { at: endWithComment(text, directive), behind: true };
  const above = startWithComments(text, first);
  return { at: Math.min(above, descriptionAt(text, first)), behind: false };
}

/** Where the description right above a statement begins, also at the very top of a file. */
function descriptionAt(text: string, statement: ts.Statement): number {
  const start = statement.getStart();
  const last = ts.getLeadingCommentRanges(text, statement.getFullStart())?.at(-1);
  const isDescription =
    last !== undefined &&
    text.startsWith('/**', last.pos) &&
    /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(last.end, start));
  return isDescription ? last.pos : start;
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}
