import { Parser } from 'htmlparser2';
import ts from 'typescript';
import { extname } from './paths';

/** An expression of a template that is shown as markup: `v-html="answer"`, `{@html answer}`. */
export interface ShownMarkup {
  readonly node: ts.Expression;
  /** The loops around it, the outer ones first: `v-for="item in list"`, `{#each list as item}`. */
  readonly loops: readonly { readonly name: string; readonly list: ts.Expression }[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Shown extends Range {
  readonly loops: readonly (Range & { readonly name: string })[];
}

/** A page with more of them is none that a person wrote. */
const MAX_SHOWN = 60;
const MAX_LENGTH = 2000;
/** Each expression is parsed behind blanks for what stands before it. */
const MAX_TEXT = 300_000;

/**
 * The expressions of a component's template that are shown as markup, as parts of the tree of its
 * scripts: what they name is what the scripts declare. They are no statements of it, so that
 * nothing that goes through its scripts meets them.
 */
export function shownMarkup(path: string, text: string, sourceFile: ts.SourceFile): ShownMarkup[] {
  const shown = text.length > MAX_TEXT ? [] : findShown(path, text).slice(0, MAX_SHOWN);
  if (shown.length === 0) return [];
  const ranges = shown.flatMap((item) => [...item.loops, item]);
  // Where positions are worked out, their text is that of the file.
  Object.assign(sourceFile, { text: overlaid(sourceFile.text, text, ranges) });
  const parsed = new Map<number, ts.Expression | undefined>();
  const expressionAt = (range: Range) => {
    if (!parsed.has(range.start)) parsed.set(range.start, parseAt(range, text, sourceFile));
    return parsed.get(range.start);
  };
  return shown.flatMap(({ loops, ...range }) => {
    const node = expressionAt(range);
    const around = loops.flatMap((loop) => {
      const list = expressionAt(loop);
      return list ? [{ name: loop.name, list }] : [];
    });
    return node ? [{ node, loops: around }] : [];
  });
}

/** Parses one expression where it stands, its parents those of a statement of the file. */
function parseAt(range: Range, text: string, sourceFile: ts.SourceFile): ts.Expression | undefined {
  const blank = ' '.repeat(range.start);
  const tree = ts.createSourceFile(
    sourceFile.fileName,
    // In parentheses, braces are an object.
    `${blank.slice(1)}(${text.slice(range.start, range.end)})`,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TS,
  );
  const [statement] = tree.statements;
  if (
    tree.statements.length !== 1 ||
    !ts.isExpressionStatement(statement) ||
    !ts.isParenthesizedExpression(statement.expression)
  )
    return undefined;
  Object.assign(statement, { parent: sourceFile });
  return statement.expression.expression;
}

function overlaid(blanked: string, text: string, ranges: readonly Range[]): string {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const { start, end } of sorted) {
    if (start < at) continue;
    out += blanked.slice(at, start) + text.slice(start, end);
    at = end;
  }
  return out + blanked.slice(at);
}

function findShown(path: string, text: string): Shown[] {
  switch (extname(path)) {
    case '.vue':
      return text.includes('v-html') ? inDirectives(text) : [];
    case '.svelte':
      return text.includes('{@html') ? inTags(text) : [];
    default:
      return [];
  }
}

/** Source: vuejs.org/api/built-in-directives, "v-html", "v-for". */
function inDirectives(text: string): Shown[] {
  const found: Shown[] = [];
  const open: Shown['loops'][] = [];
  let attributes: (Range & { readonly name: string })[] = [];
  const parser = new Parser(
    {
      onattribute(name, value) {
        if (name !== 'v-html' && name !== 'v-for') return;
        const start = text.indexOf(value, parser.startIndex + name.length + 1);
        if (value !== '' && start >= 0 && start <= parser.endIndex)
          attributes.push({ name, start, end: start + value.length });
      },
      onopentag() {
        const loop = attributes.find(({ name }) => name === 'v-for');
        const loops = [...(open.at(-1) ?? []), ...(loop ? loopIn(loop, text) : [])];
        open.push(loops);
        for (const { name, start, end } of attributes)
          if (name === 'v-html') found.push({ start, end, loops });
        attributes = [];
      },
      onclosetag() {
        open.pop();
      },
    },
    { lowerCaseTags: false, lowerCaseAttributeNames: true, recognizeSelfClosing: true },
  );
  parser.end(text);
  return found;
}

/** `(item, index) in list`. */
function loopIn({ start, end }: Range, text: string): Shown['loops'] {
  const found = /^\s*\(?\s*([A-Za-z_$][\w$]*)[^)]*\)?\s+(?:in|of)\s+/.exec(text.slice(start, end));
  return found ? [{ name: found[1], start: start + found[0].length, end }] : [];
}

/** Source: svelte.dev/docs, "{@html …}", "{#each …}". */
function inTags(text: string): Shown[] {
  const found: Shown[] = [];
  const loops: Shown['loops'][number][] = [];
  for (const match of text.matchAll(/\{(@html|#each|\/each)\b/g)) {
    if (match[1] === '/each') {
      loops.pop();
      continue;
    }
    const start = match.index + match[0].length;
    const end = closingBrace(text, start);
    if (end === undefined) continue;
    if (match[1] === '@html') found.push({ start, end, loops: [...loops] });
    else {
      const each = /^([\s\S]*?)\s+as\s+([A-Za-z_$][\w$]*)/.exec(text.slice(start, end));
      loops.push({ name: each?.[2] ?? '', start, end: start + (each?.[1].length ?? 0) });
    }
  }
  return found;
}

/** Where the brace that is open ends; texts in quotes hold none. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 1;
  let quote = '';
  for (let at = start; at < Math.min(text.length, start + MAX_LENGTH); at++) {
    const letter = text[at];
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'" || letter === '`') quote = letter;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return at;
  }
  return undefined;
}
