import ts from 'typescript';
import { initializerOf } from '../../analysis/requests/payloadOptions';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { beginsLine } from '../../analysis/source/text';
import { isText } from '../proxy/payload/isText';
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

/** Whether the text of a place instructs the model today, by its role or by its parameter. */
export function instructs({ property }: MixedText): boolean {
  const name = propertyName(property.name);
  if (name === 'system' || name === 'instructions') return true;
  const role = roleOf(messageOf(property)?.message);
  return role === 'system' || role === 'developer';
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
  const apart =
    propertyEdit(place, code, syntax) ??
    parameterPairEdits(place, code, syntax) ??
    messageEdit(place, code, syntax) ??
    partEdits(place, code, syntax);
  if (!apart || held === undefined) return apart;
  return [{ start: text.getStart(), end: text.getEnd(), text: rules }, ...apart];
}

/**
 * `input` and `prompt` have a property for the rules beside them, unless the request uses it
 * already.
 */
function propertyEdit(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit[] | undefined {
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
    : [
        {
          start: property.getStart(),
          end: property.getEnd(),
          text: `${beside}: ${rules},${gapBefore(property, syntax)}${name}: ${input}`,
        },
      ];
}

/**
 * `instructions` and `system` keep the rules, and what people say gets the input before it: a list
 * of messages one more, a text that is certainly one a list.
 */
function parameterPairEdits(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit[] | undefined {
  const name = propertyName(property.name);
  if (name !== 'instructions' && name !== 'system') return undefined;
  const said = property.parent.properties.find((item) => {
    const other = propertyName(item.name);
    return other === 'messages' || other === (name === 'system' ? 'prompt' : 'input');
  });
  if (!said || !ts.isPropertyAssignment(said)) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const message = (content: string) => `{ role: ${quote}user${quote}, content: ${content} }`;
  const value = unwrap(said.initializer);
  const rulesEdit = {
    start: property.getStart(),
    end: property.getEnd(),
    text: `${name}: ${rules}`,
  };
  if (ts.isArrayLiteralExpression(value)) {
    const [first] = value.elements;
    if (!first) return undefined;
    const start = first.getStart();
    const text = `${message(input)},${gapBefore(first, syntax)}`;
    return [rulesEdit, { start, end: start, text }];
  }
  if (!isText(value)) return undefined;
  const list = propertyName(said.name) === 'prompt' ? 'messages' : propertyName(said.name);
  return [
    rulesEdit,
    {
      start: said.getStart(),
      end: said.getEnd(),
      text: `${list}: [${message(input)}, ${message(said.initializer.getText())}]`,
    },
  ];
}

/** The message that a property makes the content of, and the part of its content that it stands in. */
function messageOf(
  property: MixedText['property'],
):
  | { readonly message: ts.ObjectLiteralExpression; readonly part?: ts.ObjectLiteralExpression }
  | undefined {
  const owner = property.parent;
  const name = propertyName(property.name);
  if (name === 'content') return { message: owner };
  const list = owner.parent;
  const content = list.parent;
  if (name !== 'text' || !ts.isArrayLiteralExpression(list) || !ts.isPropertyAssignment(content))
    return undefined;
  return propertyName(content.name) === 'content' && list.elements.length === 1
    ? { message: content.parent, part: owner }
    : undefined;
}

function roleOf(message: ts.ObjectLiteralExpression | undefined): string | undefined {
  const role = message && initializerOf(message, 'role');
  return role && ts.isStringLiteralLike(role) ? role.text : undefined;
}

/** Whether messages may stand before an object: it is one of a list, or is put into one. */
function isListed(message: ts.ObjectLiteralExpression): boolean {
  const list = message.parent;
  return (
    ts.isArrayLiteralExpression(list) ||
    (ts.isCallExpression(list) &&
      ts.isPropertyAccessExpression(list.expression) &&
      PUTS.has(list.expression.name.text))
  );
}

/** Methods that put their arguments into a list in their order. */
const PUTS: ReadonlySet<string> = new Set(['push', 'unshift', 'concat']);

const SPEAKERS: readonly string[] = ['system', 'developer', 'user'];

/** A message becomes two: that of the rules, and behind it one of the user. */
function messageEdit(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit[] | undefined {
  const owner = property.parent;
  const list = owner.parent;
  const speaker = roleOf(owner);
  if (
    propertyName(property.name) !== 'content' ||
    !isListed(owner) ||
    speaker === undefined ||
    !SPEAKERS.includes(speaker) ||
    owner.properties.length !== 2
  )
    return undefined;
  const { quote, indent, lineBreak } = styleOf(syntax.sourceFile);
  const message = (who: string, content: string) =>
    `{ role: ${quote}${who}${quote}, content: ${content} }`;
  const system = message(speaker === 'user' ? 'system' : speaker, rules);
  const user = message('user', input);
  if (
    !ts.isArrayLiteralExpression(list) ||
    list.elements.length !== 1 ||
    !list.getText().startsWith('[{')
  )
    return [
      {
        start: owner.getStart(),
        end: owner.getEnd(),
        text: `${system},${gapBefore(owner, syntax)}${user}`,
      },
    ];
  const margin = lineBreak + indentationAt(syntax.text, list.getStart());
  return [
    {
      start: list.getStart(),
      end: list.getEnd(),
      text: `[${margin}${indent}${system},${margin}${indent}${user},${margin}]`,
    },
  ];
}

/** `content: [{ type: 'text', text: … }]`: the part keeps the input, the rules go before it. */
function partEdits(
  { property }: MixedText,
  { rules, input }: Parts,
  syntax: Syntax,
): TextEdit[] | undefined {
  const { message, part } = messageOf(property) ?? {};
  if (!message || !part || roleOf(message) !== 'user' || !isListed(message)) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const start = message.getStart();
  return [
    {
      start,
      end: start,
      text: `{ role: ${quote}system${quote}, content: ${rules} },${gapBefore(message, syntax)}`,
    },
    { start: property.getStart(), end: property.getEnd(), text: `text: ${input}` },
  ];
}

function gapBefore(node: ts.Node, { text }: Syntax): string {
  return beginsLine(text, node.getStart()) ? `\n${indentationAt(text, node.getStart())}` : ' ';
}
