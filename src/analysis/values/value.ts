import type ts from 'typescript';
import type { EnvAccess } from '../../models/model';
import type { Site, Step } from '../source/host';

/**
 * What an expression may be, as far as it can be told without running anything. Every value knows
 * where it comes from (`site`) and the references that were followed to it (`trail`, outermost use
 * first). A text that is computed knows the literals it is made of.
 */
export type Value = (
  | { readonly kind: 'text'; readonly text: string; readonly literals?: readonly Site[] }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A number, `null`, a regular expression: certainly not a text. */
  | { readonly kind: 'constant' }
  | { readonly kind: 'env'; readonly name: string; readonly via: EnvAccess }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression; readonly frame?: Frame }
  | { readonly kind: 'array'; readonly elements: readonly Value[] }
  | { readonly kind: 'template'; readonly parts: readonly Value[] }
  | { readonly kind: 'function'; readonly node: ts.FunctionLikeDeclaration; readonly frame?: Frame }
  | { readonly kind: 'class'; readonly node: ts.ClassLikeDeclaration }
  /** A name of a package outside the workspace: `path` is empty for the namespace itself. */
  | { readonly kind: 'external'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'module'; readonly path: string }
  /** `new X(…)`, or a variable that is only declared to be an `X` (then `node` is missing). */
  | {
      readonly kind: 'instance';
      readonly of: Value;
      readonly node?: ts.NewExpression;
      readonly frame?: Frame;
      /** The parameter that is declared to be one: its callers may show which. */
      readonly given?: ts.ParameterDeclaration;
    }
  | { readonly kind: 'member'; readonly object: Value; readonly name: string }
  | {
      readonly kind: 'call';
      readonly callee: Value;
      readonly node: ts.CallExpression;
      readonly frame?: Frame;
    }
  | {
      readonly kind: 'parameter';
      readonly node: ts.ParameterDeclaration;
      readonly index: number;
      readonly name: string;
    }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'union'; readonly options: readonly Value[] }
  | { readonly kind: 'unknown' }
) & {
  readonly site: Site;
  readonly trail?: readonly Step[];
  /** The names that were taken out of an object or a row: `...rest` has the others. */
  readonly without?: readonly string[];
};

export type { EnvAccess };

/** The arguments of one call, for evaluating the body of the function it calls. */
export interface Frame {
  readonly fn: ts.Node;
  readonly args: readonly Value[];
  readonly depth: number;
  readonly parent?: Frame;
}

/** The alternatives of a value, nested unions opened; at most `limit` of them. */
export function optionsOf(value: Value, limit = 64): Value[] {
  const out: Value[] = [];
  const visit = (item: Value, trail: readonly Step[]) => {
    if (out.length >= limit) return;
    if (item.kind === 'union')
      item.options.forEach((option) => visit(option, [...trail, ...(item.trail ?? [])]));
    else out.push(trail.length > 0 ? prependTrail(item, trail) : item);
  };
  visit(value, []);
  return out;
}

export function prependTrail(value: Value, steps: readonly Step[]): Value {
  if (steps.length === 0) return value;
  return { ...value, trail: [...steps, ...(value.trail ?? [])] };
}

export function union(options: readonly Value[], site: Site): Value {
  if (options.length === 1) return options[0];
  return options.length === 0 ? { kind: 'unknown', site } : { kind: 'union', options, site };
}

/**
 * The dotted path of a member chain and the value it starts from: `new OpenAI().chat.completions` →
 * instance, `['chat', 'completions']`.
 */
export function memberPath(value: Value): {
  readonly root: Value;
  readonly path: readonly string[];
} {
  const path: string[] = [];
  let at = value;
  while (at.kind === 'member') {
    path.unshift(at.name);
    at = at.object;
  }
  return { root: at, path };
}
