import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { fieldName } from './fieldName';
import { singleUse } from './movedStatements';
import { escaped } from './template';
import type { Taking } from './taking';

/**
 * A prompt of the developer's words around the visitor's: the words move to the server, only what
 * is inserted is sent, so that the route answers no other prompt. `undefined` for any other text,
 * and where a part could have another value at the call than in the text above it.
 */
export function inlineText(expression: ts.Expression, taking: Taking): string | undefined {
  const node = unwrap(expression);
  const declaration = ts.isIdentifier(node) ? singleUse(node) : undefined;
  const parts = textParts(declaration?.initializer ? unwrap(declaration.initializer) : node);
  // A text without words is no prompt: what is inserted is all of it.
  const words = parts?.filter((part) => typeof part === 'string').join(' ') ?? '';
  if (!parts || !/\p{L}{2,}/u.test(words)) return undefined;
  const inserted = parts.filter((part) => typeof part !== 'string');
  const next = declaration && follows(declaration, node);
  if (declaration && !next && !inserted.every((part) => isFixed(part, taking))) return undefined;
  const code = parts.map((part) => {
    if (typeof part === 'string') return escaped(part);
    const constant = constantCode(part, taking);
    const value = part.getText();
    const name =
      constant ??
      taking.field(fieldName(part, 'part'), 'part', {
        of: part,
        code: isText(part) ? value : `String(${value})`,
      });
    // A plain word needs no braces around it.
    return /^'[^'`$\\]*'$/.test(name) ? name.slice(1, -1) : `\${${name}}`;
  });
  if (declaration) taking.inlined.add(declaration);
  return `\`${code.join('')}\``;
}

/**
 * The words of a text and what is inserted between them, in order: of a template, of texts joined by
 * `+`, of a list joined by a text. `undefined` for any other expression.
 */
export function textParts(node: ts.Expression): (string | ts.Expression)[] | undefined {
  if (ts.isTemplateExpression(node))
    return [
      node.head.text,
      ...node.templateSpans.flatMap((span) => [span.expression, span.literal.text]),
    ];
  if (isSum(node)) return isWorded(node) ? summands(node) : undefined;
  return ts.isCallExpression(node) ? joinedParts(node) : undefined;
}

function isSum(node: ts.Expression): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** Whether a sum is one of texts: one of what is added is written out as a text. */
function isWorded(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (isSum(node)) return isWorded(node.left) || isWorded(node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** What is added up to a text; numbers that are added to each other before stay one part. */
function summands(expression: ts.Expression): (string | ts.Expression)[] {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return textParts(node) ?? [node];
  return isSum(node) && isWorded(node) ? [...summands(node.left), ...summands(node.right)] : [node];
}

/** `['Summarise:', text].join('\n')` of texts alone: a list shows what is missing as nothing. */
function joinedParts(call: ts.CallExpression): (string | ts.Expression)[] | undefined {
  const callee = unwrap(call.expression);
  const list =
    ts.isPropertyAccessExpression(callee) && callee.name.text === 'join'
      ? unwrap(callee.expression)
      : undefined;
  const [separator] = call.arguments;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  if (!separator || !ts.isStringLiteralLike(separator) || !list.elements.every(isText))
    return undefined;
  return list.elements.flatMap((element, index) => [
    ...(index > 0 ? [separator.text] : []),
    ...(textParts(unwrap(element)) ?? [ts.isStringLiteralLike(element) ? element.text : element]),
  ]);
}

/** Whether the statement of a use comes right after a declaration. */
function follows(declaration: ts.VariableDeclaration, use: ts.Node): boolean {
  let at: ts.Node = use;
  while (at.parent && at.parent !== declaration.parent.parent.parent) at = at.parent;
  const block = at.parent;
  if (!block || !(ts.isBlock(block) || ts.isSourceFile(block))) return false;
  const { statements } = block;
  return (
    statements.indexOf(at as ts.Statement) ===
    statements.indexOf(declaration.parent.parent as ts.Statement) + 1
  );
}

/** A name that always has the value it has: a constant, a parameter, a part of one. */
function isFixed(expression: ts.Expression, taking: Taking): boolean {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node)) return constantCode(node, taking) !== undefined;
  let declaration: ts.Node | undefined = lookup(node);
  if (declaration && ts.isParameter(declaration)) return enclosing(node) === declaration.parent;
  while (declaration && ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  return (
    declaration !== undefined &&
    (ts.isParameter(declaration) ||
      (ts.isVariableDeclaration(declaration) &&
        (declaration.parent.flags & ts.NodeFlags.Const) !== 0))
  );
}

/** Whether code certainly is a text, so that it can be sent as it is. */
export function isText(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isCallExpression(node)) return makesText(node);
  if (ts.isPropertyAccessExpression(node)) return isTextOfInput(node);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration !== undefined && declaresText(declaration);
}

/** Methods that give a text, whatever they are called on; `slice` gives a list of a list. */
const TEXT_METHODS: ReadonlySet<string> = new Set([
  'trim',
  'trimStart',
  'trimEnd',
  'toString',
  'toLowerCase',
  'toUpperCase',
  'join',
  'replace',
  'replaceAll',
  'substring',
  'padStart',
  'padEnd',
  'repeat',
  'toFixed',
]);

/** `question.trim()`, `String(question)` */
function makesText(call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) return callee.text === 'String';
  return ts.isPropertyAccessExpression(callee) && TEXT_METHODS.has(callee.name.text);
}

/** `event.target.value`, `inputRef.current.value`, `textarea.value` */
function isTextOfInput({ name, expression }: ts.PropertyAccessExpression): boolean {
  return (
    /^(value|innerText|textContent)$/.test(name.text) &&
    /^(target|current|currentTarget)$|(input|field|textarea)\w*$/i.test(lastName(expression))
  );
}

/** `input` of `this.input!`; nothing for what has no name. */
function lastName(expression: ts.Expression): string {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** Whether what a declaration names is a text, by its type or by what it begins with. */
function declaresText(declaration: ts.Node): boolean {
  if (ts.isParameter(declaration)) return declaration.type?.kind === ts.SyntaxKind.StringKeyword;
  if (ts.isVariableDeclaration(declaration))
    return (
      declaration.type?.kind === ts.SyntaxKind.StringKeyword ||
      (declaration.initializer !== undefined && isText(declaration.initializer))
    );
  if (!ts.isBindingElement(declaration)) return false;
  return ts.isObjectBindingPattern(declaration.parent)
    ? isTextMember(declaration)
    : isTextState(declaration.parent);
}

/** `const [question, setQuestion] = useState('')` */
function isTextState({ parent }: ts.BindingPattern): boolean {
  const state = ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
  const call = state && unwrap(state);
  return (
    call !== undefined &&
    ts.isCallExpression(call) &&
    (call.typeArguments?.[0]?.kind === ts.SyntaxKind.StringKeyword ||
      (call.arguments[0] !== undefined && ts.isStringLiteralLike(unwrap(call.arguments[0]))))
  );
}

/** `{ topic }: { topic: string }`, also by the name of a type of the file. */
function isTextMember(element: ts.BindingElement): boolean {
  const owner = element.parent.parent;
  const type = ts.isParameter(owner) || ts.isVariableDeclaration(owner) ? owner.type : undefined;
  const name = (element.propertyName ?? element.name).getText();
  const declared =
    type && ts.isTypeReferenceNode(type)
      ? element
          .getSourceFile()
          .statements.find(
            (item) =>
              (ts.isInterfaceDeclaration(item) || ts.isTypeAliasDeclaration(item)) &&
              item.name.text === type.typeName.getText(),
          )
      : undefined;
  const members =
    type && ts.isTypeLiteralNode(type)
      ? type.members
      : declared && ts.isInterfaceDeclaration(declared)
        ? declared.members
        : declared && ts.isTypeAliasDeclaration(declared) && ts.isTypeLiteralNode(declared.type)
          ? declared.type.members
          : undefined;
  return (
    members?.some(
      (member) =>
        ts.isPropertySignature(member) &&
        member.name.getText() === name &&
        !member.questionToken &&
        member.type?.kind === ts.SyntaxKind.StringKeyword,
    ) ?? false
  );
}
