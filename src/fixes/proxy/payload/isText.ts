import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';

/** Whether code certainly is a text, so that it can be sent as it is. */
export function isText(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isCallExpression(node)) return makesText(node);
  // Whatever is added to a text becomes a part of it.
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return isText(node.left) || isText(node.right);
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
