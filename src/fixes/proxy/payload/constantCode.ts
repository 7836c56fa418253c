import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import { nuxtSetting } from '../server/nuxtSettings';

/** Constants whose values the server has from now on. */
type Inlined = Set<ts.VariableDeclaration> | undefined;

/**
 * The code of a value that is the same for every visitor: literals, lists and objects of them,
 * constants by their value, templates of such. Declarations that it reads go into `inlined`.
 */
export function constantCode(expression: ts.Expression, inlined?: Inlined): string | undefined {
  const node = unwrap(expression);
  const setting = settingCode(node);
  if (setting !== undefined) return `${setting} ?? ''`;
  const known = nuxtSetting(node) ?? literalCode(node);
  if (known !== undefined) return known;
  if (ts.isBinaryExpression(node)) return fallbackCode(node, inlined);
  if (ts.isTemplateExpression(node)) return templateCode(node, inlined);
  if (ts.isArrayLiteralExpression(node)) return listCode(node, inlined);
  if (ts.isObjectLiteralExpression(node)) return objectCode(node, inlined);
  return ts.isIdentifier(node) ? valueOfConstant(node, inlined) : undefined;
}

/** A text, a number, `true`, `false`, `null`. */
function literalCode(node: ts.Expression): string | undefined {
  if (ts.isStringLiteral(node)) return quoted(node.text);
  const isWord =
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword;
  const isNumber =
    ts.isNumericLiteral(node) ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand));
  return isWord || isNumber || ts.isNoSubstitutionTemplateLiteral(node)
    ? node.getText()
    : undefined;
}

/** `import.meta.env.VITE_MODEL || 'gpt-5'` */
function fallbackCode(node: ts.BinaryExpression, inlined: Inlined): string | undefined {
  const operator = node.operatorToken.getText();
  if (operator !== '??' && operator !== '||') return undefined;
  const left = settingCode(unwrap(node.left)) ?? constantCode(node.left, inlined);
  const right = constantCode(node.right, inlined);
  return left !== undefined && right !== undefined ? `${left} ${operator} ${right}` : undefined;
}

function templateCode(node: ts.TemplateExpression, inlined: Inlined): string | undefined {
  const parts = node.templateSpans.map((span) => constantCode(span.expression, inlined));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const rest = node.templateSpans.map((span, index) => parts[index] + span.literal.getText());
  return node.head.getText() + rest.join('');
}

function listCode(node: ts.ArrayLiteralExpression, inlined: Inlined): string | undefined {
  const parts = node.elements.map((element) =>
    ts.isSpreadElement(element) ? undefined : constantCode(element, inlined),
  );
  return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
}

function objectCode(node: ts.ObjectLiteralExpression, inlined: Inlined): string | undefined {
  const parts = node.properties.map((property) => {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const code = constantCode(property.initializer, inlined);
    return code === undefined ? undefined : `${property.name.getText()}: ${code}`;
  });
  return parts.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
}

/** The code of the value that a `const` holds. */
function valueOfConstant(name: ts.Identifier, inlined: Inlined): string | undefined {
  const declaration = lookup(name);
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    (declaration.parent.flags & ts.NodeFlags.Const) === 0 ||
    !declaration.initializer
  )
    return undefined;
  const code = constantCode(declaration.initializer, inlined);
  if (code !== undefined) inlined?.add(declaration);
  return code;
}

/**
 * A setting that the build writes into the page, the same for everybody; the server reads it too.
 * Keys are none.
 */
function settingCode(node: ts.Expression): string | undefined {
  const text = node.getText();
  return /^(import\.meta|process)\.env\.[A-Z][A-Z0-9_]*$/.test(text) &&
    !/KEY|SECRET|TOKEN|PASSWORD/.test(text)
    ? text
    : undefined;
}

function quoted(text: string): string {
  return text.includes('\n') || text.includes("'")
    ? JSON.stringify(text)
    : `'${text.replace(/\\/g, '\\\\')}'`;
}
