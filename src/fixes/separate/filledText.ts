import ts from 'typescript';
import { isFunction } from '../../analysis/calls/positions';
import { pathOf, unwrap } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { homeOf, usesOf } from '../proxy/payload/uses';
import type { Composed } from './text';

/** A pattern with its places, and the literal that holds it. */
interface Pattern {
  readonly parts: readonly (string | ts.Expression)[];
  readonly literal: ts.Expression;
  /** The constant that is the pattern. */
  readonly name?: string;
}

/**
 * `TEMPLATE.replace('{text}', text)`, also several in a row: a pattern that nothing else reads, and
 * what is filled into its places. The pattern keeps its words and is read as it is.
 */
export function filledText(call: ts.CallExpression, workspace: Workspace): Composed | undefined {
  const pattern = filled(call, workspace);
  if (!pattern) return undefined;
  const { parts, literal, name } = pattern;
  const file = pathOf(literal);
  return {
    parts,
    at: call,
    goesWhole: true,
    codeOf: (item) => item.getText(),
    ...(name === undefined
      ? {}
      : {
          kept: {
            code: () => name,
            put: (rules) => [
              { file, start: literal.getStart(), end: literal.getEnd(), text: rules },
            ],
          },
        }),
  };
}

function filled(node: ts.Expression, workspace: Workspace): Pattern | undefined {
  const expression = unwrap(node);
  if (!ts.isCallExpression(expression)) return patternOf(expression, workspace);
  const callee = unwrap(expression.expression);
  const [place, value, more] = expression.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !place || !value || more) return undefined;
  const inner = filled(callee.expression, workspace);
  const mark = inner && markOf(place, callee.name.text);
  if (!inner || !mark || isCalled(value, workspace)) return undefined;
  const found = inner.parts.flatMap((part) =>
    typeof part === 'string'
      ? part.split(mark.text).flatMap((words, index) => (index > 0 ? [value, words] : [words]))
      : [part],
  );
  const count = (found.length - inner.parts.length) / 2;
  return count === 1 || (mark.isEach && count > 1) ? { ...inner, parts: found } : undefined;
}

/** The text that a call replaces, once or everywhere. */
function markOf(
  place: ts.Expression,
  method: string,
): { readonly text: string; readonly isEach: boolean } | undefined {
  const isEach = method === 'replaceAll';
  if (!isEach && method !== 'replace') return undefined;
  if (ts.isStringLiteralLike(place))
    return place.text === '' ? undefined : { text: place.text, isEach };
  if (!ts.isRegularExpressionLiteral(place)) return undefined;
  const end = place.text.lastIndexOf('/');
  const flags = place.text.slice(end + 1);
  const text = literally(place.text.slice(1, end));
  return text !== undefined && (flags === '' || flags === 'g')
    ? { text, isEach: flags === 'g' }
    : undefined;
}

/** What a regular expression matches that has no signs of its own: `\{\{text\}\}`, `{text}`. */
function literally(source: string): string | undefined {
  let text = '';
  for (let at = 0; at < source.length; at++) {
    const letter = source[at];
    if (letter === '\\') {
      at++;
      if (!/[^\w\s]/.test(source[at] ?? '')) return undefined;
      text += source[at];
    } else if (/[.*+?^$()[\]|]/.test(letter) || /^\{\d/.test(source.slice(at))) return undefined;
    else text += letter;
  }
  return text === '' ? undefined : text;
}

/** Whether a replacement is a function, which makes each text anew. */
function isCalled(value: ts.Expression, workspace: Workspace): boolean {
  const node = unwrap(value);
  if (isFunction(node)) return true;
  const home = ts.isIdentifier(node) ? homeOf(node, workspace) : undefined;
  const made = home && ts.isVariableDeclaration(home) ? home.initializer : home;
  return made !== undefined && isFunction(made);
}

/** A literal with places, there or as a constant that nothing else reads. */
function patternOf(node: ts.Expression, workspace: Workspace): Pattern | undefined {
  if (ts.isStringLiteralLike(node)) return { parts: [node.text], literal: node };
  const home = ts.isIdentifier(node) ? homeOf(node, workspace) : undefined;
  if (!home || !ts.isVariableDeclaration(home) || !home.initializer) return undefined;
  const literal = unwrap(home.initializer);
  const { nodes, hidden } = usesOf(home, workspace);
  return ts.isStringLiteralLike(literal) && !hidden && nodes.length === 1
    ? { parts: [literal.text], literal, name: node.getText() }
    : undefined;
}
