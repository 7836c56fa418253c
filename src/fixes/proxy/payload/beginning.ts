import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { behind, EMPTY, joined, PLAIN, unknown, type Beginning } from './beginnings';
import { callersOf, classAround, functionOf } from './callers';
import { changeOf } from './changes';
import { assignmentTo, methodCallAt, outward } from './outward';
import { HOLDERS, INSTRUCTING, PEOPLE, PUTTING } from './words';
import { fieldUses, isAlwaysReached, returnedBy } from './within';
import { homeOf, usesOf, type Sight } from './uses';
import { isBehindFirst, isElement, writtenThrough } from './writes';

/** How a list of messages begins, followed through values, states, pushes, callers and modules. */
export function beginningOf(list: ts.Expression, sight: Sight): Beginning {
  return new Search(sight).list(list) ?? PLAIN;
}

class Search {
  /** What a list is made of while it is looked at: it begins as it does. */
  private readonly open = new Set<ts.Node>();

  constructor(private readonly sight: Sight) {}

  /** `undefined` for a list that is what it was before: it says nothing new. */
  list(expression: ts.Expression): Beginning | undefined {
    const node = unwrap(expression);
    if (ts.isAwaitExpression(node)) return this.list(node.expression);
    if (ts.isArrayLiteralExpression(node)) return this.literal(node.elements);
    if (ts.isConditionalExpression(node))
      return joined([this.list(node.whenTrue), this.list(node.whenFalse)]);
    if (ts.isBinaryExpression(node) && isFallback(node))
      return joined([this.list(node.left), this.list(node.right)]);
    if (ts.isIdentifier(node)) return this.named(node);
    if (ts.isPropertyAccessExpression(node)) return this.member(node);
    return ts.isCallExpression(node) ? this.made(node) : unknown(node);
  }

  private literal(elements: readonly ts.Expression[]): Beginning | undefined {
    let found: Beginning | undefined = EMPTY;
    for (const element of elements) {
      const part = ts.isSpreadElement(element)
        ? this.list(element.expression)
        : this.message(element);
      found = behind(found, part, element);
    }
    return found;
  }

