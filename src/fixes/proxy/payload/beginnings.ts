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
  | Plain
  | Instructed
  | { readonly kind: 'unknown'; readonly why: ts.Node };

/** A list that adds no instructions of the application's. */
export interface Plain {
  readonly kind: 'plain';
  /** It is a part of what it was before, and would bring the instructions that it had. */
  readonly before?: {
    readonly why: ts.Node;
    /** They may be others by then, or stand elsewhere. */
    readonly isChanged: boolean;
  };
}

/** Instructions that a list begins with: always, or in some states where it has none in others. */
export interface Instructed {
  readonly kind: 'instructed';
  readonly messages: readonly Instruction[];
  readonly isOptional?: true;
}

export const EMPTY: Beginning = { kind: 'empty' };
export const PLAIN: Plain = { kind: 'plain' };

/** A part of a list as it was before, whose messages may have been changed. */
export function partOfItself(why: ts.Node, isChanged = false): Plain {
  return { kind: 'plain', before: { why, isChanged } };
}

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
  if (second.kind === 'instructed') return unknown(why);
  if (!second.before) return first;
  // What comes from before has the instructions again, or behind what somebody said.
  return first.kind === 'instructed' ? unknown(why) : partOfItself(why, true);
}

/** A list that is one of several. */
export function joined(list: readonly (Beginning | undefined)[]): Beginning | undefined {
  return list.reduce((one, other) => {
    if (!one || !other) return one ?? other;
    if (one.kind === 'unknown') return one;
    if (other.kind === 'unknown') return other;
    if (one.kind === 'instructed') return withOther(one, other);
    if (other.kind === 'instructed') return withOther(other, one);
    if (one.kind === 'plain' && other.kind === 'plain')
      return one.before?.isChanged || !other.before ? one : other;
    return one.kind === 'plain' ? one : other;
  }, undefined);
}

/** Instructions, in a list that may be another one, which begins like that or with none. */
function withOther(one: Instructed, other: Beginning): Beginning {
  if (other.kind === 'plain' && other.before?.isChanged) return unknown(other.before.why);
  if (other.kind !== 'instructed') return optional(one);
  if (!isSame(one, other)) return unknown(one.messages[0].node);
  return other.isOptional ? optional(one) : one;
}

/** Instructions that a list begins with at times. */
export function optional(one: Instructed): Instructed {
  return { ...one, isOptional: true };
}

/** Whether two lists begin with the same instructions, wherever they are written. */
function isSame(one: Instructed, other: Instructed): boolean {
  return (
    one.messages.length === other.messages.length &&
    one.messages.every(({ node, code }, index) => {
      const own = other.messages[index];
      return node === own.node || (code !== undefined && code === own.code);
    })
  );
}
