import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { constantCode } from './constantCode';
import { fieldName, type AddField } from './fieldName';
import { singleUse } from './movedStatements';

/**
 * A prompt of the developer's words around the visitor's: the words move to the server, only what
 * is inserted is sent, so that the route answers no other prompt. `undefined` for any other text,
 * and where a part could have another value at the call than in the template above it.
 */
export function inlineText(
  expression: ts.Expression,
  field: AddField,
  inlined: Set<ts.VariableDeclaration>,
): string | undefined {
  const node = unwrap(expression);
  const declaration = ts.isIdentifier(node) ? singleUse(node) : undefined;
  const template = declaration?.initializer ? unwrap(declaration.initializer) : node;
  if (!ts.isTemplateExpression(template)) return undefined;
  // A template without words is no prompt: what is inserted is all of it.
  const words = [template.head, ...template.templateSpans.map((span) => span.literal)]
    .map((part) => part.text)
    .join(' ');
  if (!/\p{L}{2,}/u.test(words)) return undefined;
  const next = declaration && follows(declaration, node);
  if (declaration && !next && !template.templateSpans.every((span) => isFixed(span.expression)))
    return undefined;
  let code = template.head.getText().slice(0, -2);
  for (const { expression: inserted, literal } of template.templateSpans) {
    const constant = constantCode(inserted, inlined);
    const value = inserted.getText();
    const name =
      constant ??
      field(fieldName(inserted, 'part'), 'part', isText(inserted) ? value : `String(${value})`);
    // A plain word needs no braces around it.
    code += /^'[^'`$\\]*'$/.test(name) ? name.slice(1, -1) : `\${${name}}`;
    code += literal.getText().slice(1, ts.isTemplateMiddle(literal) ? -2 : undefined);
  }
  if (declaration) inlined.add(declaration);
  return code;
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
function isFixed(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node)) return constantCode(node) !== undefined;
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

/** `question.trim()`, `String(question)` */
function makesText(call: ts.CallExpression): boolean {
  return (
    /\.(trim|toString|toLowerCase|toUpperCase|join|replace|replaceAll|slice|substring)\(/.test(
      call.getText(),
    ) || call.expression.getText() === 'String'
  );
}

/** `event.target.value`, `inputRef.current.value`, `textarea.value` */
function isTextOfInput({ name, expression }: ts.PropertyAccessExpression): boolean {
  return (
    /^(value|innerText|textContent)$/.test(name.text) &&
    /\b(target|current|currentTarget)$|(input|field|textarea)\w*$/i.test(
      expression.getText().replace(/[?!]/g, ''),
    )
  );
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
