import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { nuxtSetting } from '../server/nuxtSettings';
import { settingName } from '../../../analysis/source/setting';
import { changeOf } from './changes';
import { portableCode, type Carried } from './portable';
import { trimmedText } from './textParts';
import { homeOf, usesOf, type Sight } from './uses';

/** How far constants are followed, and what of the page the server has from now on. */
export interface Constants {
  readonly sight: Sight;
  /** Declarations of the page's file that were read. */
  readonly inlined?: Set<ts.VariableDeclaration>;
  /** Names by which the page's file reads what other modules export. */
  readonly imported?: Set<ts.Identifier>;
  /** Where code is put that the server takes over as it is; without it there is none. */
  readonly carried?: Carried;
}

/**
 * The code of a value that is the same for every visitor: literals, lists and objects of them that
 * nothing changes, constants by their value, templates of such, also from other modules.
 */
export function constantCode(expression: ts.Expression, constants: Constants): string | undefined {
  const node = unwrap(expression);
  const setting = settingCode(node);
  if (setting !== undefined) return `${setting} ?? ''`;
  const known = nuxtSetting(node) ?? literalCode(node);
  if (known !== undefined) return known;
  if (ts.isBinaryExpression(node)) return fallbackCode(node, constants);
  if (ts.isTemplateExpression(node)) return templateCode(node, constants);
  if (ts.isArrayLiteralExpression(node)) return listCode(node, constants);
  if (ts.isObjectLiteralExpression(node)) return objectCode(node, constants);
  if (ts.isPropertyAccessExpression(node)) return settingOfConstant(node, constants);
  if (isUndefined(node)) return 'undefined';
  if (ts.isCallExpression(node))
    return (
      trimmedCode(node, constants) ??
      (constants.carried && portableCode(node, constants.sight, constants.carried))
    );
  return ts.isIdentifier(node) ? valueOfConstant(node, constants) : undefined;
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
function fallbackCode(node: ts.BinaryExpression, constants: Constants): string | undefined {
  const operator = node.operatorToken.getText();
  if (operator !== '??' && operator !== '||') return undefined;
  const left = settingCode(unwrap(node.left)) ?? constantCode(node.left, constants);
  const right = constantCode(node.right, constants);
  return left !== undefined && right !== undefined ? `${left} ${operator} ${right}` : undefined;
}

function templateCode(node: ts.TemplateExpression, constants: Constants): string | undefined {
  const parts = node.templateSpans.map((span) => constantCode(span.expression, constants));
  if (!parts.every((part) => part !== undefined)) return undefined;
  const rest = node.templateSpans.map((span, index) => parts[index] + span.literal.getText());
  return node.head.getText() + rest.join('');
}

function listCode(node: ts.ArrayLiteralExpression, constants: Constants): string | undefined {
  const parts = node.elements.map((element) =>
    ts.isSpreadElement(element) ? undefined : constantCode(element, constants),
  );
  return parts.every((part) => part !== undefined) ? `[${parts.join(', ')}]` : undefined;
}

function objectCode(node: ts.ObjectLiteralExpression, constants: Constants): string | undefined {
  const parts = node.properties.map((property) => {
    const value = ts.isShorthandPropertyAssignment(property)
      ? property.name
      : ts.isPropertyAssignment(property) && property.initializer;
    const code = value ? constantCode(value, constants) : undefined;
    return value && code !== undefined ? `${property.name?.getText()}: ${code}` : undefined;
  });
  return parts.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
}

/** A constant text that is trimmed. */
function trimmedCode(node: ts.CallExpression, constants: Constants): string | undefined {
  const text = trimmedText(node);
  const code = text && constantCode(text, constants);
  if (code === undefined) return undefined;
  return /^('[^'\n]*'|"[^"\n]*"|`[^`]*`)$/.test(code) ? `${code}.trim()` : undefined;
}

/** Whether a name is the platform's `undefined`. */
function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined' && !lookup(node);
}

/** The code of the value that a name always holds. */
function valueOfConstant(name: ts.Identifier, constants: Constants): string | undefined {
  const made = constantOf(name, constants.sight);
  const code = made && constantCode(made.value, inside(made, name, constants));
  if (code !== undefined) noteRead(name, constants);
  return code;
}

/** `settings.model`, of an object that nothing changes. */
function settingOfConstant(
  { expression, name }: ts.PropertyAccessExpression,
  constants: Constants,
): string | undefined {
  const owner = unwrap(expression);
  const made = ts.isIdentifier(owner) ? constantOf(owner, constants.sight) : undefined;
  const object = made && unwrap(made.value);
  if (!made || !object || !ts.isObjectLiteralExpression(object)) return undefined;
  const [property, ...more] = object.properties.filter(
    (item) => ts.isSpreadAssignment(item) || propertyName(item.name) === name.text,
  );
  if (!property || !ts.isPropertyAssignment(property) || more.length > 0) return undefined;
  const code = constantCode(property.initializer, { sight: constants.sight });
  if (code !== undefined && ts.isIdentifier(owner)) noteRead(owner, constants);
  return code;
}

interface Made {
  readonly declaration: ts.VariableDeclaration;
  readonly value: ts.Expression;
}

/** What a name is made as, in whatever module, when nothing ever makes it anything else. */
export function constantOf(name: ts.Identifier, sight: Sight): Made | undefined {
  const declaration = homeOf(name, sight);
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    !declaration.initializer ||
    !isFixed(declaration, declaration.initializer, sight)
  )
    return undefined;
  return { declaration, value: declaration.initializer };
}

/**
 * Whether a variable always holds what it was made as, unchanged: a `const` of a plain value does,
 * anything else where all its uses are in sight and none of them changes it.
 */
function isFixed(declaration: ts.VariableDeclaration, value: ts.Expression, sight: Sight): boolean {
  if ((declaration.parent.flags & ts.NodeFlags.Const) !== 0 && literalCode(unwrap(value)))
    return true;
  return !usesOf(declaration, sight).hidden && !changeOf(declaration, sight);
}

/** What is read while a constant is worked out is the page's own business in its own file alone. */
function inside({ declaration }: Made, name: ts.Identifier, constants: Constants): Constants {
  return declaration.getSourceFile() === name.getSourceFile()
    ? constants
    : { sight: constants.sight, ...(constants.carried ? { carried: constants.carried } : {}) };
}

function noteRead(name: ts.Identifier, { inlined, imported }: Constants): void {
  const declaration = lookup(name);
  if (declaration && ts.isVariableDeclaration(declaration)) inlined?.add(declaration);
  else imported?.add(name);
}

/**
 * A setting that the build writes into the page, the same for everybody; the server reads it too.
 * Keys are none.
 */
function settingCode(node: ts.Expression): string | undefined {
  const name = settingName(node);
  return name !== undefined &&
    /^[A-Z][A-Z0-9_]*$/.test(name) &&
    !/KEY|SECRET|TOKEN|PASSWORD/.test(name)
    ? node.getText()
    : undefined;
}

/** A text as a literal. */
export function quoted(text: string): string {
  return text.includes('\n') || text.includes("'")
    ? JSON.stringify(text)
    : `'${text.replace(/\\/g, '\\\\')}'`;
}
