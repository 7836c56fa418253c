import type ts from 'typescript';

/** One message of instructions that a list begins with. */
export interface Instruction {
  readonly node: ts.Node;
  readonly role: string;
  /** The whole message as code of the server's; missing where it is put together in the page. */
  readonly code?: string;
}

/**
 * How a list of messages begins in every state that the program can be in: with nothing of the
 * application's (`plain`), with messages of instructions and none behind them, or in a way that
 * cannot be told, and where.
 */
export type Beginning =
  | { readonly kind: 'empty' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'instructed'; readonly messages: readonly Instruction[] }
  | { readonly kind: 'unknown'; readonly why: ts.Node };

export const EMPTY: Beginning = { kind: 'empty' };
export const PLAIN: Beginning = { kind: 'plain' };

/** That it cannot be told how a list begins, and where. */
export function unknown(why: ts.Node): Beginning {
  return { kind: 'unknown', why };
}

/** A list with another one behind it. */
export function behind(
  first: Beginning | undefined,
  second: Beginning | undefined,
  why: ts.Node,
): Beginning | undefined {
  if (!first && second?.kind === 'unknown') return second;
  if (!first) return second?.kind === 'instructed' ? unknown(why) : undefined;
  if (first.kind === 'empty') return second;
  // The list as it was, behind something else.
  if (!second) return unknown(why);
  if (second.kind === 'empty' || first.kind === 'unknown') return first;
  if (second.kind === 'unknown') return second;
  // Instructions behind what somebody said stand where they are put in this one list.
  return second.kind === 'instructed' ? unknown(why) : first;
}

/** A list that is one of several. */
export function joined(list: readonly (Beginning | undefined)[]): Beginning | undefined {
  return list.reduce((one, other) => {
    if (!one || !other) return one ?? other;
    if (one.kind === 'unknown') return one;
    if (other.kind === 'unknown') return other;
    if (one.kind === 'instructed') return isSame(one, other) ? one : unknown(one.messages[0].node);
    if (other.kind === 'instructed') return unknown(other.messages[0].node);
    return one.kind === 'plain' ? one : other;
  }, undefined);
}

/** Whether two lists begin with the same instructions, wherever they are written. */
function isSame(one: Beginning & { readonly kind: 'instructed' }, other: Beginning): boolean {
  return (
    other.kind === 'instructed' &&
    one.messages.length === other.messages.length &&
    one.messages.every(({ node, code }, index) => {
      const own = other.messages[index];
      return node === own.node || (code !== undefined && code === own.code);
    })
  );
}
