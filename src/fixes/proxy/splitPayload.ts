import ts from 'typescript';
import type { Field } from '../../frameworks/route';
import { lookup } from '../../analysis/scope';
import { propertyName, unwrap, walk } from '../../analysis/syntax';

/** A browser's payload taken apart: what is constant goes to the server as code, what changes is sent and checked there. */
export interface Split {
  /** Properties of the payload as the server writes them, one a line. */
  readonly payload: readonly string[];
  readonly fields: readonly Field[];
  /** What the browser sends for each field, in order. */
  readonly values: readonly string[];
  readonly streams: boolean;
}

/** Parameters that may be sent as a number and checked as one. */
const NUMBERS = /^(temperature|top_p|max_tokens|max_completion_tokens|max_output_tokens|frequency_penalty|presence_penalty|seed|n)$/;

/** Takes a payload apart; `undefined` when a part of it can neither move nor be checked: instructions or tools made in the browser, unknown options. */
export function splitPayload(object: ts.ObjectLiteralExpression): Split | undefined {
  const fields: Field[] = [];
  const values: string[] = [];
  const payload: string[] = [];
  let streams = false;
  const field = (wanted: string, kind: Field['kind'], value: string, options?: readonly string[]): string => {
    const known = values.indexOf(value);
    if (known >= 0 && fields[known].kind === kind) return fields[known].name;
    let name = wanted;
    for (let count = 2; fields.some((item) => item.name === name); count++) name = `${wanted}${count}`;
    fields.push({ name, kind, ...(options ? { options } : {}) });
    values.push(value);
    return name;
  };

  for (const property of object.properties) {
    const name = propertyName(property.name);
    const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
    if (name === undefined || value === undefined) return undefined;
    if (name === 'stream') {
      streams = value.kind === ts.SyntaxKind.TrueKeyword;
      if (streams) payload.push('stream: true,');
      else if (value.kind !== ts.SyntaxKind.FalseKeyword) return undefined;
      continue;
    }
    const constant = constantText(value);
    if (constant !== undefined) {
      payload.push(...`${name}: ${constant},`.split('\n'));
      continue;
    }
    if (name === 'messages' || (name === 'input' && ts.isArrayLiteralExpression(value))) {
      const messages = splitMessages(value, field);
      if (!messages) return undefined;
      payload.push(...(messages.length === 1 ? [`${name}: ${messages[0]},`] : [`${name}: [`, ...messages.map((line) => `  ${line},`), '],']));
    } else if (name === 'input' || name === 'prompt') payload.push(shorthand(name, field(fieldName(value, 'message'), 'text', value.getText())));
    else if (NUMBERS.test(name)) payload.push(shorthand(name, field(name, 'number', value.getText())));
    else if (name === 'model') {
      const options = literalChoices(value);
      if (!options) return undefined;
      payload.push(shorthand(name, field('model', 'choice', value.getText(), options)));
    } else return undefined;
  }
  return { payload, fields, values, streams };
}

function shorthand(name: string, value: string): string {
  return name === value ? `${name},` : `${name}: ${value},`;
}

/** The messages as the server writes them, a message a line; a single line without brackets stands for the whole list. */
function splitMessages(value: ts.Expression, field: (wanted: string, kind: Field['kind'], value: string) => string): string[] | undefined {
  if (!ts.isArrayLiteralExpression(value)) {
    // A list made elsewhere: it may only be sent when no system message is put into it here.
    return writesInstructions(value.getSourceFile()) ? undefined : [field(fieldName(value, 'messages'), 'history', value.getText())];
  }
  const lines: string[] = [];
  for (const element of value.elements) {
    if (ts.isSpreadElement(element)) {
      if (writesInstructions(element.getSourceFile(), value)) return undefined;
      const name = field(fieldName(element.expression, 'history'), 'history', element.expression.getText());
      lines.push(`...${name}.map(({ role, content }) => ({ role, content }))`);
      continue;
    }
    const message = unwrap(element);
    const constant = constantText(message);
    if (constant !== undefined) {
      lines.push(constant);
      continue;
    }
    if (!ts.isObjectLiteralExpression(message)) return undefined;
    const role = message.properties.find((item) => propertyName(item.name) === 'role');
    const content = message.properties.find((item) => propertyName(item.name) === 'content');
    const roleText = role && ts.isPropertyAssignment(role) ? constantText(role.initializer) : undefined;
    const expression = content && ts.isPropertyAssignment(content) ? unwrap(content.initializer) : content && ts.isShorthandPropertyAssignment(content) ? content.name : undefined;
    // What the browser adds to the instructions would let every visitor write them.
    if (message.properties.length !== 2 || !expression || !roleText || !/user/.test(roleText) || ts.isArrayLiteralExpression(expression)) return undefined;
    const name = field(fieldName(expression, 'message'), 'text', expression.getText());
    lines.push(`{ role: 'user', ${name === 'content' ? 'content' : `content: ${name}`} }`);
  }
  return lines.length === 1 ? [`[${lines[0]}]`] : lines;
}

/** Whether a file puts a system message anywhere but directly into the given list. */
function writesInstructions(file: ts.SourceFile, except?: ts.Node): boolean {
  let found = false;
  walk(file, (node) => {
    if (ts.isPropertyAssignment(node) && propertyName(node.name) === 'role' && /system|developer/.test(node.initializer.getText()) && node.parent.parent !== except) found = true;
  });
  return found;
}

/** A name for what is sent: that of the variable, when it has one. */
function fieldName(expression: ts.Expression, fallback: string): string {
  const inner = unwrap(expression);
  const name = ts.isIdentifier(inner) ? inner.text : ts.isPropertyAccessExpression(inner) && inner.name.text !== 'value' ? inner.name.text : ts.isPropertyAccessExpression(inner) && ts.isIdentifier(inner.expression) ? inner.expression.text : fallback;
  return /^(openai|request|req|res|error|answer|stream|body|value|current)$/.test(name) ? fallback : name;
}

/** The code of a value that is the same for every visitor: literals, lists and objects of them, constants of the module by their value. */
function constantText(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteral(node)) return quoted(node.text);
  if (ts.isNoSubstitutionTemplateLiteral(node)) return node.getText();
  if (ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword) return node.getText();
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) return node.getText();
  if (ts.isArrayLiteralExpression(node)) {
    const parts = node.elements.map((element) => (ts.isSpreadElement(element) ? undefined : constantText(element)));
    return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
  }
  if (ts.isObjectLiteralExpression(node)) {
    const parts = node.properties.map((property) => {
      const text = ts.isPropertyAssignment(property) ? constantText(property.initializer) : undefined;
      return text === undefined || !property.name ? undefined : `${property.name.getText()}: ${text}`;
    });
    return parts.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
  }
  if (ts.isIdentifier(node)) {
    const declaration = lookup(node);
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0 && declaration.initializer;
    return isConstant ? constantText(declaration.initializer) : undefined;
  }
  return undefined;
}

/** `isPro ? 'gpt-5' : 'gpt-5-mini'`: the values a choice has. */
function literalChoices(expression: ts.Expression): string[] | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (!ts.isConditionalExpression(node)) return undefined;
  const [first, second] = [literalChoices(node.whenTrue), literalChoices(node.whenFalse)];
  return first && second ? [...first, ...second] : undefined;
}

function quoted(text: string): string {
  return text.includes('\n') || text.includes("'") ? JSON.stringify(text) : `'${text.replace(/\\/g, '\\\\')}'`;
}
