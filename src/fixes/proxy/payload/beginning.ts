import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import {
  behind,
  EMPTY,
  joined,
  optional,
  PLAIN,
  unknown,
  type Beginning,
  type Instructed,
} from './beginnings';
import { callersOf, classAround, functionOf } from './callers';
import { changeOf } from './changes';
import { declaredWords } from './declaredTypes';
import { calledItem, writtenItem, type Item } from './items';
import { judged } from './judged';
import { madeList, type ListSearch, type Passage } from './listMethods';
import { assignmentTo, methodCallAt, outward } from './outward';
import { HOLDERS, PUTTING } from './words';
import { firstValue, stateBefore, stateValues } from './states';
import { fieldUses, isAlwaysReached, isReachedOnce, returnedBy } from './within';
import { homeOf, usesOf, type Sight } from './uses';
import { isBehindFirst, isElement, writtenThrough } from './writes';

/** How a list of messages begins, followed through values, states, pushes, callers and modules. */
export function beginningOf(list: ts.Expression, sight: Sight): Beginning {
  return new Search(sight).list(list) ?? PLAIN;
}

class Search implements ListSearch {
  /** What a list is made of while it is looked at: it begins as it does. */
  private readonly open = new Set<ts.Node>();

  /** What the messages of the list that is looked at pass through, the last thing first. */
  private readonly passages: Passage[] = [];

  constructor(readonly sight: Sight) {}

  /** `undefined` for a list that is what it was before: it says nothing new. */
  list(expression: ts.Expression): Beginning | undefined {
    const found = this.followed(expression);
    return found?.kind === 'unknown' ? (this.declared(expression) ?? found) : found;
  }

  /** A list whose type says who speaks in it. */
  private declared(list: ts.Expression): Beginning | undefined {
    const words = declaredWords(list, this.sight);
    const roles = words?.('role') ?? [];
    const found = (roles.length > 0 ? roles : [undefined]).map((role) =>
      this.judged({
        node: list,
        words: (name) => (name === 'role' && role !== undefined ? [role] : words?.(name)),
        code: () => undefined,
      }),
    );
    return words && found.every(({ kind }) => kind === 'plain' || kind === 'empty')
      ? PLAIN
      : undefined;
  }

  private followed(expression: ts.Expression): Beginning | undefined {
    const node = unwrap(expression);
    if (ts.isAwaitExpression(node)) return this.list(node.expression);
    if (ts.isArrayLiteralExpression(node)) return this.literal(node.elements);
    if (ts.isConditionalExpression(node))
      return joined([this.list(node.whenTrue), this.list(node.whenFalse)]);
    if (ts.isBinaryExpression(node) && isFallback(node))
      return joined([this.list(node.left), this.list(node.right)]);
    if (ts.isIdentifier(node)) return this.named(node);
    if (ts.isPropertyAccessExpression(node)) return this.member(node);
    return ts.isCallExpression(node) ? madeList(node, this) : unknown(node);
  }

  private literal(elements: readonly ts.Expression[]): Beginning | undefined {
    let found: Beginning | undefined = EMPTY;
    let isFirst = true;
    for (const element of elements) {
      const isSpread = ts.isSpreadElement(element);
      const part: Beginning | undefined = isSpread
        ? this.list(element.expression)
        : this.message(element);
      found =
        isFirst && isAlways(found) && isAlways(part)
          ? { kind: 'instructed', messages: [...found.messages, ...part.messages] }
          : behind(found, part, element);
      // Behind what somebody said, or a list that may hold that, nothing is at the beginning.
      isFirst &&= !isSpread && part?.kind === 'instructed';
    }
    return found;
  }

