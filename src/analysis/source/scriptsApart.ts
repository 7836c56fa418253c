import ts from 'typescript';
import { blankOutside, type EmbeddedScript, type EmbeddedSource } from './embedded';

/** Parses a text into a tree of its own. */
type Parse = (text: string) => ts.SourceFile;

/**
 * More than this many parses of one file and it is given up: thousands of broken scripts are no
 * page that a person wrote.
 */
const MAX_PARSES = 100;

/**
 * One tree for the scripts of a file. They are parsed together, which is right nearly always and
 * costs one pass. Where that would join what stands in two scripts (an open brace, comment or
 * template; a call whose parentheses are the next script's) they are parsed in halves, down to
 * single scripts: no node reaches over the end of its script.
 */
export function parseScripts(
  text: string,
  { text: blanked, scripts }: EmbeddedSource,
  parse: Parse,
): ts.SourceFile {
  const whole = parse(blanked);
  if (scripts.length === 0 || areApart(whole, scripts)) return whole;
  const trees: ts.SourceFile[] = [];
  const divide = (part: readonly EmbeddedScript[]) => {
    if (trees.length >= MAX_PARSES) throw new Error('too many broken scripts');
    // What is left open at the end of a text goes on to its end, so the text ends where the script
    // does.
    const tree = parse(blankOutside(text.slice(0, part.at(-1)!.end), part));
    if (part.length === 1 || areApart(tree, part)) {
      if (tree.statements.length > 0) beginAt(tree.statements[0], part[0].start);
      trees.push(tree);
      return;
    }
    const middle = part.length >> 1;
    divide(part.slice(0, middle));
    divide(part.slice(middle));
  };
  divide(scripts);
  return join(whole, trees);
}

/**
 * Whether all that was read lies within its script, and nothing is amiss that might have kept
 * something from being read.
 */
function areApart(tree: ts.SourceFile, scripts: readonly EmbeddedScript[]): boolean {
  if (diagnosticsOf(tree).length > 0) return false;
  let script = 0;
  let from = 0;
  for (const statement of [...tree.statements, tree.endOfFileToken]) {
    const start = statement.getStart(tree);
    // A comment may reach into the next script and hide what stands there.
    const before = script;
    while (script < scripts.length && scripts[script].end <= start) script++;
    if (script > before && hidesEnd(tree.text, from, scripts.slice(before, script))) return false;
    if (statement.kind !== ts.SyntaxKind.EndOfFileToken && statement.end > scripts[script].end)
      return false;
    from = statement.end;
  }
  return true;
}

/** Whether a comment after `from` goes on beyond the end of one of the scripts. */
function hidesEnd(text: string, from: number, scripts: readonly EmbeddedScript[]): boolean {
  const comments = [
    ...(ts.getTrailingCommentRanges(text, from) ?? []),
    ...(ts.getLeadingCommentRanges(text, from) ?? []),
  ];
  return comments.some((comment) =>
    // A line comment that is the last of its script takes in the blanks that stand for the closing
    // tag.
    scripts.some(({ end }) => comment.pos < end && text.slice(end, comment.end).trim() !== ''),
  );
}

/** TypeScript keeps the faults that it met while parsing, and does not declare them. */
function diagnosticsOf(tree: ts.SourceFile): readonly ts.Diagnostic[] {
  return (tree as { parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
}

/** The tree of the whole text, with the statements of trees that were parsed from parts of it. */
function join(whole: ts.SourceFile, trees: readonly ts.SourceFile[]): ts.SourceFile {
  const statements = trees.flatMap((tree) => [...tree.statements]);
  for (const statement of statements) Object.assign(statement, { parent: whole });
  return Object.assign(whole, {
    statements: ts.setTextRange(ts.factory.createNodeArray(statements), whole.statements),
    parseDiagnostics: trees.flatMap(diagnosticsOf),
  });
}

/**
 * What comes first begins, for TypeScript, at the very beginning of the text, in front of all other
 * scripts.
 */
function beginAt(node: ts.Node, start: number): void {
  const first = node.pos;
  const visit = (part: ts.Node) => {
    if (part.pos !== first) return;
    ts.setTextRange(part, { pos: start, end: part.end });
    ts.forEachChild(part, visit);
  };
  visit(node);
}
