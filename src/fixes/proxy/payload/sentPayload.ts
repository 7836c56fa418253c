import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { dottedName, pathOf, unwrap, walk } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';
import { importsOfTypes } from '../page/importsOfTypes';
import { callersOf, functionOf } from './callers';
import { completedObject, type CompletedObject } from './completedObject';
import type { Sight } from './uses';

/** A payload that stays where it is written, with other properties in it. */
export interface SentPayload extends Pick<CompletedObject, 'object' | 'added' | 'statements'> {
  /** Types that only the payload had, on its way to the request, by file. */
  readonly types: ReadonlyMap<string, readonly TextEdit[]>;
}

const MAX_HOPS = 3;

/** The payload of `JSON.stringify(payload)`, also where the only caller hands over the text. */
export function stringified(
  body: ts.Expression,
  sight: Sight,
  hops = MAX_HOPS,
): SentPayload | undefined {
  const node = unwrap(body);
  if (ts.isIdentifier(node)) {
    const made = constantAt(node) ?? handedAs(node, sight)?.value;
    return made && hops > 0 ? stringified(made, sight, hops - 1) : undefined;
  }
  return ts.isCallExpression(node) &&
    node.arguments.length === 1 &&
    dottedName(node.expression)?.join('.') === 'JSON.stringify'
    ? sentPayload(node.arguments[0], sight)
    : undefined;
}

/**
 * A payload written in place, in a constant that nothing else reads, completed statement by
 * statement, or handed over by the only caller of the function: it is made there as before.
 */
export function sentPayload(
  expression: ts.Expression,
  sight: Sight,
  hops = MAX_HOPS,
): SentPayload | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node))
    return { object: node, added: [], statements: [], types: new Map() };
  if (!ts.isIdentifier(node) || hops === 0) return undefined;
  const made = constantAt(node);
  if (made) return sentPayload(made, sight, hops - 1);
  const handed = handedAs(node, sight);
  if (!handed) return completed(node);
  const found = sentPayload(handed.value, sight, hops - 1);
  return found && { ...found, types: new Map([...found.types, ...untyped(handed.parameter)]) };
}

/** What a variable is made as that is read once, and so never written. */
function constantAt(name: ts.Identifier): ts.Expression | undefined {
  const declaration = lookup(name);
  return declaration &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    referencesTo(declaration, declaration.name.text).length === 1
    ? declaration.initializer
    : undefined;
}

export interface Handed {
  readonly parameter: ts.ParameterDeclaration;
  readonly value: ts.Expression;
}

/** The argument that the only call of a function gives for what is read once in it. */
export function handedAs(name: ts.Identifier, sight: Sight): Handed | undefined {
  const parameter = lookup(name);
  if (!parameter || !ts.isParameter(parameter) || !isPlain(parameter)) return undefined;
  if (referencesTo(parameter, name.text).length > 1) return undefined;
  const fn = parameter.parent;
  const { calls, complete } = callersOf(fn, sight);
  const [call] = calls;
  if (!complete || calls.length !== 1 || functionOf(call.expression, sight) !== fn)
    return undefined;
  const at = fn.parameters.indexOf(parameter);
  const given = call.arguments?.slice(0, at + 1) ?? [];
  return given.length > at && !given.some(ts.isSpreadElement)
    ? { parameter, value: given[at] }
    : undefined;
}

/** A parameter by its name alone, of a type that may give way to another. */
function isPlain({ name, type, initializer, dotDotDotToken, modifiers }: ts.ParameterDeclaration) {
  const isNamed = type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName);
  // A type of this module's own that nothing else needs would be left behind.
  const isOwn =
    isNamed &&
    type
      .getSourceFile()
      .statements.some(
        (item) =>
          (ts.isInterfaceDeclaration(item) || ts.isTypeAliasDeclaration(item)) &&
          item.name.text === type.typeName.getText() &&
          !item.modifiers?.length,
      );
  return ts.isIdentifier(name) && !initializer && !dotDotDotToken && !modifiers?.length && !isOwn;
}

/** `payload: ChatRequest` takes any object from now on. */
function untyped({ type }: ts.ParameterDeclaration): [string, TextEdit[]][] {
  if (!type || KEPT.has(type.kind)) return [];
  const edit = { start: type.getStart(), end: type.getEnd(), text: 'object' };
  return [[pathOf(type), [edit, ...importsOfTypes(type.getSourceFile(), [type])]]];
}

const KEPT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AnyKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.StringKeyword,
]);

/** A completed object, where all that completes it can be read where it is made. */
function completed(name: ts.Identifier): SentPayload | undefined {
  const found = completedObject(name);
  const end = found?.object.end ?? 0;
  const isKnown = found?.added.every(({ value, condition }) =>
    [value, condition].every((part) => {
      let known = true;
      if (part)
        walk(part, (node) => {
          const declared = ts.isIdentifier(node) ? lookup(node) : undefined;
          const isLater = declared && declared.pos > end && !isWithin(declared, part);
          if (isLater && ts.isVariableDeclaration(declared)) known = false;
        });
      return known;
    }),
  );
  return found && isKnown
    ? { ...found, statements: found.statements.slice(1), types: new Map() }
    : undefined;
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return inner.pos >= outer.pos && inner.end <= outer.end;
}
