import ts from 'typescript';
import { isAsync, isFunction, returnsOf } from '../../analysis/calls/positions';
import {
  isValueReference,
  lookup,
  lookupName,
  referencesTo,
  type Declaration,
} from '../../analysis/source/scope';
import { pathOf, propertyName, unwrap, walk } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { removeListed } from '../../edits/removeListed';
import { callersOf, functionOf } from '../proxy/payload/callers';
import { hasOwnSignature, isBare, parameterNotes } from './parameterText';
import { isWritten } from './rewritten';
import type { Composed, FileEdit } from './text';

/** A function that gives a text, with the one call of it. */
interface Builder {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly call: ts.CallExpression;
}

/**
 * The text that a function gives which is called only here: `buildPrompt(text)`. What it inserts is
 * what the call hands over; a parameter whose value goes to the message goes with it.
 */
export function builtText(
  call: ts.CallExpression,
  workspace: Workspace,
  compose: (expression: ts.Expression) => Composed | undefined,
): Composed | undefined {
  const fn = functionOf(call.expression, workspace);
  if (!fn || !isFunction(fn) || !fn.body || isAsync(fn) || fn.asteriskToken) return undefined;
  if (!hasOwnSignature(fn)) return undefined;
  const { calls, complete } = callersOf(fn, workspace);
  if (!complete || calls.length !== 1 || calls[0] !== call) return undefined;
  if (call.arguments.some(ts.isSpreadElement) || call.questionDotToken) return undefined;
  const returned = ts.isBlock(fn.body) ? lastReturn(fn, fn.body) : fn.body;
  const inner = returned && compose(returned);
  if (!inner) return undefined;
  const builder = { fn, call };
  return {
    parts: inner.parts,
    at: call,
    ...(inner.goesWhole ? { goesWhole: true } : {}),
    codeOf: (item) => (inner.codeOf(item) === item.getText() ? given(item, builder) : undefined),
    kept: {
      code: (moved) => calledWithout(idle(moved, fn), call),
      put: (rules, moved) => {
        const file = pathOf(fn);
        const kept = inner.kept;
        return [
          ...(kept?.put(rules, moved) ?? []),
          {
            file,
            start: inner.at.getStart(),
            end: inner.at.getEnd(),
            text: kept ? kept.code(moved) : rules,
          },
          ...withoutParameters(idle(moved, fn), fn).map((edit) => ({ ...edit, file })),
        ];
      },
    },
  };
}

/** What a function gives at its end, where it gives nothing before. */
function lastReturn(fn: ts.FunctionLikeDeclaration, body: ts.Block): ts.Expression | undefined {
  const last = body.statements.at(-1);
  return last && ts.isReturnStatement(last) && returnsOf(fn).length === 1
    ? last.expression
    : undefined;
}

/** A value of the function's own as the call hands it over; `undefined` where it has no name there. */
function given(inserted: ts.Expression, { fn, call }: Builder): string | undefined {
  const whole = argumentFor(inserted, fn, call);
  if (whole) return whole;
  const start = inserted.getStart();
  let code: string | undefined = inserted.getText();
  const names: { readonly name: ts.Identifier; readonly code: string }[] = [];
  walk(inserted, (node) => {
    if (!ts.isIdentifier(node) || !isValueReference(node)) return;
    const declaration = lookup(node);
    if (!declaration || isWithin(declaration, inserted)) return;
    const argument = argumentFor(node, fn, call, true);
    if (argument && !ts.isShorthandPropertyAssignment(node.parent))
      names.push({ name: node, code: argument });
    // Another name must stand for the same thing at the call.
    else if (lookupName(node.text, call) !== declaration) code = undefined;
  });
  for (const { name, code: argument } of names.reverse())
    code =
      code && code.slice(0, name.getStart() - start) + argument + code.slice(name.getEnd() - start);
  return code;
}

