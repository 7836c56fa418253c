import ts from 'typescript';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { beginsLine } from '../../analysis/source/text';
import { singleUse } from '../proxy/payload/movedStatements';
import { styleOf } from '../../edits/style';
import type { Parts } from './splitAtEnd';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/** A text of the developer and of others, and the property of the request that it fills. */
export interface MixedText {
  readonly text: ts.Expression;
  /** The constant that holds the text, when the property names one. */
  readonly constant?: ts.VariableDeclaration;
  readonly property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment;
}

/** The mixed text that a node stands in, or that the constant it names holds. */
export function mixedTextAt(node: ts.Node): MixedText | undefined {
  let text: ts.Expression | undefined;
  for (let at = node; at.parent && !ts.isStatement(at); at = at.parent) {
    if (
      ts.isTemplateExpression(at) ||
      (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PlusToken)
    )
      text = at;
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) && parent.initializer === at)
      return text ? { text, property: parent } : named(unwrap(parent.initializer), parent);
    if (ts.isShorthandPropertyAssignment(parent)) return named(parent.name, parent);
  }
  return undefined;
}

/** `content: prompt` with `const prompt = …` that serves this place alone. */
function named(name: ts.Expression, property: MixedText['property']): MixedText | undefined {
  const constant = ts.isIdentifier(name) ? singleUse(name) : undefined;
  const text = constant?.initializer && unwrap(constant.initializer);
  return constant && text ? { text, constant, property } : undefined;
}

/**
 * The edits that leave the rules where the text was and send the input beside them; `undefined`
 * when the request has no place for it.
 */
export function sendApart(
  place: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit[] | undefined {
  const { constant, text } = place;
  // The constant keeps its name and holds the rules from now on.
  const held = constant && ts.isIdentifier(constant.name) ? constant.name.text : undefined;
  const code = { rules: held ?? rules, input };
  const apart = propertyEdit(place, code, syntax) ?? messageEdit(place, code, syntax);
  if (!apart || held === undefined) return apart && [apart];
  return [{ start: text.getStart(), end: text.getEnd(), text: rules }, apart];
}

/**
 * `input` and `prompt` have a property for the rules beside them, unless the request uses it
 * already.
 */
function propertyEdit(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit | undefined {
  const name = propertyName(property.name);
  const given = new Set(property.parent.properties.map((item) => propertyName(item.name)));
  const isGeneration = given.has('model') && !['system', 'n', 'size'].some((it) => given.has(it));
  const beside =
    name === 'input' && !given.has('instructions')
      ? 'instructions'
      : name === 'prompt' && isGeneration
        ? 'system'
        : undefined;
  return beside === undefined
    ? undefined
    : {
        start: property.getStart(),
        end: property.getEnd(),
        text: `${beside}: ${rules},${gapBefore(property, syntax)}${name}: ${input}`,
      };
}

const SPEAKERS = ['system', 'developer', 'user'] as const;

/** A message becomes two: that of the rules, and behind it one of the user. */
function messageEdit(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit | undefined {
  const owner = property.parent;
  const list = owner.parent;
  const role = owner.properties.find((item) => propertyName(item.name) === 'role');
  const speaker =
    role && ts.isPropertyAssignment(role) && ts.isStringLiteralLike(role.initializer)
      ? SPEAKERS.find((name) => (role.initializer as ts.StringLiteralLike).text === name)
      : undefined;
  if (
    propertyName(property.name) !== 'content' ||
    !ts.isArrayLiteralExpression(list) ||
    !speaker ||
    owner.properties.length !== 2
  )
    return undefined;
  const { quote, indent, lineBreak } = styleOf(syntax.sourceFile);
  const message = (who: string, content: string) =>
    `{ role: ${quote}${who}${quote}, content: ${content} }`;
  const system = message(speaker === 'user' ? 'system' : speaker, rules);
  const user = message('user', input);
  if (list.elements.length !== 1 || !list.getText().startsWith('[{'))
    return {
      start: owner.getStart(),
      end: owner.getEnd(),
      text: `${system},${gapBefore(owner, syntax)}${user}`,
    };
  const margin = lineBreak + indentationAt(syntax.text, list.getStart());
  return {
    start: list.getStart(),
    end: list.getEnd(),
    text: `[${margin}${indent}${system},${margin}${indent}${user},${margin}]`,
  };
}

function gapBefore(node: ts.Node, { text }: Syntax): string {
  return beginsLine(text, node.getStart()) ? `\n${indentationAt(text, node.getStart())}` : ' ';
}
