import ts from 'typescript';
import { lookup, type Declaration } from '../../../analysis/source/scope';
import { pathOf, propertyName, unwrap } from '../../../analysis/source/syntax';
import type { TextEdit } from '../../../edits/edit';
import { styleOf } from '../../../edits/style';
import { callersOf, functionOf } from './callers';
import { constantCode } from './constantCode';
import { assignmentTo } from './outward';
import { promptNames } from './promptNames';
import { homeOf, usesOf, type Sight } from './uses';
import { returnedBy } from './within';

/** Texts of the application's own that the server has by name: the page holds the names alone. */
export interface NamedPrompts {
  /** The code of each text, by its name. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the page sends: the expression, with names where it had texts. */
  readonly value: string;
  /** Names in place of the texts that stand elsewhere, by file. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

const MAX_DEPTH = 6;

/**
 * A text that is chosen among some that are written out in the application: by a condition, in a
 * variable, or by the callers of the function. Each gets a name, which stands where the text stood.
 * `undefined` where another text could be given, or the variable is read for anything else.
 */
export function namedPrompts(expression: ts.Expression, sight: Sight): NamedPrompts | undefined {
  const search = new Search(sight);
  if (!search.follow(expression, 0) || !search.isAlone()) return undefined;
  const texts = search.codes();
  if (new Set(texts.values()).size < 2) return undefined;
  const names = promptNames([...new Set(texts.values())]);
  const within: TextEdit[] = [];
  const edits = new Map<string, TextEdit[]>();
  for (const [node, code] of search.places(texts)) {
    const { quote } = styleOf(node.getSourceFile());
    const text = `${quote}${names.get(code) ?? ''}${quote}`;
    const edit = { start: node.getStart(), end: node.getEnd(), text };
    if (node.getSourceFile() === expression.getSourceFile() && contains(expression, node))
      within.push(edit);
    else edits.set(pathOf(node), [...(edits.get(pathOf(node)) ?? []), edit]);
  }
  return {
    texts: new Map([...names].map(([code, name]) => [name, code])),
    value: replaced(expression, within),
    edits,
  };
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && outer.end >= inner.end;
}

function replaced(expression: ts.Expression, edits: readonly TextEdit[]): string {
  const start = expression.getStart();
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (code, edit) => code.slice(0, edit.start - start) + edit.text + code.slice(edit.end - start),
      expression.getText(),
    );
}

/** The places at which one of the texts is written, and the variables on the way to them. */
class Search {
  private readonly written = new Map<ts.Expression, string>();
  private readonly read = new Set<ts.Node>();
  private readonly variables = new Set<Declaration>();

  constructor(private readonly sight: Sight) {}

  /** Whether everything that an expression may be is a text that is written out. */
  follow(expression: ts.Expression, depth: number): boolean {
    const node = unwrap(expression);
    if (depth > MAX_DEPTH) return false;
    const code = constantCode(node, { sight: this.sight });
    if (code !== undefined) {
      this.written.set(node, code);
      return isText(node, this.sight);
    }
    if (ts.isConditionalExpression(node))
      return this.follow(node.whenTrue, depth + 1) && this.follow(node.whenFalse, depth + 1);
    if (ts.isBinaryExpression(node) && isFallback(node))
      return this.follow(node.left, depth + 1) && this.follow(node.right, depth + 1);
    if (ts.isCallExpression(node)) return this.returned(node, depth + 1);
    return ts.isIdentifier(node) && this.named(node, depth + 1);
  }

  /** What a function gives that is called here and nowhere else. */
  private returned({ expression }: ts.CallExpression, depth: number): boolean {
    const fn = functionOf(expression, this.sight);
    const body =
      fn && ts.isFunctionLike(fn) && 'body' in fn ? (fn.body as ts.ConciseBody) : undefined;
    const { calls, complete } = fn ? callersOf(fn, this.sight) : { calls: [], complete: false };
    if (!body || !complete || calls.length !== 1) return false;
    const given = ts.isBlock(body) ? returnedBy(body) : [body];
    return given.length > 0 && given.every((item) => this.follow(item, depth));
  }

