import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Glance } from '../calls';
import type { ItemStatus } from '../checklist/item';
import type { Surface } from '../models/convention';
import type { Severity } from '../rules/rule';

/** Requests and notifications of Airlock's own, spoken between the server and the editor. Ranges are those of LSP. */
export interface Place {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface EvidenceView extends Place {
  readonly status: 'pass' | 'fail' | 'unknown';
  readonly message: string;
  readonly rule?: string;
  /** The path as people read it. */
  readonly label: string;
  /** The package that holds the file: its name, or its folder when it has none. */
  readonly package: string;
}

export interface ChecklistItemView {
  readonly id: string;
  readonly title: string;
  readonly status: ItemStatus;
  readonly note?: string;
  /** Where it is seen to outside of the code: `host/path`. */
  readonly pages?: readonly string[];
  readonly evidence: readonly EvidenceView[];
}

/** A client or a request, for the map of the calls. */
export interface CallView extends Place {
  readonly kind: 'client' | 'request';
  readonly name: string;
  readonly surface: Surface;
  /** The path of the file as people read it. */
  readonly path: string;
  readonly glance?: Glance;
  readonly findings: readonly { readonly rule: string; readonly severity: Severity }[];
}

export interface FolderView {
  readonly uri: string;
  readonly name: string;
  readonly items: readonly ChecklistItemView[];
  readonly findings: number;
  readonly calls: readonly CallView[];
  readonly files: number;
  readonly skipped: readonly {
    readonly uri: string;
    readonly label: string;
    readonly reason: string;
  }[];
}

/** Client → server: the state of every folder; `null` while the folders are not known yet. */
export const CHECKLIST = 'airlock/checklist';
/** Client → server: read everything again. */
export const SCAN = 'airlock/scan';
/** Server → client: something changed; ask again. */
export const CHANGED = 'airlock/changed';
/** Server → client: a setting or `airlock.config.json` is wrong, in one sentence. */
export const CONFIG_PROBLEM = 'airlock/configProblem';

/** Client → server: the way by hand for what a rule finds in a document. */
export const GUIDE = 'airlock/guide';

export interface GuideParams {
  readonly uri: string;
  readonly rule: string;
}

export interface GuideAnswer {
  readonly markdown: string;
}

/**
 * Client → server: a new route for the package of a document (or of the first folder), worked out
 * but not applied.
 */
export const NEW_ROUTE = 'airlock/newRoute';

export interface NewRouteParams {
  readonly uri?: string;
  readonly streams: boolean;
}

export interface NewRouteAnswer {
  readonly edit: WorkspaceEdit;
  /** The file of the route. */
  readonly uri: string;
  readonly note: string;
}

/** The command behind a fix, for editors that know it. */
export const APPLIED_COMMAND = 'airlock.applied';

/** Argument of that command: what a person sees once it is applied. */
export interface AppliedFix {
  readonly rule: string;
  /** Where the rewritten call stands. */
  readonly call?: { readonly uri: string; readonly position: Place['range']['start'] };
  /** What is left to do. */
  readonly note?: string;
  /** The files of settings that the fix has written. */
  readonly settings: readonly string[];
  /** Commands that the note tells to run. */
  readonly commands: readonly string[];
}

/** Client → server: the edit that switches a rule off at a place; `null` where no comment can stand. */
export const SUPPRESS = 'airlock/suppress';

export interface SuppressParams {
  readonly uri: string;
  readonly rule: string;
  /** Where the finding begins. */
  readonly position: Place['range']['start'];
  readonly scope: 'line' | 'file';
  /** Why, in words of a person; on one line. */
  readonly reason: string;
}

export type SuppressAnswer = WorkspaceEdit | null;

/** The command behind the entry of the light bulb, with the first three of these as arguments. */
export const SUPPRESS_COMMAND = 'airlock.suppress';

/** Client → server: one of the tools for agents (`src/agents`), on the folders of the editor. */
export const TOOL = 'airlock/tool';

export interface ToolParams {
  readonly name: string;
  readonly input: unknown;
}

/** What the tool says, with the changes that are the editor's to make; or why not, in one sentence. */
export type ToolAnswer =
  { readonly text: string; readonly edits: readonly WorkspaceEdit[] } | { readonly error: string };

/** Client → server: what a language model is told of a finding, secrets taken out. */
export const AI_PROMPT = 'airlock/aiPrompt';

export interface AiPromptParams {
  readonly uri: string;
  readonly rule: string;
  /** Where the finding begins. */
  readonly position: Place['range']['start'];
}

/** The prompt with the files in it; or why there is none, in one sentence. */
export type AiPromptAnswer =
  { readonly text: string; readonly files: readonly string[] } | { readonly reason: string };

/** Client → server: whether what a language model has answered may be shown. */
export const AI_JUDGE = 'airlock/aiJudge';

export interface AiJudgeParams extends AiPromptParams {
  readonly reply: string;
}

/** The edit, which has passed the trial; or why it is not shown, in one sentence. */
export type AiJudgeAnswer = { readonly edit: WorkspaceEdit } | { readonly reason: string };
