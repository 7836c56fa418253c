import ts from 'typescript';
import { usesOf } from '../calls/uses';
import type { Step } from '../source/host';
import { unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';

/** How many functions a payload is followed through. */
const MAX_HOPS = 3;
const MAX_OBJECTS = 16;

/** What the callers of a function hand it for a parameter. */
export interface Handed {
  /** The objects that they write, each with the call that hands it on. */
  readonly objects: readonly Handing[];
  /** What they hand on that is no object of the code's own. */
  readonly others: readonly ts.Expression[];
  /** Nobody else in sight hands anything in, and each of them an object. */
  readonly complete: boolean;
}

/** An object that one of several callers hands on; the others have their own. */
export type Handing = Value & { readonly kind: 'object' } & { readonly handedBy: readonly Step[] };

/**
 * The payloads that a helper is handed whole: `complete({ model, messages })`, with `const complete
 * = (payload) => openai.responses.create(payload)`. `undefined` where the value is no parameter, nor
 * a member of one.
 */
export function handedIn(value: Value, evaluator: Evaluator): Handed | undefined {
  const { root, path } = memberPath(value);
  const parameter = parameterOf(root);
  if (!parameter) return undefined;
  const search = new Search(evaluator);
  search.through(parameter, path, []);
  return search;
}

/** A parameter, also where a type of the SDK says what it is. */
function parameterOf(value: Value): ts.ParameterDeclaration | undefined {
  if (value.kind === 'parameter') return value.node;
  return value.kind === 'instance' && !value.node ? value.given : undefined;
}

class Search implements Handed {
  readonly objects: Handing[] = [];
  readonly others: ts.Expression[] = [];
  complete = true;
  private readonly seen = new Set<ts.ParameterDeclaration>();

  constructor(private readonly evaluator: Evaluator) {}

  /** Looks at each call of a parameter's function for the member of what it is handed there. */
  through(parameter: ts.ParameterDeclaration, path: readonly string[], way: readonly Step[]): void {
    const fn = parameter.parent;
    if (this.seen.has(parameter)) return;
    this.seen.add(parameter);
    const index = fn.parameters.indexOf(parameter);
    const uses = usesOf(this.evaluator, fn as ts.FunctionLikeDeclaration);
    let calls = 0;
    for (const use of uses) {
      if (use.kind === 'call' && !ts.isTaggedTemplateExpression(use.node)) {
        calls++;
        const step = { ...this.evaluator.siteOf(use.node.expression), label: PASSED };
        const given = use.node.arguments ?? [];
        const isPlain = !given.slice(0, index + 1).some(ts.isSpreadElement);
        if (isPlain) this.argument(given[index], path, [step, ...way]);
        else this.complete = false;
      } else if (use.kind !== 'exported') this.complete = false;
    }
    if (calls === 0 || parameter.dotDotDotToken) this.complete = false;
  }

  /** What an argument may be: an object, the parameter of another function, or anything else. */
  private argument(
    given: ts.Expression | undefined,
    path: readonly string[],
    way: readonly Step[],
  ): void {
    if (!given) return;
    const node = unwrap(given);
    const value = path.reduce(
      (of: Value, name) => this.evaluator.member(of, name, of.site),
      this.evaluator.evaluate(node),
    );
    for (const option of optionsOf(value, 8)) {
      if (option.kind === 'constant') continue;
      if (option.kind === 'object') {
        if (this.objects.length < MAX_OBJECTS) this.objects.push({ ...option, handedBy: way });
        else this.complete = false;
        continue;
      }
      const { root, path: inner } = memberPath(option);
      const outer = parameterOf(root);
      if (outer && way.length < MAX_HOPS) this.furtherOut(outer, inner, way, node);
      else this.unknown(node, path);
    }
  }

  /** Where nobody hands the outer function an object, it is the argument that is looked at. */
  private furtherOut(
    outer: ts.ParameterDeclaration,
    path: readonly string[],
    way: readonly Step[],
    node: ts.Expression,
  ): void {
    const before = this.objects.length;
    this.through(outer, path, way);
    if (this.objects.length === before) this.unknown(node, path);
  }

  private unknown(node: ts.Expression, path: readonly string[]): void {
    this.complete = false;
    if (path.length === 0 && !this.others.includes(node)) this.others.push(node);
  }
}

const PASSED = 'passed on in this call';
