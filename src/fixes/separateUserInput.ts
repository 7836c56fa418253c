import ts from 'typescript';
import { propertyName, unwrap, type Syntax } from '../analysis/syntax';
import type { Fix, TextEdit } from './fix';
import { indentationAt } from './handler';
import { nodeAt } from './nodeAt';
import { styleOf } from './style';

/** Takes what others write out of the instructions and gives it a message of its own. */
export const separateUserInput: Fix = {
  meta: { id: 'separate-user-input', summary: 'Moves the user’s text out of the instructions into a message of role `user`.', rules: ['user-input-in-instructions'], safe: false },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    if (!syntax) return undefined;
    const split = splitAround(nodeAt(syntax.sourceFile, finding.start));
    const edits = split && editsFor(split, syntax);
    return edits && { title: 'Put the user’s text into a message of its own', changes: () => [{ kind: 'edit', file: finding.file, edits }] };
  },
};

interface SplitText {
  /** The whole text: a template or a concatenation. */
  readonly node: ts.Expression;
  /** The developer's words before the insertion, as they would stand in a literal. */
  readonly rules: string;
  readonly input: string;
}

/** A text whose only insertion stands at its end: everything before it is the developer's. */
function splitAround(node: ts.Node): SplitText | undefined {
  for (let at = node; at.parent && !ts.isStatement(at); at = at.parent) {
    if (ts.isTemplateExpression(at)) {
      const [span, more] = at.templateSpans;
      return more || !/^["'”.!?\s]*$/.test(span.literal.text) ? undefined : { node: at, rules: at.head.text, input: span.expression.getText() };
    }
    if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const left = unwrap(at.left);
      return ts.isStringLiteralLike(left) ? { node: at, rules: left.text, input: at.right.getText() } : undefined;
    }
  }
  return undefined;
}

function editsFor({ node, rules, input }: SplitText, syntax: Syntax): TextEdit[] | undefined {
  const { quote } = styleOf(syntax.sourceFile);
  // "…The text: " has lost what it announces.
  const text = rules.replace(/["'“\s]*$/, '').replace(/(^|[.!?]\s+|\n)[^.!?\n]{0,40}:$/, '$1').trim().replace(/:$/, '.');
  if (text.split(/\s+/).length < 3) return undefined;
  const literal = text.includes('\n') ? `\`${text.replace(/[`\\]|\$\{/g, '\\$&')}\`` : quote === "'" && text.includes("'") ? JSON.stringify(text) : `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
  const property = node.parent;
  if (!ts.isPropertyAssignment(property)) return undefined;
  const name = propertyName(property.name);
  const owner = property.parent;
  if (name === 'input' && !owner.properties.some((item) => propertyName(item.name) === 'instructions')) return [{ start: property.getStart(), end: property.getEnd(), text: `instructions: ${literal},${gapBefore(property, syntax)}input: ${input}` }];
  if (name !== 'content' || !ts.isArrayLiteralExpression(owner.parent)) return undefined;
  const role = owner.properties.find((item) => propertyName(item.name) === 'role');
  const list = owner.parent;
  // A conversation that has a message of the user already would get a second one.
  const others = list.elements.filter((element) => element !== owner);
  if (!role || others.length > 0) return undefined;
  const q = quote;
  const system = `{ role: ${q}system${q}, content: ${literal} }`;
  const user = `{ role: ${q}user${q}, content: ${input} }`;
  const indent = indentationAt(syntax.text, list.getStart());
  return [{ start: list.getStart(), end: list.getEnd(), text: `[\n${indent}  ${system},\n${indent}  ${user},\n${indent}]` }];
}

function gapBefore(node: ts.Node, { text }: Syntax): string {
  return /\n\s*$/.test(text.slice(0, node.getStart())) ? `\n${indentationAt(text, node.getStart())}` : ' ';
}
