import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { lookup, referencesTo } from '../../analysis/source/scope';
import { walk } from '../../analysis/source/syntax';
import type { TextEdit } from '../../edits/edit';
import { inStyle, type CodeStyle } from '../../edits/inStyle';

/** Where a body is read that is parsed as a whole: `response.json()`. */
interface BodyRead {
  readonly read: ts.CallExpression;
  readonly response: ts.Identifier;
  /** Nothing has left before for an answer that tells a failure. */
  readonly mayHaveFailed: boolean;
}

/**
 * The edit after which a caller waits for the end of the stream and goes on with the same value as
 * before; `undefined` where its body is not read at one place.
 */
export function collected(call: ts.CallExpression, key: string | undefined): TextEdit | undefined {
  const body = bodyRead(call, key === undefined ? TEXTS : OBJECTS);
  if (!body || (key !== undefined && !/^[A-Za-z_$][\w$]*$/.test(key))) return undefined;
  const { read, response, mayHaveFailed } = body;
  const name = response.text;
  const isAwaited = ts.isAwaitExpression(read.parent);
  const whole = isAwaited ? read.parent : read;
  if (!isAwaited && !isGiven(read)) return undefined;
  const told = isAwaited
    ? key === undefined
      ? `await readText(${name})`
      : `{ ${key}: await readText(${name}) }`
    : key === undefined
      ? `readText(${name})`
      : `readText(${name}).then((${key}) => ({ ${key} }))`;
  const taken = isAwaited && key !== undefined && !mayHaveFailed && onlyMember(whole, key);
  if (taken)
    return {
      start: taken.getStart(),
      end: whole.getEnd(),
      text: `${key} = await readText(${name})`,
    };
  const code = mayHaveFailed ? `${name}.ok ? ${told} : ${whole.getText()}` : told;
  const isBare =
    ts.isVariableDeclaration(whole.parent) ||
    ts.isReturnStatement(whole.parent) ||
    (ts.isArrowFunction(whole.parent) && !code.startsWith('{'));
  return {
    start: whole.getStart(),
    end: whole.getEnd(),
    text: isBare ? code : `(${code})`,
  };
}

/** The pattern of `const { text } = …`, which takes that member alone and keeps its name. */
function onlyMember(value: ts.Expression, key: string): ts.BindingName | undefined {
  const { parent } = value;
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name))
    return undefined;
  const [element, ...others] = parent.name.elements;
  const isPlain =
    element !== undefined &&
    others.length === 0 &&
    !element.propertyName &&
    !element.initializer &&
    !element.dotDotDotToken &&
    ts.isIdentifier(element.name) &&
    element.name.text === key;
  return isPlain ? parent.name : undefined;
}

/** `(response) => response.json()`, `return response.json()`: a promise that is given on. */
function isGiven(read: ts.CallExpression): boolean {
  return (
    (ts.isArrowFunction(read.parent) && read.parent.body === read) ||
    ts.isReturnStatement(read.parent)
  );
}

/** `const response = await fetch(…)`, or `fetch(…).then((response) => …)`, and the read of its body. */
function bodyRead(call: ts.CallExpression, readers: ReadonlySet<string>): BodyRead | undefined {
  const response = responseOf(call);
  if (!response || !ts.isIdentifier(response.name)) return undefined;
  const reads = referencesTo(response, response.name.text).filter(
    ({ parent }) => ts.isPropertyAccessExpression(parent) && BODIES.has(parent.name.text),
  );
  const [at, ...others] = reads;
  const read = at?.parent.parent;
  const isKnown =
    at && ts.isPropertyAccessExpression(at.parent) && readers.has(at.parent.name.text);
  if (
    !isKnown ||
    !read ||
    others.length > 0 ||
    !ts.isCallExpression(read) ||
    read.arguments.length > 0
  )
    return undefined;
  return { read, response: at, mayHaveFailed: !hasLeft(response, read) };
}

/** Ways to read a body; one that takes it as it comes, or twice, reads no text. */
const BODIES: ReadonlySet<string> = new Set([
  ...['json', 'text', 'body', 'blob', 'arrayBuffer', 'formData', 'clone', 'bodyUsed'],
]);

/** Those that give what stood in the body: an object, or a text as it is. */
const OBJECTS: ReadonlySet<string> = new Set(['json']);
const TEXTS: ReadonlySet<string> = new Set(['json', 'text']);

function responseOf(
  call: ts.CallExpression,
): ts.VariableDeclaration | ts.ParameterDeclaration | undefined {
  const { parent } = call;
  if (ts.isAwaitExpression(parent))
    return ts.isVariableDeclaration(parent.parent) ? parent.parent : undefined;
  const then =
    ts.isPropertyAccessExpression(parent) && parent.name.text === 'then' && parent.parent;
  const [given] = then && ts.isCallExpression(then) ? then.arguments : [];
  return given && (ts.isArrowFunction(given) || ts.isFunctionExpression(given))
    ? given.parameters[0]
    : undefined;
}

/** `if (!response.ok) throw …` stands before the read. */
export function hasLeft(
  response: ts.VariableDeclaration | ts.ParameterDeclaration,
  read: ts.Node,
): boolean {
  const fn = enclosing(read);
  let left = false;
  if (fn?.body)
    walk(fn.body, (node) => {
      if (!ts.isIfStatement(node) || node.getEnd() > read.getStart()) return;
      const { expression: test, thenStatement: then } = node;
      const last = ts.isBlock(then) ? then.statements.at(-1) : then;
      left ||=
        ts.isPrefixUnaryExpression(test) &&
        test.operator === ts.SyntaxKind.ExclamationToken &&
        ts.isPropertyAccessExpression(test.operand) &&
        test.operand.name.text === 'ok' &&
        ts.isIdentifier(test.operand.expression) &&
        lookup(test.operand.expression) === response &&
        last !== undefined &&
        (ts.isThrowStatement(last) || ts.isReturnStatement(last));
    });
  return left;
}

/** A function that reads a stream to its end, by the one that reads its pieces. */
export function wholeText(typescript: boolean, style: CodeStyle): string {
  const lines = [
    '/** The whole of an answer that the server streams. */',
    `async function readText(response${typescript ? ': Response): Promise<string>' : ')'} {`,
    "  let text = '';",
    '  for await (const piece of readPieces(response)) text += piece;',
    '  return text;',
    '}',
  ];
  return inStyle(lines.join('\n'), style);
}
