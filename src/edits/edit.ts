/** A replacement of `start` to `end` (UTF-16 offsets, end exclusive) by a text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * What a fix does to one file. `create` never overwrites: it is refused when the file has appeared
 * meanwhile.
 */
export type FileChange =
  | { readonly kind: 'edit'; readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'create'; readonly file: string; readonly text: string }
  | { readonly kind: 'delete'; readonly file: string };