  /** A parameter, one out of a parameter's object, or a variable. */
  private named(name: ts.Identifier, depth: number): boolean {
    const home = homeOf(name, this.sight);
    if (!home) return false;
    this.read.add(name);
    if (this.variables.has(home)) return true;
    this.variables.add(home);
    if (ts.isParameter(home)) return this.given(home, (value) => value, home.initializer, depth);
    if (ts.isBindingElement(home)) return this.taken(home, depth);
    return ts.isVariableDeclaration(home) && this.held(home, depth);
  }

  /** What the callers give for a parameter, or leave to its default. */
  private given(
    parameter: ts.ParameterDeclaration,
    pick: (value: ts.Expression) => ts.Expression | undefined,
    initializer: ts.Expression | undefined,
    depth: number,
  ): boolean {
    const { calls, complete } = callersOf(parameter.parent, this.sight);
    const index = parameter.parent.parameters.indexOf(parameter);
    if (!complete || (initializer && !this.follow(initializer, depth))) return false;
    return calls.every((call) => {
      if (call.arguments?.some(ts.isSpreadElement)) return false;
      const argument = call.arguments?.[index];
      const value = argument && pick(argument);
      return value ? this.follow(value, depth) : initializer !== undefined;
    });
  }

  /** `{ system = '…' } = {}` in a parameter: a property of the object that the callers give. */
  private taken(element: ts.BindingElement, depth: number): boolean {
    const owner = element.parent.parent;
    const name = propertyName(element.propertyName) ?? element.name.getText();
    let isKnown = ts.isObjectBindingPattern(element.parent) && !element.dotDotDotToken;
    const pick = (value: ts.Expression) => {
      const object = unwrap(value);
      const isPlain = ts.isObjectLiteralExpression(object) && !object.properties.some(isOpen);
      isKnown &&= isPlain;
      const property = isPlain
        ? object.properties.find((item) => propertyName(item.name) === name)
        : undefined;
      isKnown &&= !property || ts.isPropertyAssignment(property);
      return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
    };
    return ts.isParameter(owner) && this.given(owner, pick, element.initializer, depth) && isKnown;
  }

  /** What a variable is made as, and everything that is assigned to it. */
  private held(declaration: ts.VariableDeclaration, depth: number): boolean {
    const assigned = usesOf(declaration, this.sight).nodes.flatMap(
      (use) => assignmentTo(use) ?? [],
    );
    return (
      ts.isIdentifier(declaration.name) &&
      declaration.initializer !== undefined &&
      assigned.every(
        ({ operatorToken, right }) =>
          operatorToken.kind === ts.SyntaxKind.EqualsToken && this.follow(right, depth),
      ) &&
      this.follow(declaration.initializer, depth)
    );
  }

  /** Whether nothing but the request reads the variables that hold names from now on. */
  isAlone(): boolean {
    return [...this.variables].every((variable) => {
      const { nodes, hidden } = usesOf(variable, this.sight);
      return !hidden && nodes.every((use) => this.read.has(use) || assignmentTo(use));
    });
  }

  codes(): ReadonlyMap<ts.Expression, string> {
    return this.written;
  }

  /**
   * Where the names go: in place of the texts. A constant that nothing else reads is made as a name
   * itself, so that no text is left of it.
   */
  places(texts: ReadonlyMap<ts.Expression, string>): Map<ts.Expression, string> {
    const found = new Map<ts.Expression, string>();
    for (const [node, code] of texts) {
      const home = ts.isIdentifier(node) ? homeOf(node, this.sight) : undefined;
      const made =
        home &&
        ts.isVariableDeclaration(home) &&
        home.initializer &&
        usesOf(home, this.sight).nodes.every((use) => texts.has(use))
          ? home.initializer
          : node;
      found.set(made, code);
    }
    return found;
  }
}

function isFallback({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

/** Whether an object may have more properties than it shows. */
function isOpen(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isSpreadAssignment(property) || propertyName(property.name) === undefined;
}

/** Whether a constant is a text: one that is not, such as `undefined`, has no name. */
function isText(expression: ts.Expression, sight: Sight): boolean {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return node.text !== '';
  if (ts.isTemplateExpression(node)) return true;
  const home = ts.isIdentifier(node) && lookup(node) ? homeOf(node, sight) : undefined;
  return home !== undefined && ts.isVariableDeclaration(home) && home.initializer !== undefined
    ? isText(home.initializer, sight)
    : false;
}
