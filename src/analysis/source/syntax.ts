import ts from 'typescript';
import { extractScripts, type EmbeddedScript, type EmbeddedSource } from './embedded';
import { extname } from './paths';
import { kindOf } from './prefilter';
import { shownMarkup, type ShownMarkup } from './markup';
import { parseScripts } from './scriptsApart';

/**
 * One parsed file. Built on demand, dropped when memory is needed: nothing that outlives a check
 * may hold a node.
 */
export interface Syntax {
  readonly path: string;
  /** The text as the file has it. */
  readonly text: string;
  readonly sourceFile: ts.SourceFile;
  /** The scripts of a `.vue`, `.svelte`, `.astro` or `.html` file; empty for a plain script. */
  readonly scripts: readonly EmbeddedScript[];
  readonly scriptSources: EmbeddedSource['sources'];
  /** What its template shows as markup. */
  readonly shown: readonly ShownMarkup[];
}

const SCRIPT_KINDS: Record<string, ts.ScriptKind> = {
  '.ts': ts.ScriptKind.TS,
  '.mts': ts.ScriptKind.TS,
  '.cts': ts.ScriptKind.TS,
  '.tsx': ts.ScriptKind.TSX,
  // JavaScript is parsed with JSX on: `.js` files of React projects hold it, and plain JavaScript
  // means the same either way.
  '.js': ts.ScriptKind.JSX,
  '.jsx': ts.ScriptKind.JSX,
  '.mjs': ts.ScriptKind.JSX,
  '.cjs': ts.ScriptKind.JSX,
};

/** The markup of components, which reads the names of its scripts. */
const templates = new WeakMap<ts.SourceFile, string>();

function around(text: string, scripts: readonly EmbeddedScript[]): string {
  const ends = [0, ...scripts.map(({ end }) => end)];
  return ends.map((end, index) => text.slice(end, scripts.at(index)?.start)).join('\n');
}

/** Whether the markup of a component has a word in it: it may be what a script declares. */
export function isInMarkup(sourceFile: ts.SourceFile, word: string): boolean {
  return (
    templates
      .get(sourceFile)
      ?.split(/[^\w$]+/)
      .includes(word) ?? false
  );
}

/**
 * Parses a file; a broken one yields a tree with what could be understood. Throws only when the
 * nesting overflows the stack.
 */
export function parse(path: string, text: string): Syntax {
  if (kindOf(path) === 'embedding') {
    const source = extractScripts(path, text);
    const { scripts, sources } = source;
    const kind = scripts.some((script) => script.typescript) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
    const sourceFile = parseScripts(text, source, (part) => createSourceFile(path, part, kind));
    if (extname(path) !== '.html') templates.set(sourceFile, around(text, scripts));
    const shown = shownMarkup(path, text, sourceFile);
    return { path, text, scripts, scriptSources: sources, shown, sourceFile };
  }
  const kind = SCRIPT_KINDS[extname(path)] ?? ts.ScriptKind.TSX;
  return {
    path,
    text,
    scripts: [],
    scriptSources: [],
    shown: [],
    sourceFile: createSourceFile(path, text, kind),
  };
}

/**
 * The script that holds an offset; its end belongs to it, since text may be added there.
 * `undefined` in markup, and in a file that is all script.
 */
export function scriptAt({ scripts }: Syntax, offset: number): EmbeddedScript | undefined {
  return scripts.find(({ start, end }) => start <= offset && offset <= end);
}

/**
 * Whether a stretch of text holds a script's beginning or end within it: an edit there would move
 * code into markup, or into another script.
 */
export function crossesScript({ scripts }: Syntax, start: number, end: number): boolean {
  return scripts.some(
    (script) =>
      start < script.end && end > script.start && (start < script.start || end > script.end),
  );
}

/**
 * The path that a tree was parsed from. TypeScript's own `fileName` is another one where a name
 * holds a backslash.
 */
export function pathOf(node: ts.Node): string {
  return paths.get(node.getSourceFile()) ?? '';
}

const paths = new WeakMap<ts.SourceFile, string>();

function createSourceFile(path: string, text: string, kind: ts.ScriptKind): ts.SourceFile {
  // JSDoc is not parsed: nothing here reads it and it costs a tenth of the time.
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const sourceFile = ts.createSourceFile(path, text, options, true, kind);
  paths.set(sourceFile, path);
  return sourceFile;
}

/**
 * Where the parser found errors, as offsets. The scripts of a page are looked at one by one: what
 * is open at the end of one must not be closed by the next. Worked out once per text, since every
 * fix asks.
 */
