import ts from 'typescript';
import { unwrap } from '../../../analysis/source/syntax';
import { behind, EMPTY, joined, partOfItself, PLAIN, unknown, type Beginning } from './beginnings';
import { functionOf } from './callers';
import { holdsFor, viewOf, type Item } from './items';
import { storedLists } from './storedLists';
import { homeOf, type Sight } from './uses';
import { returnedBy } from './within';

/** What becomes of a message on its way into a list; `undefined` where that cannot be told. */
export type Passage = (item: Item) => Item | 'dropped' | undefined;

/** What looks at lists, as far as the methods of lists need it. */
export interface ListSearch {
  readonly sight: Sight;
  list(expression: ts.Expression): Beginning | undefined;
  /** One message, as the list that it alone makes. */
  message(expression: ts.Expression): Beginning;
  /** A list whose messages pass through something. */
  through(passage: Passage, list: ts.Expression): Beginning | undefined;
  /** A list that a function gives, whose first parameter is a list as it was. */
  folded(
    fn: ts.ArrowFunction | ts.FunctionExpression,
    before: Beginning | undefined,
  ): Beginning | undefined;
}

/** `history.concat(message)`, `history.slice()`, and lists made by functions. */
export function madeList(call: ts.CallExpression, search: ListSearch): Beginning | undefined {
  const stored = storedLists(call, search.sight);
  if (stored) return joined([EMPTY, ...stored.map((item) => search.list(item))]);
  const callee = unwrap(call.expression);
  const method = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  switch (method?.name.text) {
    case 'concat':
      return call.arguments.reduce<Beginning | undefined>(
        (found, item) => behind(found, joinedIn(item, search), item),
        search.list(method.expression),
      );
    case 'slice':
      return sliced(call, search.list(method.expression));
    case 'filter':
      return filtered(call, method.expression, search);
    case 'map':
      return mapped(call, method.expression, search);
    case 'flatMap':
      return spreadOut(call, search);
    case 'reduce':
      return reduced(call, search);
    default:
      return given(call, search);
  }
}

/** What `concat` is given: a list, or one message. */
function joinedIn(item: ts.Expression, search: ListSearch): Beginning | undefined {
  return isObject(item, search.sight) ? search.message(item) : search.list(item);
}

/** Whether a value is an object that is written out, here or where its name is declared. */
function isObject(expression: ts.Expression, sight: Sight): boolean {
  const node = unwrap(expression);
  const home = ts.isIdentifier(node) ? homeOf(node, sight) : undefined;
  const made = home && ts.isVariableDeclaration(home) ? home.initializer : node;
  return made !== undefined && ts.isObjectLiteralExpression(unwrap(made));
}

/** Who takes messages out may take out the first one, also of the list as it was. */
function sliced(call: ts.CallExpression, found: Beginning | undefined): Beginning | undefined {
  const [from, to] = call.arguments.map((item) => unwrap(item));
  if (!from) return found;
  if (!found) return partOfItself(call);
  if (found.kind !== 'instructed') return found;
  const start = ts.isNumericLiteral(from) ? Number(from.text) : undefined;
  if (start === 0 && (!to || (ts.isNumericLiteral(to) && Number(to.text) > 0))) {
    const kept = to ? found.messages.slice(0, Number(to.getText())) : found.messages;
    return { ...found, messages: kept };
  }
  return start !== undefined && start >= found.messages.length ? PLAIN : unknown(call);
}

function callbackOf(
  { arguments: [callback] }: ts.CallExpression,
  sight: Sight,
): ts.SignatureDeclaration | undefined {
  const fn = callback && unwrap(callback);
  if (!fn) return undefined;
  return ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? fn : functionOf(fn, sight);
}

/** `list.filter((message) => message.role !== 'system')` */
function filtered(
  call: ts.CallExpression,
  list: ts.Expression,
  search: ListSearch,
): Beginning | undefined {
  const fn = callbackOf(call, search.sight);
  const condition = fn && 'body' in fn ? (fn.body as ts.ConciseBody) : undefined;
  const [parameter] = fn?.parameters ?? [];
  const passage: Passage = (item) => {
    if (!condition || ts.isBlock(condition) || !parameter) return undefined;
    const holds = holdsFor(condition, search.sight, new Map([[parameter, item]]));
    return holds === false ? 'dropped' : holds ? item : undefined;
  };
  const found = search.through(passage, list);
  // Whatever stands in the list: who takes the instructions out leaves none.
  const isWithout = passage(systemMessage(call)) === 'dropped';
  if (!found) return isWithout ? PLAIN : partOfItself(call);
  return found.kind === 'unknown' && isWithout ? PLAIN : found;
}

