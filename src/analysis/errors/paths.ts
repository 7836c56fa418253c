import type ts from 'typescript';
import type { Entry } from '../calls/entries';
import type { Step } from '../source/host';
import type { Evaluator } from '../values/engine';

/** How a request is tried again when it fails. */
export interface Retry {
  readonly by: 'loop' | 'recursion' | 'library' | 'job';
  readonly at: Step;
  /** `growing` also when the server's Retry-After decides. */
  readonly delay: 'none' | 'constant' | 'growing';
  /** The number of attempts has an end. */
  readonly bounded: boolean;
  /** Failures that trying again cannot mend (400, 401) are not tried again. */
  readonly selective: boolean;
  /** Written by hand, it repeats a 429 and never looks whether that means a quota is used up. */
  readonly ignoresQuota?: true;
}

/** Where the failure of a request ends up on one way out of the code. */
export interface FailurePath {
  /** `uncalled`: it leaves a function of which no caller is in sight. */
  readonly end: 'uncaught' | 'caught' | 'told-apart' | 'retried' | 'uncalled' | 'unknown';
  /** Where it ends: the catch, or what receives the uncaught failure. */
  readonly at?: Step;
  /** The catch that ends it is empty, or only writes a log. */
  readonly silent?: boolean;
  /** All that the catch does for the reader is begin an answer, which has to be the first one. */
  readonly begins?: boolean;
  /** The calls it passed on its way up. */
  readonly trail: readonly Step[];
  readonly retry?: Retry;
  /** Everything above the code: what calls the outermost function. */
  readonly entry?: Entry;
  /** The first catch on the way, when it passes the failure on. */
  readonly passed?: Step;
}

/** What is known of a failure at one place of its way up. */
export interface State {
  /** The failure is still in a promise: a `try` around it does not see it. */
  readonly pending: boolean;
  readonly trail: readonly Step[];
  readonly retry?: Retry;
  readonly passed?: Step;
  /** Where it was thrown on as an error that says with which status it is to be answered. */
  readonly answered?: Step;
  /**
   * It was handed to a function of a package that nothing is known of: what that does with a
   * failure cannot be seen from here.
   */
  readonly foreign?: boolean;
  /** Where to go on when the body of a function that was entered through a callback ends. */
  readonly returns: readonly { readonly fn: ts.Node; readonly call: ts.Expression }[];
  readonly depth: number;
}

/** How a way ends, without what was met on it. */
export type Ending = Omit<FailurePath, 'trail' | 'passed'>;

/** How a failure goes on from a place: it ends, or it climbs on from a node. */
export type Onward = { readonly state: State } & (
  { readonly ending: Ending } | { readonly from: ts.Node }
);

/** The whole way, with everything that was met on it. */
export function pathOf(state: State, ending: Ending): FailurePath {
  const { trail, passed, retry, foreign, pending } = state;
  const isOpen = ending.end === 'uncaught' || ending.end === 'uncalled';
  if (foreign && pending && isOpen && !ending.entry) return { end: 'unknown', trail };
  return { trail, ...(passed ? { passed } : {}), ...(retry ? { retry } : {}), ...ending };
}

/** A step at the first line of a node. */
export function step(evaluator: Evaluator, node: ts.Node, label: string): Step {
  const site = evaluator.siteOf(node);
  const end = site.start + node.getText().split('\n')[0].length;
  return { ...site, end: Math.min(site.end, end), label };
}