  /** One message: instructions, or what somebody said. */
  message(expression: ts.Expression): Beginning {
    const node = unwrap(expression);
    if (ts.isObjectLiteralExpression(node)) return this.judged(writtenItem(node, this.sight));
    if (ts.isConditionalExpression(node))
      return joined([this.message(node.whenTrue), this.message(node.whenFalse)]) ?? PLAIN;
    if (ts.isElementAccessExpression(node)) return this.element(node);
    if (ts.isCallExpression(node)) {
      const item = calledItem(node, this.sight);
      return item ? this.judged(item) : unknown(node);
    }
    const home = ts.isIdentifier(node) ? homeOf(node, this.sight) : undefined;
    if (home && ts.isVariableDeclaration(home) && home.initializer)
      return this.held(home, home.initializer, node);
    if (home && ts.isParameter(home))
      return this.given(home, (item) => this.message(item)) ?? unknown(node);
    // What the model has answered is no instruction.
    return ts.isPropertyAccessExpression(node) ? PLAIN : unknown(node);
  }

  /** A message in a variable: what somebody said may be completed, as long as it stays his. */
  private held(home: ts.VariableDeclaration, made: ts.Expression, use: ts.Node): Beginning {
    const found = this.message(made);
    const isOther = (place: ts.Node) =>
      ts.isPropertyAccessExpression(place) && place.name.text !== 'role';
    const isSpared = found.kind === 'plain' ? isOther : () => false;
    return changeOf(home, this.sight, new Set(), isSpared) ? unknown(use) : found;
  }

  /** `messages[0]`: what the list begins with. */
  private element({ expression, argumentExpression }: ts.ElementAccessExpression): Beginning {
    const found = this.list(expression);
    if (found?.kind === 'plain' || found?.kind === 'empty') return PLAIN;
    const index = unwrap(argumentExpression);
    return found?.kind === 'instructed' && ts.isNumericLiteral(index) && index.text === '0'
      ? { ...found, messages: found.messages.slice(0, 1) }
      : unknown(expression);
  }

  private judged(item: Item): Beginning {
    return judged(item, this.passages, this.sight);
  }

  through(passage: Passage, list: ts.Expression): Beginning | undefined {
    this.passages.push(passage);
    const found = this.list(list);
    this.passages.pop();
    return found;
  }

  folded(
    fn: ts.ArrowFunction | ts.FunctionExpression,
    before: Beginning | undefined,
  ): Beginning | undefined {
    const [list] = fn.parameters;
    const isFilled = ts.isBlock(fn.body) && list !== undefined;
    const filled = isFilled ? this.changes(list, before) : before;
    return joined([filled, this.applied(fn)]);
  }

  /** What a function makes of the list that it is given first. */
  private applied(fn: ts.ArrowFunction | ts.FunctionExpression): Beginning | undefined {
    const [before] = fn.parameters;
    if (before) this.open.add(before);
    const found = ts.isBlock(fn.body)
      ? joined(returnedBy(fn.body).map((item) => this.list(item)))
      : this.list(fn.body);
    if (before) this.open.delete(before);
    return found;
  }

  private named(name: ts.Identifier, home = homeOf(name, this.sight)): Beginning | undefined {
    if (!home) return unknown(name);
    if (this.open.has(home)) return undefined;
    this.open.add(home);
    const found = ts.isParameter(home)
      ? this.changes(home, this.received(home))
      : ts.isBindingElement(home)
        ? this.state(home)
        : ts.isVariableDeclaration(home)
          ? this.variable(home)
          : unknown(name);
    this.open.delete(home);
    return found;
  }

  /** What a parameter is given; that of a setter's function is the state as it was. */
  private received(home: ts.ParameterDeclaration): Beginning | undefined {
    const state = stateBefore(home, this.sight);
    return state ? this.named(state.name, state) : this.given(home, (item) => this.list(item));
  }

  private variable(home: ts.VariableDeclaration): Beginning | undefined {
    return this.changes(home, home.initializer ? this.kept(home.initializer) : EMPTY);
  }

  private kept(initializer: ts.Expression): Beginning | undefined {
    const first = firstValue(initializer, this.sight);
    return first ? this.list(first) : EMPTY;
  }

