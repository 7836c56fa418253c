import ts from 'typescript';
import { isValueReference, lookup, referencesTo } from '../../../analysis/source/scope';
import { dottedName, unwrap } from '../../../analysis/source/syntax';
import { callersOf, functionOf } from './callers';
import { handedAs } from './sentPayload';
import type { Sight } from './uses';
import { returnedBy } from './within';

/** `form.append('model', 'whisper-1')` */
export interface Entry {
  readonly statement: ts.Statement;
  readonly name: string;
  readonly value: ts.Expression;
}

/** How often a form is followed from who sends it to who makes it. */
const MAX_HOPS = 3;

/**
 * What is put into a form, when it is made and filled in one block and goes nowhere but into the
 * request: also where the only caller makes it, or a function that serves this request alone.
 * `undefined` where more may be put into it.
 */
export function formEntries(
  form: ts.Identifier,
  sight: Sight,
  hops = MAX_HOPS,
): readonly Entry[] | undefined {
  const declaration = lookup(form);
  if (!declaration || hops === 0) return undefined;
  if (ts.isParameter(declaration)) {
    const handed = handedAs(form, sight);
    const given = handed && unwrap(handed.value);
    return given && ts.isIdentifier(given) && isBeside(given, form)
      ? formEntries(given, sight, hops - 1)
      : undefined;
  }
  const made =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  if (!made || !ts.isVariableDeclaration(declaration)) return undefined;
  const first = isNewForm(made) ? [] : filledBy(made, form, sight, hops - 1);
  const own = first && entriesOf(declaration, form);
  return own && [...first, ...own];
}

/** `new FormData()` */
function isNewForm(made: ts.Expression): boolean {
  return (
    ts.isNewExpression(made) &&
    made.expression.getText() === 'FormData' &&
    (made.arguments?.length ?? 0) === 0
  );
}

/** What a function puts into the form that it gives to this one caller. */
function filledBy(
  made: ts.Expression,
  form: ts.Identifier,
  sight: Sight,
  hops: number,
): readonly Entry[] | undefined {
  const fn = ts.isCallExpression(made) ? functionOf(made.expression, sight) : undefined;
  const body = fn && 'body' in fn ? fn.body : undefined;
  if (!fn || !body || !ts.isBlock(body as ts.ConciseBody)) return undefined;
  const { calls, complete } = callersOf(fn, sight);
  const [given, ...more] = returnedBy(body as ts.Block).map((item) => unwrap(item));
  return complete && calls.length === 1 && given && more.length === 0 && ts.isIdentifier(given)
    ? isBeside(given, form)
      ? formEntries(given, sight, hops)
      : undefined
    : undefined;
}

function isBeside(one: ts.Node, other: ts.Node): boolean {
  return one.getSourceFile() === other.getSourceFile();
}

/** What a block puts into a form that it has; `form` is where it goes from there. */
function entriesOf(
  declaration: ts.VariableDeclaration,
  form: ts.Identifier,
): readonly Entry[] | undefined {
  const block = declaration.parent.parent.parent;
  const entries = referencesTo(declaration, form.text)
    .filter((id) => id !== form && isValueReference(id) && !isLogged(id))
    .map((id): Entry | undefined => {
      const call =
        ts.isPropertyAccessExpression(id.parent) && /^(append|set)$/.test(id.parent.name.text)
          ? id.parent.parent
          : undefined;
      const [name, value] = call && ts.isCallExpression(call) ? call.arguments : [];
      const statement = call?.parent;
      // What is appended only now and then has no place in a route that knows its fields.
      return name &&
        value &&
        ts.isStringLiteralLike(name) &&
        statement &&
        ts.isExpressionStatement(statement) &&
        statement.parent === block
        ? { statement, name: name.text, value }
        : undefined;
    });
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

/** `console.log(form)`, also in a text. */
function isLogged(node: ts.Node): boolean {
  let at: ts.Node = node.parent;
  while (ts.isBinaryExpression(at) || ts.isParenthesizedExpression(at)) at = at.parent;
  return (
    ts.isCallExpression(at) &&
    ts.isExpressionStatement(at.parent) &&
    dottedName(at.expression)?.[0] === 'console'
  );
}
