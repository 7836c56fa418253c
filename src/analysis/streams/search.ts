import type ts from 'typescript';
import type { Passing } from '../../models/sink';
import type { Declaration } from '../source/scope';
import type { Evaluator } from '../values/engine';

/** A place where the answer of a request is used up. */
export interface Destination {
  readonly kind:
    /** Into an HTTP response, or back to whoever called a route or a remote procedure. */
    | 'response'
    /** Into what a page or an editor shows. */
    | 'screen'
    /** Into a chat platform. */
    | 'chat'
    /** Taken apart as a whole: parsed, matched, compared. */
    | 'parsed'
    | 'stored'
    | 'logged'
    /** Read piece by piece. */
    | 'loop'
    /** Handed to a call that nothing is known of, or that is made for streams. */
    | 'call';
  readonly node: ts.Node;
  /** False where only names suggest it. */
  readonly certain: boolean;
  /** What becomes of a stream there. */
  readonly passing?: Passing;
}

/** One search forwards, from the value of a request to the places where it is used up. */
export interface Forward {
  readonly evaluator: Evaluator;
  /** The value has reached a place where it is used up; `certain` unless it is said otherwise. */
  note(kind: Destination['kind'], node: ts.Node, how?: Partial<Destination>): void;
  /** What stands at a node is the value: goes on with what the node around it makes of it. */
  follow(at: ts.Node, depth: number): void;
  /** The value gets a name, or its parts get names. */
  named(name: ts.BindingName, declaration: Declaration, depth: number): void;
  /**
   * The value is put into a list, a text or an object: from there on that is followed wherever it
   * stands.
   */
  held(target: ts.Expression, depth: number): void;
  /** The value is what a function gives: goes on with those who call it. */
  leave(fn: ts.FunctionLikeDeclaration, depth: number): void;
}
