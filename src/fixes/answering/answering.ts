import type ts from 'typescript';
import type { Workspace } from '../../analysis/workspace';

/** How a function answers HTTP requests. */
export interface Answering {
  /**
   * Statements that answer an error and leave, one a line and without a margin; `retryAfter` is
   * code for a number of seconds. `value` is code of what is answered as JSON in the place of the
   * message, where the way of answering lets it be chosen.
   */
  answer(status: number, message: string, retryAfter?: string, value?: string): readonly string[];
  /** It answers with what it gives back or throws: nothing is sent before. */
  readonly givesResponse?: boolean;
  /** Code that says whether its answer has begun, where it writes one piece by piece. */
  readonly begun?: string;
  /** How its own answers are made is not in sight: they may have headers that others need. */
  readonly unseen?: true;
  /** Its answer is thrown: a `catch` around the place would take it for a failure. */
  readonly throws?: boolean;
  /** The name that an answer throws, which its file must import. */
  readonly thrown?: { readonly name: (status: number) => string; readonly from: string };
}

/** A function that may answer, and the place in it at which it shall. */
export interface Asked {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly body: ts.Block;
  readonly at: ts.Node;
  readonly workspace: Workspace;
}

export type Way = (asked: Asked) => Answering | undefined;
