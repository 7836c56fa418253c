import ts from 'typescript';

/** How a statement shows a text: `setAnswer(TEXT)`, `answer.value = TEXT`, `output.textContent = TEXT`. */
export function showing(
  expression: ts.Expression,
  isText: (node: ts.Expression) => boolean,
): ((text: string) => string) | undefined {
  if (
    ts.isCallExpression(expression) &&
    expression.arguments.length === 1 &&
    /^set(?!Timeout|Interval|Immediate)[A-Z]/.test(
      expression.expression.getText().split('.').pop() ?? '',
    ) &&
    isText(expression.arguments[0])
  ) {
    const callee = expression.expression.getText();
    return (text) => `${callee}(${text})`;
  }
  if (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    isText(expression.right)
  ) {
    const target = expression.left.getText();
    return (text) => `${target} = ${text}`;
  }
  return undefined;
}
