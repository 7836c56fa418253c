import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { unwrap } from '../../analysis/source/syntax';
import { nuxtSetting } from './nuxtSettings';

/**
 * The code of a value that is the same for every visitor: literals, lists and objects of them,
 * constants by their value, templates of such.
 * Declarations that it reads go into `inlined`.
 */
export function constantCode(
  expression: ts.Expression,
  inlined?: Set<ts.VariableDeclaration>,
): string | undefined {
  const node = unwrap(expression);
  const setting = settingCode(node);
  if (setting !== undefined) return `${setting} ?? ''`;
  const configured = nuxtSetting(node);
  if (configured !== undefined) return configured;
  // `import.meta.env.VITE_MODEL || 'gpt-5'`
  if (ts.isBinaryExpression(node) && /^(\?\?|\|\|)$/.test(node.operatorToken.getText())) {
    const [left, right] = [
      settingCode(unwrap(node.left)) ?? constantCode(node.left, inlined),
      constantCode(node.right, inlined),
    ];
    return left !== undefined && right !== undefined
      ? `${left} ${node.operatorToken.getText()} ${right}`
      : undefined;
  }
  if (ts.isStringLiteral(node)) return quoted(node.text);
  if (ts.isNoSubstitutionTemplateLiteral(node)) return node.getText();
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map((span) => constantCode(span.expression, inlined));
    return parts.every((part) => part !== undefined)
      ? node.head.getText() +
          node.templateSpans.map((span, index) => parts[index] + span.literal.getText()).join('')
      : undefined;
  }
  if (
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  )
    return node.getText();
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) return node.getText();
  if (ts.isArrayLiteralExpression(node)) {
    const parts = node.elements.map((element) =>
      ts.isSpreadElement(element) ? undefined : constantCode(element, inlined),
    );
    return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const parts = node.properties.map((property) => {
      const text = ts.isPropertyAssignment(property)
        ? constantCode(property.initializer, inlined)
        : undefined;
      return text === undefined || !property.name
        ? undefined
        : `${property.name.getText()}: ${text}`;
    });
    return parts.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
  }
  if (ts.isIdentifier(node)) {
    const declaration = lookup(node);
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
  return undefined;
}

/** A setting that the build writes into the page, the same for everybody; the server reads it too. Keys are none. */
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
