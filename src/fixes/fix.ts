import type { Site } from '../analysis/source/host';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';
import type { FileChange } from '../edits/edit';

/** A fix as it applies to one finding; the changes are worked out when they are asked for. */
export interface Plan {
  /** An imperative sentence that says what will change and what will be created. */
  readonly title: string;
  /**
   * Code of the rewritten call, where an editor puts the cursor: its last occurrence in the changed
   * file.
   */
  readonly call?: { readonly file: string; readonly code: string };
  /** What a person must still do, said after the fix is applied. */
  readonly note?: string;
  /**
   * `false` where a fix that is safe as a rule must be asked for by name: it is right here only if
   * a person says so.
   */
  readonly safe?: boolean;
  /**
   * Rules that had nothing to say of the finding's request as long as the finding stood there, and
   * do then: what comes next, not what the fix has made worse.
   */
  readonly uncovers?: readonly string[];
  /**
   * The changes take so long that a list of fixes does not wait for them: they are tried when this
   * one is chosen.
   */
  readonly late?: boolean;
  changes(): readonly FileChange[];
}

/**
 * What a fix comes to on the code at hand: its changes, or one sentence on why it leaves a file
 * alone.
 */
export type Outcome =
  | { readonly changes: readonly FileChange[] }
  | { readonly refused: { readonly file: string; readonly reason: string } };

/** Why a fix leaves a finding to the person. */
export interface Refusal {
  /** One sentence, in the words of the code at hand: what stands in the way. */
  readonly reason: string;
  /** What has to be done first, where a fix of that name is offered for the request that stands here. */
  readonly first?: Site & { readonly fix: string };
}

export function isRefusal(result: object): result is Refusal {
  return 'reason' in result;
}

export interface FixMeta {
  readonly id: string;
  readonly summary: string;
  /** Rules whose findings it serves; `*` for all. */
  readonly rules: readonly string[];
  /** Whether fix-all, on-save and `airlock fix` apply it without being asked by name. */
  readonly safe: boolean;
  /** It may cure findings of other rules too, at other places of the document. */
  readonly wide?: boolean;
}

export interface Fix {
  readonly meta: FixMeta;
  /**
   * The plan for a finding, or why there is none; `undefined` where the fix has nothing to do with
   * this finding.
   */
  plan(finding: Finding, workspace: Workspace): Plan | Refusal | undefined;
}
