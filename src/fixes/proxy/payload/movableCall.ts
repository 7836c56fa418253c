import type ts from 'typescript';
import type { Syntax } from '../../../analysis/source/syntax';
import type { Method } from '../../../routes/methods';
import type { Split } from './splitPayload';

/**
 * An answer that is put on the screen as a whole: the statements from the call to that place, and
 * how they are written when it streams.
 */
export interface ShownText {
  readonly start: number;
  readonly end: number;
  /**
   * The statements that show the text as it grows; `stream` is the call of the helper, `before`
   * comes first.
   */
  text(stream: string, before?: readonly string[]): string;
  /**
   * The call waited until now and shows its text from now on as it grows: it must end with its
   * component.
   */
  readonly grows?: boolean;
}

/** A browser call that can move to the server. */
export interface MovableCall {
  readonly syntax: Syntax;
  readonly call: ts.CallExpression;
  /**
   * Through what the client is reached: `openai` of `openai.chat.completions.create`,
   * `this.openai`, `getClient()`.
   */
  readonly receiver: ts.Expression;
  readonly method: Method;
  readonly split: Split;
  /** It is one of version 3 of the SDK: what it gives holds the answer as `data`. */
  readonly wrapped?: boolean;
  /** What the server's client is told for this call alone, a property a line: its timeout. */
  readonly options?: readonly string[];
  /** The abort signal the call is given, as code. */
  readonly signal?: string;
  /**
   * Where more than the call itself changes: the statements that show its answer, which did not
   * stream until now, or take its stream apart.
   */
  readonly shown?: ShownText;
}
