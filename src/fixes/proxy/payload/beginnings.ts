import type ts from 'typescript';

/**
 * How a list of messages begins in every state that the program can be in: with nothing of the
 * application's (`plain`), with one message of instructions and none behind it, or in a way that
 * cannot be told, and where.
 */
export type Beginning =
  | { readonly kind: 'empty' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'instructed'; readonly message: ts.ObjectLiteralExpression }
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
    if (one.kind === 'instructed' || other.kind === 'instructed') {
      const isSame =
        one.kind === 'instructed' && other.kind === 'instructed' && one.message === other.message;
      return isSame ? one : unknown(one.kind === 'instructed' ? one.message : whyOf(other));
    }
    return one.kind === 'plain' ? one : other;
  }, undefined);
}

function whyOf(beginning: Beginning): ts.Node {
  return beginning.kind === 'instructed'
    ? beginning.message
    : (beginning as { readonly why: ts.Node }).why;
}
