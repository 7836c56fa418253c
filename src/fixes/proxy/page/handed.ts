import ts from 'typescript';
import { isValueReference, lookup, referencesTo } from '../../../analysis/source/scope';
import { pathOf, unwrap, walk } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';
import type { Refusal } from '../../fix';
import { callersOf } from '../payload/callers';
import type { Sight } from '../payload/uses';

/** What is handed from caller to function, and goes out of both. */
export interface Handed {
  /** Edits by file: of parameters, and of the arguments for them. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** The arguments that go, each in its file. */
  readonly given: readonly ts.Expression[];
}

const MAX_HOPS = 6;

/**
 * The way of a parameter that nothing reads any more, back through every caller: each hands it over
 * no longer. `undefined` where a caller may be out of sight, or reads it for something else.
 */
export function withoutParameter(
  parameter: ts.ParameterDeclaration,
  sight: Sight,
  hops = MAX_HOPS,
): Handed | undefined {
  const fn = parameter.parent;
  const { calls, complete } = callersOf(fn, sight);
  if (!complete || hops === 0 || parameter.dotDotDotToken) return undefined;
  const index = fn.parameters.indexOf(parameter);
  const edits = new Map<string, TextEdit[]>();
  const given: ts.Expression[] = [];
  const add = (file: string, list: readonly TextEdit[]) =>
    edits.set(file, [...(edits.get(file) ?? []), ...list]);
  add(pathOf(parameter), [withoutItem(fn.parameters, index)]);
  for (const call of calls) {
    const list = call.arguments;
    if (!list || list.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
    const argument = list[index];
    if (!argument) continue;
    add(pathOf(call), [withoutItem(list, index)]);
    const outer = parameterNamed(argument);
    const more =
      outer && isReadOnlyIn(outer, [argument])
        ? withoutParameter(outer, sight, hops - 1)
        : undefined;
    if (outer && !more) return undefined;
    if (!more) given.push(argument);
    else {
      given.push(...more.given);
      more.edits.forEach((edit, file) => add(file, edit));
    }
  }
  return { edits, given };
}

/** The parameter that an expression is the name of. */
export function parameterNamed(expression: ts.Expression): ts.ParameterDeclaration | undefined {
  const node = unwrap(expression);
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  return declaration && ts.isParameter(declaration) && ts.isIdentifier(declaration.name)
    ? declaration
    : undefined;
}

/** Whether a parameter is read nowhere but inside of the given nodes. */
export function isReadOnlyIn(
  parameter: ts.ParameterDeclaration,
  nodes: readonly ts.Node[],
): boolean {
  return (
    ts.isIdentifier(parameter.name) &&
    referencesTo(parameter, parameter.name.text).every((id) =>
      nodes.some((node) => id.pos >= node.pos && id.end <= node.end),
    )
  );
}

/** Takes one of a list's items out, with its comma. */
function withoutItem(list: ts.NodeArray<ts.Node>, index: number): TextEdit {
  const item = list[index];
  const next = list[index + 1];
  if (next) return { start: item.getStart(), end: next.getStart(), text: '' };
  const before = list[index - 1];
  return { start: before ? before.getEnd() : item.getStart(), end: item.getEnd(), text: '' };
}

/**
 * The way of a key that is handed to the function that makes the client; a reason where it could
 * not be taken out, for then it would stay in the page.
 */
export function keyHanded(
  node: ts.NewExpression | ts.CallExpression,
  sight: Sight,
): Handed | Refusal | undefined {
  const parameters = new Set<ts.ParameterDeclaration>();
  walk(node, (item) => {
    const parameter =
      ts.isIdentifier(item) && isValueReference(item) ? parameterNamed(item) : undefined;
    if (parameter) parameters.add(parameter);
  });
  const [parameter, ...more] = parameters;
  if (!parameter) return undefined;
  const handed =
    more.length === 0 && isReadOnlyIn(parameter, [node])
      ? withoutParameter(parameter, sight)
      : undefined;
  return (
    handed ?? {
      reason:
        `The client is made with \`${parameter.name.getText()}\`, which is handed in from ` +
        'places that are not all in sight, so the key would stay in the page.',
    }
  );
}

/** A client that is handed to the functions that ask through it: each of the ways. */
export function handedOver(
  declaration: ts.VariableDeclaration | ts.FunctionDeclaration,
  name: string,
  receivers: readonly ts.Expression[],
  sight: Sight,
): Handed[] {
  const parameters = new Set(
    receivers.flatMap((receiver) => {
      const parameter = parameterNamed(receiver);
      return parameter && isReadOnlyIn(parameter, receivers) ? [parameter] : [];
    }),
  );
  return [...parameters].flatMap((parameter) => {
    const handed = withoutParameter(parameter, sight);
    const isOwn = handed?.given.every((item) => {
      const node = unwrap(item);
      return ts.isIdentifier(node) && node.text === name && lookup(node) === declaration;
    });
    return handed && isOwn ? [handed] : [];
  });
}