export function syntaxErrors(syntax: Syntax): readonly number[] {
  let found = errors.get(syntax);
  if (!found) errors.set(syntax, (found = findErrors(syntax)));
  return found;
}

const errors = new WeakMap<Syntax, readonly number[]>();

function findErrors({ sourceFile, scripts, text, path }: Syntax): readonly number[] {
  if (scripts.length === 0) return errorsOf(sourceFile);
  const kind = scripts.some((script) => script.typescript) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
  return scripts.flatMap((script) => {
    const alone = createSourceFile(path, text.slice(script.start, script.end), kind);
    return errorsOf(alone).map((start) => script.start + start);
  });
}

/** Whether a piece of a file lies in a statement of its top level that is not finished. */
export function touchesBrokenCode(syntax: Syntax, start: number, end: number): boolean {
  const errors = syntaxErrors(syntax);
  if (errors.length === 0) return false;
  return syntax.sourceFile.statements.some(
    (statement) =>
      statement.pos <= end &&
      statement.end >= start &&
      errors.some((at) => at >= statement.pos && at <= statement.end),
  );
}

/** The parser keeps its errors on the tree; the public way to them is a whole program. */
function errorsOf(sourceFile: ts.SourceFile): number[] {
  const { parseDiagnostics } = sourceFile as ts.SourceFile & {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ start }) => start);
}

/** Strips what does not change a value: parentheses, `await`, `as`, `satisfies`, `!`, `<T>x`. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    if (
      ts.isParenthesizedExpression(current) ||
      ts.isAsExpression(current) ||
      ts.isSatisfiesExpression(current) ||
      ts.isNonNullExpression(current) ||
      ts.isTypeAssertionExpression(current) ||
      ts.isAwaitExpression(current)
    )
      current = current.expression;
    else return current;
  }
}

/** The name a property access or an element access with a constant key reads. */
export function accessedName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  return undefined;
}

/**
 * `a.b.c` as `['a', 'b', 'c']`, or `undefined` when the chain starts with something other than a
 * name or `this`.
 */
export function dottedName(node: ts.Expression): string[] | undefined {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return [inner.text];
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  const name = accessedName(inner);
  if (name === undefined) return undefined;
  const left = dottedName(
    (inner as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression,
  );
  return left && [...left, name];
}

/**
 * A place as one can compare it: `req.body.text`, `list[i]`, `list[0]`; `undefined` where a call
 * stands in it, which may give something else each time.
 */
export function placeName(node: ts.Expression): string | undefined {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner) || ts.isNumericLiteral(inner)) return inner.text;
  if (inner.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (!ts.isPropertyAccessExpression(inner) && !ts.isElementAccessExpression(inner))
    return undefined;
  const object = placeName(inner.expression);
  const name = accessedName(inner);
  if (object === undefined) return undefined;
  if (name !== undefined) return `${object}.${name}`;
  const index = placeName((inner as ts.ElementAccessExpression).argumentExpression);
  return index === undefined ? undefined : `${object}[${index}]`;
}

/** The name of an attribute of an element, without its namespace. */
export function attributeName({ name }: ts.JsxAttribute): string {
  return ts.isIdentifier(name) ? name.text : name.name.text;
}

/**
 * An expression for people, rebuilt from its names: `process.env.X`, `list[…]`, `client(…).chat`.
 * Texts in it are left out, since any of them may be a secret; so is what has no name.
 */
export function nameOf(expression: ts.Expression): string {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  if (node.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  if (ts.isPropertyAccessExpression(node))
    return `${nameOf(node.expression)}${node.questionDotToken ? '?.' : '.'}${node.name.text}`;
  if (ts.isElementAccessExpression(node)) {
    const name = accessedName(node);
    const index = name !== undefined && /^[A-Za-z_$][\w$]*$/.test(name) ? `'${name}'` : '…';
    return `${nameOf(node.expression)}[${index}]`;
  }
  if (ts.isCallExpression(node)) return `${nameOf(node.expression)}(…)`;
  if (ts.isNewExpression(node)) return `new ${nameOf(node.expression)}`;
  return '…';
}

export function propertyName(name: ts.PropertyName | undefined): string | undefined {
  if (!name) return undefined;
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression))
    return name.expression.text;
  return undefined;
}

/** The function-like node around a node, not counting the node itself. */
export function enclosingFunction(node: ts.Node): ts.SignatureDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return at;
  return undefined;
}

/**
 * Visits every node below `root`, itself included, in source order. Recursive: the parser has been
 * as deep before, and facts guard against it.
 */
export function walk(root: ts.Node, visit: (node: ts.Node) => void): void {
  const descend = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, descend);
  };
  descend(root);
}