  /** One message: instructions, or what somebody said. */
  private message(expression: ts.Expression): Beginning {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) {
      const home = homeOf(node, this.sight);
      if (home && ts.isVariableDeclaration(home) && home.initializer)
        return changeOf(home, this.sight) ? unknown(node) : this.message(home.initializer);
      if (home && ts.isParameter(home))
        return this.given(home, (item) => this.message(item)) ?? unknown(node);
      return unknown(node);
    }
    // What the model has answered is no instruction.
    if (!ts.isObjectLiteralExpression(node)) return PLAIN;
    const role = node.properties.find((item) => propertyName(item.name) === 'role');
    const spread = node.properties.find(ts.isSpreadAssignment);
    if (!role) return spread ? this.message(spread.expression) : unknown(node);
    const roles = ts.isPropertyAssignment(role)
      ? this.words(role.initializer)
      : ts.isShorthandPropertyAssignment(role)
        ? this.words(role.name)
        : undefined;
    if (roles?.every((word) => PEOPLE.has(word))) return PLAIN;
    return roles?.length === 1 && INSTRUCTING.has(roles[0])
      ? { kind: 'instructed', message: node }
      : unknown(node);
  }

  /** The words that an expression may be, where all of them are written out. */
  private words(expression: ts.Expression): string[] | undefined {
    const node = unwrap(expression);
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isConditionalExpression(node)) {
      const [first, second] = [this.words(node.whenTrue), this.words(node.whenFalse)];
      return first && second && [...first, ...second];
    }
    const home = ts.isIdentifier(node) ? homeOf(node, this.sight) : undefined;
    if (home && ts.isVariableDeclaration(home) && home.initializer && isConst(home))
      return this.words(home.initializer);
    return undefined;
  }

  private named(name: ts.Identifier): Beginning | undefined {
    const home = homeOf(name, this.sight);
    if (!home) return unknown(name);
    if (this.open.has(home)) return undefined;
    this.open.add(home);
    const found = ts.isParameter(home)
      ? this.changes(
          home,
          this.given(home, (item) => this.list(item)),
        )
      : ts.isBindingElement(home)
        ? this.state(home)
        : ts.isVariableDeclaration(home)
          ? this.variable(home)
          : unknown(name);
    this.open.delete(home);
    return found;
  }

  private variable(home: ts.VariableDeclaration): Beginning | undefined {
    return this.changes(home, home.initializer ? this.kept(home.initializer) : EMPTY);
  }

  /** A list, also one that a state is made with: `useState([])`, `ref([])`, `$state(() => [])`. */
  private kept(initializer: ts.Expression): Beginning | undefined {
    const node = unwrap(initializer);
    const [first, ...more] = ts.isCallExpression(node) ? node.arguments : [];
    const isState = ts.isCallExpression(node) && ts.isIdentifier(unwrap(node.expression));
    if (!isState || more.length > 0 || functionOf(node.expression, this.sight))
      return this.list(node);
    if (!first) return EMPTY;
    const value = unwrap(first);
    return ts.isArrowFunction(value) && !ts.isBlock(value.body)
      ? this.list(value.body)
      : this.list(value);
  }

  /** `const [messages, setMessages] = useState([])`: what it is made with, and set to. */
  private state(element: ts.BindingElement): Beginning | undefined {
    const pattern = element.parent;
    const owner = pattern.parent;
    if (!ts.isArrayBindingPattern(pattern) || !ts.isVariableDeclaration(owner))
      return unknown(element);
    const [first, setter] = pattern.elements;
    if (first !== element || !owner.initializer) return unknown(element);
    const found = [this.kept(owner.initializer)];
    if (setter && ts.isBindingElement(setter)) {
      const { nodes, hidden } = usesOf(setter, this.sight);
      if (hidden) return unknown(setter);
      for (const use of nodes) {
        const call = use.parent;
        if (!ts.isCallExpression(call) || call.expression !== use) return unknown(use);
        found.push(this.set(call.arguments[0], element));
      }
    }
    return this.changes(element, joined(found) ?? EMPTY);
  }

  /** What a setter is given: a list, or a function of the list as it was. */
  private set(value: ts.Expression | undefined, state: ts.BindingElement): Beginning | undefined {
    if (!value) return EMPTY;
    const node = unwrap(value);
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return this.list(node);
    const [before] = node.parameters;
    this.open.add(state);
    if (before) this.open.add(before);
    const found = ts.isBlock(node.body)
      ? joined(returnedBy(node.body).map((item) => this.list(item)))
      : this.list(node.body);
    if (before) this.open.delete(before);
    return found;
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
    const put = this.literal(method.call.arguments);
    if (put?.kind === 'instructed' && !isAlwaysReached(method.call, home))
      return unknown(method.call);
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

  /** `history.concat(message)`, `history.slice()`, and lists made by functions. */
  private made(call: ts.CallExpression): Beginning | undefined {
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return unknown(call);
    const from = () => this.list(callee.expression);
    switch (callee.name.text) {
      case 'concat':
        return call.arguments.reduce<Beginning | undefined>(
          (found, item) => behind(found, this.joinedIn(item), item),
          from(),
        );
      case 'slice':
      case 'filter': {
        const found = from();
        if (call.arguments.length === 0) return found;
        // Who takes messages out may take out the first one, also of the list as it was.
        if (!found) return PLAIN;
        return found.kind === 'instructed' ? unknown(call) : found;
      }
      case 'map':
        return this.mapped(call);
      default:
        return unknown(call);
    }
  }

  /** What `concat` is given: a list, or one message. */
  private joinedIn(item: ts.Expression): Beginning | undefined {
    return ts.isObjectLiteralExpression(unwrap(item)) ? this.message(item) : this.list(item);
  }

  /** `log.map((entry) => ({ role: entry.mine ? 'user' : 'assistant', content: entry.text }))` */
  private mapped({ arguments: [callback] }: ts.CallExpression): Beginning {
    const fn = callback && unwrap(callback);
    if (!fn || !ts.isArrowFunction(fn)) return unknown(callback);
    const [made, ...more] = ts.isBlock(fn.body) ? returnedBy(fn.body) : [fn.body];
    const message = made && more.length === 0 ? unwrap(made) : undefined;
    if (!message || !ts.isObjectLiteralExpression(message)) return unknown(fn);
    const found = this.message(message);
    return found.kind === 'plain' ? found : unknown(fn);
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

function isFallback({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function isConst({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0;
}
