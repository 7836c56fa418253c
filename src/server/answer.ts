import {
  ErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
  type Position,
} from 'vscode-languageserver';
import { isRecord } from '../analysis/source/packages';

/**
 * Answers a request when its parameters fit. A client that sends others is told so, and one that
 * meets a defect of ours is told no more than that: the words of an exception are for the log.
 */
export function answer<Params, Result>(
  connection: Connection,
  method: string,
  fits: (params: unknown) => params is Params,
  handler: (params: Params, token: CancellationToken) => Result,
): void {
  connection.onRequest<unknown, undefined>(method, (params: unknown, token: CancellationToken) => {
    if (!fits(params))
      throw new ResponseError(
        ErrorCodes.InvalidParams,
        `The parameters of ${method} are not the ones it takes.`,
      );
    try {
      return handler(params, token);
    } catch (error) {
      connection.console.error(
        `${method}: ${error instanceof Error ? (error.stack ?? error.message) : 'failed'}`,
      );
      throw new ResponseError(ErrorCodes.InternalError, `${method} could not be answered.`);
    }
  });
}

/** Whether parameters name a document. */
export function namesDocument(
  params: unknown,
): params is { readonly textDocument: { readonly uri: string } } {
  return (
    isRecord(params) && isRecord(params.textDocument) && typeof params.textDocument.uri === 'string'
  );
}

export function isPosition(value: unknown): value is Position {
  return isRecord(value) && isIndex(value.line) && isIndex(value.character);
}

function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
