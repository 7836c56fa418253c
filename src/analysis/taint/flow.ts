import type { Role, SourceKind } from '../../models/model';

export type { Role };
import type { Step } from '../source/host';

/**
 * How a text is checked on its way: nothing, its shape only (a type, a schema without a maximum),
 * its length too, or it can only be one of the developer's own values (an enumeration, a number).
 */
export type Bound = 'none' | 'shape' | 'full' | 'allowed';

/** Untrusted text on its way to a prompt. */
export interface Flow {
  readonly source: Step & { readonly kind: SourceKind };
  /** What it is, for messages: `` `message` from the request body ``. */
  readonly subject: string;
  /** From the source to the request, without either. */
  readonly steps: readonly Step[];
  readonly role: Role;
  /** It stands in one text with instructions of the developer. */
  readonly mixed: boolean;
  /** How many words of the developer's stand around it in the longest such text. */
  readonly words: number;
  /** It stands between marks that set it off. */
  readonly delimited: boolean;
  /** The developer's own words go on behind it in the same text. */
  readonly enclosed?: true;
  readonly bound: Bound;
  /** The check that bounds it, for evidence. */
  readonly check?: Step;
  /** It is a list of messages as the client sent it, roles included. */
  readonly wholeMessages: boolean;
  /** It decides the role of a message: whatever its length, it can make it one of the system. */
  readonly setsRole?: true;
  /** It is a picture, a recording or a file. */
  readonly media?: true;
  /** Only names suggest that the text comes from outside, or it was kept in a database meanwhile. */
  readonly guessed?: boolean;
}

/** What the backward search carries from the prompt towards the sources. */
export interface Context {
  /**
   * Members of the value that matter, outermost first: `['body', 'message']`. A call is written
   * `json()`, any element `*`.
   */
  readonly path: readonly string[];
  readonly steps: readonly Step[];
  readonly role: Role;
  readonly mixed: boolean;
  /** Words of the developer's that stand around it. */
  readonly words?: number;
  readonly delimited: boolean;
  /** The developer's own words go on behind it in the same text. */
  readonly enclosed?: true;
  readonly bound: Bound;
  readonly check?: Step;
  /** It passed an object literal that has a role. */
  readonly inMessage: boolean;
  /** It is part of a picture, a recording or a file. */
  readonly media?: true;
  /** It was kept in a database in between. */
  readonly stored?: true;
  /** Only what stands at the path itself counts, and nothing that is made of it. */
  readonly exact?: true;
  readonly depth: number;
}

const ORDER: readonly Bound[] = ['none', 'shape', 'full', 'allowed'];

export function strongerThan(a: Bound, b: Bound): boolean {
  return ORDER.indexOf(a) > ORDER.indexOf(b);
}

export function strongest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((best, bound) => (strongerThan(bound, best) ? bound : best));
}

export function weakest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((worst, bound) => (strongerThan(worst, bound) ? bound : worst));
}

/** The stronger of two checks. */
export function atLeast(context: Context, bound: Bound, check?: Step): Context {
  if (!strongerThan(bound, context.bound)) return context;
  return { ...context, bound, ...(check ? { check } : {}) };
}

export function prepend(context: Context, ...names: readonly string[]): Context {
  return { ...context, path: [...names, ...context.path] };
}

/** Takes a member off the front of the path; `undefined` when the path asks for another one. */
export function enter(context: Context, name: string): Context | undefined {
  const [head, ...rest] = context.path;
  if (head === undefined) return context;
  return head === name || head === '*' ? { ...context, path: rest } : undefined;
}

/**
 * Whether text that stands around an insertion instructs the model; labels such as "Question: " do
 * not.
 */
export function isInstruction(text: string): boolean {
  const words = wordsIn(text);
  return words.length >= 5 && words.join('').length >= 20;
}

function wordsIn(text: string): readonly string[] {
  return text.match(/\p{L}{2,}/gu) ?? [];
}

/** What stands beside words of the developer's in one text. */
export function amongWords(context: Context, written: string): Context {
  const words = wordsIn(written).length;
  if (words === 0) return context;
  return {
    ...context,
    mixed: context.mixed || isInstruction(written),
    words: Math.max(context.words ?? 0, words),
  };
}

/** Whether words of the developer's go on behind an insertion, more than a sign or a unit. */
export function goesOn(behind: string): boolean {
  return wordsIn(behind).length >= 3;
}

/**
 * Whether the text before an insertion ends in a mark that sets it off: quotes three at a time, a
 * fence, a tag.
 */
export function opensDelimiter(before: string, after: string): boolean {
  return (
    /("""|'''|```\w*|<[a-z][\w-]*>|#{3,}|-{3,}|={3,})\s*$/i.test(before) &&
    /^\s*("""|'''|```|<\/[a-z]|#{3,}|-{3,}|={3,})/i.test(after)
  );
}
