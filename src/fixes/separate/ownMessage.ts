import ts from 'typescript';
import { initializerOf } from '../../analysis/requests/payloadOptions';
import { referencesTo } from '../../analysis/source/scope';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import { beginsLine } from '../../analysis/source/text';
import { entry } from './entry';
import { isCertainText } from './certainText';
import { escaped } from '../proxy/payload/template';
import { styleOf } from '../../edits/style';
import type { TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';

/** The property of a request that a text of the developer and of others fills. */
export type TextProperty = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The property that a node stands in, or that a name before it is the value of. */
export function propertyAt(node: ts.Node): TextProperty | undefined {
  for (let at = node; at.parent && !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) && parent.initializer === at) return parent;
    if (ts.isShorthandPropertyAssignment(parent)) return parent;
  }
  return undefined;
}

/** The properties of the messages that stand at a place: of a list, of one message. */
export function propertiesIn(node: ts.Node | undefined): TextProperty[] {
  if (!node) return [];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(propertiesIn);
  return ts.isObjectLiteralExpression(node)
    ? node.properties.filter(
        (item) => ts.isPropertyAssignment(item) || ts.isShorthandPropertyAssignment(item),
      )
    : [];
}

/** What a property is given. */
export function valueOf(property: TextProperty): ts.Expression {
  return ts.isPropertyAssignment(property) ? property.initializer : property.name;
}

/** Whether the text of a place instructs the model today, by its role or by its parameter. */
export function instructs(property: TextProperty): boolean {
  const name = propertyName(property.name);
  if (name === 'system' || name === 'instructions') return true;
  const role = roleOf(messageOf(property)?.message);
  return role === 'system' || role === 'developer';
}

/** The rules and the input as code, where the request reads them. */
export interface Said {
  readonly rules: string;
  readonly input: string;
}

/**
 * The edits that leave the rules where the text was and send the input beside them; `undefined`
 * when the request has no place for it.
 */
export function sendApart(
  property: TextProperty,
  said: Said,
  syntax: Syntax,
): TextEdit[] | undefined {
  return (
    propertyEdit(property, said, syntax) ??
    parameterPairEdits(property, said, syntax) ??
    messageEdit(property, said, syntax) ??
    partEdits(property, said, syntax)
  );
}

/**
 * `input` and `prompt` have a property for the rules beside them, unless the request uses it
 * already.
 */
function propertyEdit(
  property: TextProperty,
  { rules, input }: Said,
  syntax: Syntax,
): TextEdit[] | undefined {
  const name = propertyName(property.name);
  const given = new Set(property.parent.properties.map((item) => propertyName(item.name)));
  const isGeneration = given.has('model') && !['n', 'size'].some((it) => given.has(it));
  const beside =
    name === 'input' ? 'instructions' : name === 'prompt' && isGeneration ? 'system' : undefined;
  if (beside === undefined || name === undefined) return undefined;
  return given.has(beside)
    ? addedRules(property, beside, { rules, input })
    : [
        {
          start: property.getStart(),
          end: property.getEnd(),
          text: `${beside}: ${rules},${gapBefore(property, syntax)}${entry(name, input)}`,
        },
      ];
}

/** The rules behind those that a request has already, which stand there as a literal. */
function addedRules(
  property: TextProperty,
  beside: string,
  { rules, input }: Said,
): TextEdit[] | undefined {
  const own = initializerOf(property.parent, beside);
  const held = own && unwrap(own);
  if (!held || !ts.isStringLiteralLike(held)) return undefined;
  const inside = rules.slice(1, -1);
  const more = rules.startsWith('`')
    ? inside
    : /^['"]/.test(rules)
      ? inside.replace(/\\(['"])/g, '$1').replace(/`|\$(?=\{)/g, '\\$&')
      : `\${${rules}}`;
  return [
    {
      start: held.getStart(),
      end: held.getEnd(),
      text: `\`${escaped(held.text.trimEnd())}\n\n${more}\``,
    },
    {
      start: property.getStart(),
      end: property.getEnd(),
      text: entry(propertyName(property.name) ?? '', input),
    },
  ];
}

/**
 * `instructions` and `system` keep the rules, and what people say gets the input before it: a list
 * of messages one more, a text that is certainly one a list.
 */
function parameterPairEdits(
  property: TextProperty,
  { rules, input }: Said,
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
  const message = (content: string) =>
    `{ role: ${quote}user${quote}, ${entry('content', content)} }`;
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
  if (!isCertainText(value)) return undefined;
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
  property: TextProperty,
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

/**
 * Where a message stands among others, which another may follow or precede: in a list, in a call
 * that puts it into one, or by the name of a constant that only stands there.
 */
function listedAt(message: ts.ObjectLiteralExpression): ts.Expression | undefined {
  if (isListed(message)) return message;
  const { parent } = message;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const [use, ...more] = referencesTo(parent, parent.name.text);
  return use && more.length === 0 && isListed(use) ? use : undefined;
}

function isListed(message: ts.Expression): boolean {
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
  property: TextProperty,
  { rules, input }: Said,
  syntax: Syntax,
): TextEdit[] | undefined {
  const owner = property.parent;
  const list = owner.parent;
  const speaker = roleOf(owner);
  const listed = listedAt(owner);
  if (
    propertyName(property.name) !== 'content' ||
    !listed ||
    speaker === undefined ||
    !SPEAKERS.includes(speaker) ||
    owner.properties.length !== 2
  )
    return undefined;
  const { quote, indent, lineBreak } = styleOf(syntax.sourceFile);
  const message = (who: string, content: string) =>
    `{ role: ${quote}${who}${quote}, ${entry('content', content)} }`;
  const system = message(speaker === 'user' ? 'system' : speaker, rules);
  const user = message('user', input);
  if (listed !== owner)
    return [
      { start: owner.getStart(), end: owner.getEnd(), text: system },
      {
        start: listed.getEnd(),
        end: listed.getEnd(),
        text: `,${gapBefore(listed, syntax)}${user}`,
      },
    ];
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
  property: TextProperty,
  { rules, input }: Said,
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
    { start: property.getStart(), end: property.getEnd(), text: entry('text', input) },
  ];
}

function gapBefore(node: ts.Node, { text }: Syntax): string {
  return beginsLine(text, node.getStart()) ? `\n${indentationAt(text, node.getStart())}` : ' ';
}
