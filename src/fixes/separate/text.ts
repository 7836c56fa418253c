import type ts from 'typescript';
import type { TextEdit } from '../../edits/edit';

/** An edit with the file that it changes. */
export interface FileEdit extends TextEdit {
  readonly file: string;
}

/** A text as its words and what is inserted between them, and how its words are changed. */
export interface Composed {
  readonly parts: readonly (string | ts.Expression)[];
  /** The expression that the place of the text reads. */
  readonly at: ts.Expression;
  /** Where the text is put together somewhere else. */
  readonly kept?: Kept;
  /** Nothing of what is inserted can stay in the words: it is filled in where the text is read. */
  readonly goesWhole?: boolean;
  /** An inserted value as code at the place that reads the text; `undefined` where it has no name there. */
  codeOf(inserted: ts.Expression): string | undefined;
}

/** A text that stands apart from the place that reads it, and keeps its name with the rules alone. */
export interface Kept {
  /** What the place reads once the rules stand where the text stood: `prompt`, `promptFor(tone)`. */
  code(moved: ReadonlySet<ts.Expression>): string;
  /** Puts the rules where the text stands. */
  put(rules: string, moved: ReadonlySet<ts.Expression>): readonly FileEdit[];
}

/** The developer's words and the user's, as code, and which insertions are the user's. */
export interface Parts {
  readonly rules: string;
  readonly input: string;
  readonly moved: ReadonlySet<ts.Expression>;
}
