import ts from 'typescript';
import { exportsOf } from '../../../analysis/source/imports';
import { identifiersNamed, lookup, referencesTo } from '../../../analysis/source/scope';
import { propertyName, unwrap, walk, type Syntax } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';
import { removeListed } from '../../../edits/removeListed';
import { removeStatement } from '../../../edits/removeStatement';
import { settingName } from '../../../analysis/source/setting';
import { isWithin } from './handedOver';

/** A key that a state holds: an entry of an object, or a state of its own. */
export interface HeldKey {
  /** What holds it, for people: `state`, `this`. */
  readonly holder: string;
  /** The entry, or the declaration of the state. */
  readonly node: ts.PropertyAssignment | ts.VariableDeclaration;
  /** Nothing but what goes reads it. */
  readonly isIdle: boolean;
}

/**
 * The keys that code which goes reads out of a state of its file: `this.apiKey` of
 * `data() { return { apiKey: import.meta.env.VITE_KEY }; }`, `state.apiKey` of `reactive({ … })`,
 * `apiKey` of `const [apiKey] = useState(…)`.
 */
export function heldKeys(gone: readonly ts.Node[], syntax: Syntax): HeldKey[] {
  const found = new Map<ts.Node, HeldKey>();
  for (const root of gone)
    walk(root, (node) => {
      const held = ts.isIdentifier(node)
        ? heldAlone(node, gone)
        : ts.isPropertyAccessExpression(node)
          ? heldIn(node, gone, syntax)
          : undefined;
      if (held) found.set(held.node, held);
    });
  return [...found.values()];
}

/** `const [apiKey] = useState(import.meta.env.VITE_KEY)`, which nothing sets. */
function heldAlone(name: ts.Identifier, gone: readonly ts.Node[]): HeldKey | undefined {
  const element = lookup(name);
  const pattern = element?.parent;
  if (!element || !ts.isBindingElement(element) || !pattern || !ts.isArrayBindingPattern(pattern))
    return undefined;
  const owner = pattern.parent;
  const call = ts.isVariableDeclaration(owner) && owner.initializer && unwrap(owner.initializer);
  if (!call || !ts.isCallExpression(call) || !ts.isVariableDeclaration(owner)) return undefined;
  if (!call.arguments.some(isKeyValue)) return undefined;
  const isIdle =
    pattern.elements.length === 1 &&
    call.arguments.length === 1 &&
    ts.isVariableDeclarationList(owner.parent) &&
    owner.parent.declarations.length === 1 &&
    referencesTo(element, name.text).every((id) => gone.some((node) => isWithin(id, node)));
  return { holder: name.text, node: owner, isIdle };
}

/** An entry of an object, read through `this` or through a variable of the file. */
function heldIn(
  { expression, name }: ts.PropertyAccessExpression,
  gone: readonly ts.Node[],
  syntax: Syntax,
): HeldKey | undefined {
  const owner = unwrap(expression);
  const declaration = ts.isIdentifier(owner) ? lookup(owner) : undefined;
  const isThis = owner.kind === ts.SyntaxKind.ThisKeyword;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const within = isThis ? syntax.sourceFile : made && unwrap(made);
  if (!within || (!isThis && !ts.isCallExpression(within))) return undefined;
  const entries: ts.PropertyAssignment[] = [];
  walk(within, (node) => {
    const isKey =
      ts.isPropertyAssignment(node) &&
      propertyName(node.name) === name.text &&
      !gone.some((item) => isWithin(node, item)) &&
      isKeyValue(node.initializer);
    if (isKey) entries.push(node);
  });
  const [entry, ...more] = entries;
  if (!entry) return undefined;
  const isOwn = isThis || (declaration !== undefined && isKeptHere(declaration, syntax));
  const isIdle = more.length === 0 && isOwn && isReadOnlyIn(gone, name.text, entry, syntax);
  return { holder: owner.getText(), node: entry, isIdle };
}

/** Whether nothing but code that goes has a word in a file, its markup with it. */
function isReadOnlyIn(
  gone: readonly ts.Node[],
  name: string,
  entry: ts.PropertyAssignment,
  { sourceFile, text }: Syntax,
): boolean {
  const names = identifiersNamed(sourceFile, name);
  return (
    wordsIn(text, name) === names.length &&
    names.every((id) => id === entry.name || gone.some((node) => isWithin(id, node)))
  );
}

function wordsIn(text: string, word: string): number {
  return text.split(/[^\w$]+/).filter((item) => item === word).length;
}

/**
 * Whether a state stays in its file and is read entry by entry, so that none of them is needed by
 * anybody else; its type, where it has one, may ask for the entry.
 */
function isKeptHere(declaration: ts.Node, syntax: Syntax): boolean {
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  const { name, type, initializer } = declaration;
  const call = initializer && unwrap(initializer);
  const isTyped = type ?? (call && ts.isCallExpression(call) && call.typeArguments);
  const isShared = [...exportsOf(syntax).names.keys()].includes(name.text);
  const uses = referencesTo(declaration, name.text);
  const isEntry = ({ parent }: ts.Identifier) =>
    ts.isPropertyAccessExpression(parent) || ts.isShorthandPropertyAssignment(parent);
  // In markup each of them has to be read by an entry too.
  const inMarkup = wordsIn(syntax.text, name.text) - uses.length - 1;
  const entries = syntax.text.split(new RegExp(`(?<![\\w$.])${name.text}\\??\\.`)).length - 1;
  const inScript = uses.filter(({ parent }) => ts.isPropertyAccessExpression(parent)).length;
  return !isTyped && !isShared && uses.every(isEntry) && entries - inScript === inMarkup;
}

/** `import.meta.env.VITE_KEY`, `process.env.KEY`, with a fallback; a text that is written here. */
function isKeyValue(value: ts.Expression): boolean {
  const node = unwrap(value);
  if (ts.isBinaryExpression(node)) return isKeyValue(node.left);
  return settingName(node) !== undefined || (ts.isStringLiteralLike(node) && node.text !== '');
}

/** The edits that take such keys out of their file. */
export function heldKeyEdits(gone: readonly ts.Node[], syntax: Syntax): TextEdit[] {
  return heldKeys(gone, syntax).flatMap(({ node, isIdle }) => {
    if (!isIdle) return [];
    if (ts.isVariableDeclaration(node)) return [removeStatement(syntax, node.parent.parent)];
    return ts.isObjectLiteralExpression(node.parent)
      ? removeListed(node.parent.properties, new Set([node]))
      : [];
  });
}