  /** `const [messages, setMessages] = useState([])`: what it is made with, and set to. */
  private state(element: ts.BindingElement): Beginning | undefined {
    const values = stateValues(element, this.sight);
    if ('why' in values) return unknown(values.why);
    const given = values.given.map((value) => this.set(value, element));
    return this.changes(element, joined([this.kept(values.made), ...given]) ?? EMPTY);
  }

  /** What a setter is given: a list, or a function of the list as it was. */
  private set(value: ts.Expression | undefined, state: ts.BindingElement): Beginning | undefined {
    if (!value) return EMPTY;
    const node = unwrap(value);
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return this.list(node);
    this.open.add(state);
    return this.applied(node);
  }

  /** What is assigned to a list, and put into it. */
  private changes(
    home: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
    made: Beginning | undefined,
  ): Beginning | undefined {
    let found: Beginning | undefined = made;
    for (const use of usesOf(home, this.sight).nodes) found = this.change(use, found, home);
    return found;
  }

  private change(use: ts.Node, found: Beginning | undefined, home: ts.Node): Beginning | undefined {
    const at = outward(use);
    const assigned = assignmentTo(at);
    if (assigned) return joined([found, this.list(assigned.right)]);
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && HOLDERS.has(parent.name.text))
      return this.change(parent, found, home);
    const member = writtenThrough(at);
    if (member) {
      const isSure = found?.kind === 'instructed' ? isBehindFirst(member) : !isElement(member);
      return isSure ? found : unknown(member);
    }
    if (ts.isCallExpression(parent)) return this.handed(at, parent, found);
    const method = methodCallAt(at);
    if (!method || !(method.name in PUTTING)) return found;
    const where = PUTTING[method.name];
    if (where === undefined) return unknown(method.call);
    let put = this.literal(method.call.arguments);
    if (put?.kind === 'instructed' && !isAlwaysReached(method.call, home)) {
      if (!isReachedOnce(method.call, home)) return unknown(method.call);
      put = optional(put);
    }
    return where === 'behind' ? behind(found, put, method.call) : behind(put, found, method.call);
  }

  /** What a function does with a list that it is handed. */
  private handed(
    at: ts.Node,
    call: ts.CallExpression,
    found: Beginning | undefined,
  ): Beginning | undefined {
    const index = call.arguments.findIndex((item) => item === at);
    const parameter = functionOf(call.expression, this.sight)?.parameters[index];
    if (!parameter || !ts.isParameter(parameter) || this.open.has(parameter)) return found;
    this.open.add(parameter);
    const after = this.changes(parameter, found);
    this.open.delete(parameter);
    return after;
  }

  /** `this.messages`, `messages.value`, `store.messages`. */
  private member(node: ts.PropertyAccessExpression): Beginning | undefined {
    if (HOLDERS.has(node.name.text)) return this.list(node.expression);
    if (node.expression.kind !== ts.SyntaxKind.ThisKeyword) return unknown(node);
    const field = classAround(node)?.members.find(
      (item) => ts.isPropertyDeclaration(item) && propertyName(item.name) === node.name.text,
    );
    if (!field || !ts.isPropertyDeclaration(field)) return unknown(node);
    if (this.open.has(field)) return undefined;
    this.open.add(field);
    let found: Beginning | undefined = field.initializer ? this.list(field.initializer) : EMPTY;
    for (const use of fieldUses(field)) found = this.change(use, found, field);
    this.open.delete(field);
    return found;
  }

  /** What the callers of a function give for one of its parameters. */
  private given(
    parameter: ts.ParameterDeclaration,
    read: (value: ts.Expression) => Beginning | undefined,
  ): Beginning | undefined {
    const fn = parameter.parent;
    const { calls, complete } = callersOf(fn, this.sight);
    if (!complete) return unknown(parameter);
    const index = fn.parameters.indexOf(parameter);
    const found = calls.map((call) => {
      const value = call.arguments?.[index] ?? parameter.initializer;
      return value ? read(value) : EMPTY;
    });
    return joined(found);
  }
}

function isAlways(beginning: Beginning | undefined): beginning is Instructed {
  return beginning?.kind === 'instructed' && !beginning.isOptional;
}

function isFallback({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}