/** The argument that a parameter gets, which must be a name where it stands in other code. */
function argumentFor(
  node: ts.Expression,
  fn: ts.FunctionLikeDeclaration,
  call: ts.CallExpression,
  isPart = false,
): string | undefined {
  const name = unwrap(node);
  const declaration = ts.isIdentifier(name) ? lookup(name) : undefined;
  const parameter = declaration && parameterOf(declaration);
  if (!declaration || parameter?.parent !== fn || parameter.dotDotDotToken) return undefined;
  if (ts.isIdentifier(name) && referencesTo(declaration, name.text).some(isWritten))
    return undefined;
  const argument = call.arguments.at(fn.parameters.indexOf(parameter));
  if (!argument || parameter.initializer) return undefined;
  const value = parameter === declaration ? argument : memberOf(argument, declaration);
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  return isPart && !isName(unwrap(value)) ? undefined : value.getText();
}

/** What an object that is handed over holds under the name that a parameter takes out of it. */
function memberOf(
  argument: ts.Expression,
  declaration: ts.Node,
): ts.Expression | string | undefined {
  if (!ts.isBindingElement(declaration) || declaration.initializer || declaration.dotDotDotToken)
    return undefined;
  if (!ts.isParameter(declaration.parent.parent)) return undefined;
  const name =
    propertyName(declaration.propertyName as ts.PropertyName | undefined) ??
    declaration.name.getText();
  const object = unwrap(argument);
  if (isName(object)) return `${object.getText()}.${name}`;
  if (!ts.isObjectLiteralExpression(object) || object.properties.some(ts.isSpreadAssignment))
    return undefined;
  const property = object.properties.find((item) => propertyName(item.name) === name);
  if (property && ts.isShorthandPropertyAssignment(property)) return property.name;
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function isName(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    (ts.isPropertyAccessExpression(node) && isName(unwrap(node.expression)))
  );
}

/** The parameter that declares a name: its own, or one of an object that it takes apart. */
function parameterOf(declaration: ts.Node): ts.ParameterDeclaration | undefined {
  let at = declaration;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at)) at = at.parent;
  return ts.isParameter(at) ? at : undefined;
}

/** The parameters that nothing reads any more once some of what they hold has gone. */
function idle(
  moved: ReadonlySet<ts.Expression>,
  fn: ts.FunctionLikeDeclaration,
): Set<ts.ParameterDeclaration> {
  const unread = (declaration: Declaration, name: string) => {
    const uses = referencesTo(declaration, name);
    return uses.length > 0 && uses.every((use) => [...moved].some((item) => isWithin(use, item)));
  };
  return new Set(
    fn.parameters.filter((parameter) => {
      const { name } = parameter;
      return ts.isIdentifier(name)
        ? unread(parameter, name.text)
        : ts.isObjectBindingPattern(name) &&
            name.elements.every(
              (item) => ts.isIdentifier(item.name) && unread(item, item.name.text),
            );
    }),
  );
}

function calledWithout(gone: Set<ts.ParameterDeclaration>, call: ts.CallExpression): string {
  const at = indexesOf(gone);
  const left = call.arguments.filter((_, index) => !at.includes(index));
  return `${call.expression.getText()}(${left.map((item) => item.getText()).join(', ')})`;
}

function indexesOf(gone: Set<ts.ParameterDeclaration>): number[] {
  return [...gone].map((item) => item.parent.parameters.indexOf(item));
}

function withoutParameters(
  gone: Set<ts.ParameterDeclaration>,
  fn: ts.FunctionLikeDeclaration,
): Omit<FileEdit, 'file'>[] {
  if (gone.size === 0) return [];
  // `text => …` has no parentheses that could be left empty.
  const [only] = fn.parameters;
  return isBare(fn)
    ? [{ start: only.getStart(), end: only.getEnd(), text: '()' }]
    : [...removeListed(fn.parameters, gone), ...parameterNotes(fn, gone)];
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.getSourceFile() === outer.getSourceFile() &&
    inner.getStart() >= outer.getStart() &&
    inner.getEnd() <= outer.getEnd()
  );
}