function systemMessage(node: ts.Node): Item {
  return {
    node,
    words: (name) => (name === 'role' ? ['system'] : undefined),
    code: () => undefined,
  };
}

/** `log.map((entry) => ({ role: entry.mine ? 'user' : 'assistant', content: entry.text }))` */
function mapped(
  call: ts.CallExpression,
  list: ts.Expression,
  search: ListSearch,
): Beginning | undefined {
  const fn = callbackOf(call, search.sight);
  const view = fn && viewOf(fn, search.sight);
  if (fn && !view) return edited(fn, search.list(list));
  if (!view) return unknown(call.arguments[0] ?? call);
  const found = search.through(view, list);
  if (found && found.kind !== 'unknown') return found;
  // Of a list that is not known, or is as it was, the callback alone may say who speaks.
  const made = view(probe(call));
  const words = made?.words('role');
  if (words?.every((word) => SPEAKING.has(word))) return PLAIN;
  const isSame = words?.join() === PROBED && made?.code('content') === PROBED;
  return found ?? (isSame ? undefined : unknown(call));
}

const SPEAKING: ReadonlySet<string> = new Set(['user', 'assistant']);

/** What stands for whatever the messages of a list have. */
const PROBED = '\0';
const probe = (node: ts.Node): Item => ({
  node,
  words: (name) => (name === 'role' ? [PROBED] : undefined),
  code: (name) => (name === 'content' ? PROBED : undefined),
});

/** `list.map((item) => (item.id === id ? { ...item, content } : item))`: nobody speaks for another. */
function edited(fn: ts.SignatureDeclaration, found: Beginning | undefined): Beginning | undefined {
  const body = 'body' in fn ? (fn.body as ts.ConciseBody) : undefined;
  const [parameter] = fn.parameters;
  const name = parameter && ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
  const keeps = (expression: ts.Expression): boolean => {
    const node = unwrap(expression);
    if (ts.isConditionalExpression(node)) return keeps(node.whenTrue) && keeps(node.whenFalse);
    if (ts.isIdentifier(node)) return node.text === name;
    const [first, ...more] = ts.isObjectLiteralExpression(node) ? node.properties : [];
    return (
      first !== undefined &&
      ts.isSpreadAssignment(first) &&
      keeps(first.expression) &&
      more.every((item) => item.name && ts.isIdentifier(item.name) && item.name.text !== 'role')
    );
  };
  const results = body && (ts.isBlock(body) ? returnedBy(body) : [body]);
  if (!results?.every(keeps) || name === undefined) return unknown(fn);
  // What the application says may be edited too: then it is not what it was.
  return found?.kind === 'instructed' ? unknown(fn) : (found ?? partOfItself(fn, true));
}

/** `log.flatMap(({ question, answer }) => [{ role: 'user', … }, { role: 'assistant', … }])` */
function spreadOut(call: ts.CallExpression, search: ListSearch): Beginning | undefined {
  const fn = callbackOf(call, search.sight);
  const body = fn && 'body' in fn ? (fn.body as ts.ConciseBody) : undefined;
  const results = body && (ts.isBlock(body) ? returnedBy(body) : [body]);
  const found = results && joined(results.map((item) => search.list(item)));
  // Instructions for each of several entries do not stand at the beginning alone.
  return found && found.kind !== 'instructed' ? found : unknown(call);
}

/** `log.reduce((list, entry) => [...list, { … }], [])` */
function reduced(call: ts.CallExpression, search: ListSearch): Beginning | undefined {
  const [callback, first] = call.arguments;
  const fn = callback && unwrap(callback);
  if (!first || !fn || (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)))
    return unknown(call);
  return search.folded(fn, search.list(first));
}

/** A list that a function of the application's gives. */
function given(call: ts.CallExpression, search: ListSearch): Beginning | undefined {
  const fn = functionOf(call.expression, search.sight);
  const body = fn && 'body' in fn ? (fn.body as ts.ConciseBody | undefined) : undefined;
  const results = body && (ts.isBlock(body) ? returnedBy(body) : [body]);
  if (!results || results.length === 0) return unknown(call);
  return joined(results.map((item) => search.list(item))) ?? unknown(call);
}
