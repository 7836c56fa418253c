import ts from 'typescript';
import type { ScriptStyle } from './style';

/** Where code is printed. */
export interface Frame {
  readonly file: ts.SourceFile;
  readonly style: ScriptStyle;
  /** What stands before its line there, and before each line of all that is generated. */
  readonly indent: string;
  readonly before: string;
  /** How much of its line is taken already, less the indentation. */
  readonly column: number;
}

/** How wide a text is; a tab as most editors show it. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char === '\t' ? 4 : 1), 0);
}

/** An expression, broken by its parts where it does not fit its line. */
export function printed(node: ts.Expression, frame: Frame, isCondition = false): string {
  const text = node.getText(frame.file);
  if (text.split('\n').length > 1 || fits(text, frame)) return text;
  if (isCondition) return brokenCondition(node, frame) ?? text;
  if (ts.isAwaitExpression(node))
    return `await ${printed(node.expression, { ...frame, column: frame.column + 6 })}`;
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
    const inner = frame.indent + frame.style.indent;
    const head = text.slice(0, node.body.getStart(frame.file) - node.getStart(frame.file));
    const body = printed(node.body, { ...frame, indent: inner, column: 0 });
    return `${head.trimEnd()}\n${inner}${body}`;
  }
  if (ts.isObjectLiteralExpression(node))
    return listed('{', node.properties, '}', frame, frame.style.commas !== 'none');
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return brokenCall(node, frame);
  return text;
}

/** Whether a text fits its line, with the mark that ends a statement or an entry. */
function fits(text: string, { style, indent, before, column }: Frame): boolean {
  return columnsOf(before + indent) + column + text.length + 1 <= style.width;
}

/** The parts of `a || b || c`, each on its line. */
function brokenCondition(node: ts.Expression, frame: Frame): string | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  if (kind !== ts.SyntaxKind.BarBarToken && kind !== ts.SyntaxKind.AmpersandAmpersandToken)
    return undefined;
  const { file, indent, style } = frame;
  const inner = indent + style.indent;
  const mark = node.operatorToken.getText(file);
  const part = (item: ts.Expression) =>
    printed(item, { ...frame, indent: inner, column: mark.length });
  const parts: string[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at) && at.operatorToken.kind === kind) {
    parts.unshift(part(at.right));
    at = at.left;
  }
  parts.unshift(part(at));
  return `\n${inner}${parts.join(` ${mark}\n${inner}`)}\n${indent}`;
}

/** The entries of an object or a call, each on its line, and broken further where that is too long. */
function listed(
  open: string,
  entries: readonly ts.Node[],
  close: string,
  frame: Frame,
  hasComma: boolean,
): string {
  const { indent, style } = frame;
  const inner = indent + style.indent;
  const lines = entries.map((entry) => `${inner}${entryOf(entry, { ...frame, indent: inner })}`);
  return `${open}\n${lines.join(',\n')}${hasComma ? ',' : ''}\n${indent}${close}`;
}

function entryOf(entry: ts.Node, frame: Frame): string {
  const { file } = frame;
  if (ts.isPropertyAssignment(entry)) {
    const name = `${entry.name.getText(file)}: `;
    return name + printed(entry.initializer, { ...frame, column: name.length });
  }
  return ts.isExpression(entry) ? printed(entry, { ...frame, column: 0 }) : entry.getText(file);
}

function brokenCall(node: ts.CallExpression | ts.NewExpression, frame: Frame): string {
  const { file, indent, style } = frame;
  const links = ts.isCallExpression(node) ? linksOf(node) : [];
  // A chain of calls stands one call a line.
  if (links.length > 1) {
    const inner = { ...frame, indent: indent + style.indent, column: 0 };
    const root = links[0].expression.expression.getText(file);
    const lines = links.map((call) => withArguments(`.${call.expression.name.text}`, call, inner));
    return [root, ...lines].join(`\n${inner.indent}`);
  }
  return withArguments(node.getText(file).slice(0, argumentsStart(node, file)), node, frame);
}

/** A call whose callee is written already. */
function withArguments(
  callee: string,
  node: ts.CallExpression | ts.NewExpression,
  frame: Frame,
): string {
  const { file, style } = frame;
  const text = callee + node.getText(file).slice(argumentsStart(node, file));
  const given = node.arguments ?? [];
  const last = given.at(-1);
  if (last === undefined || fits(text, frame)) return text;
  const earlier = given.slice(0, -1);
  const head = `${callee}(${earlier.map((item) => `${item.getText(file)}, `).join('')}`;
  const isHugged =
    ts.isObjectLiteralExpression(last) &&
    last.properties.length > 0 &&
    !earlier.some(ts.isObjectLiteralExpression) &&
    fits(head, frame);
  return isHugged
    ? `${head}${printed(last, { ...frame, column: frame.column + head.length })})`
    : listed(`${callee}(`, given, ')', frame, style.commas === 'all');
}

/** Where the arguments of a call begin in its text. */
function argumentsStart(node: ts.CallExpression | ts.NewExpression, file: ts.SourceFile): number {
  const open = node.getChildren(file).find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  return (open?.getStart(file) ?? node.getEnd()) - node.getStart(file);
}

type Link = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** The calls of methods one upon the other: of `res.status(429).json(…)`, both. */
function linksOf(node: ts.CallExpression): Link[] {
  const links: Link[] = [];
  for (
    let at: ts.Expression = node;
    ts.isCallExpression(at) && isLink(at);
    at = at.expression.expression
  )
    links.unshift(at);
  return links;
}

function isLink(call: ts.CallExpression): call is Link {
  return ts.isPropertyAccessExpression(call.expression);
}
