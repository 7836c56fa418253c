import type ts from 'typescript';

/** A loop that hands on the pieces of a stream as they come, and what it lacks. */
export interface StreamLoop {
  readonly loop: ts.ForOfStatement;
  /** The constant that holds the stream. */
  readonly declaration: ts.VariableDeclaration;
  /** Code that stops the stream: `stream.controller.abort()`. */
  readonly stopping: string;
  /** The request must be stopped when the reader goes. */
  readonly stops: boolean;
  /** The reader must be told when the stream breaks off. */
  readonly tells: boolean;
}
