import type { FixRun } from '../project/fixRun';
import type { Project } from '../project/project';

/** A text that takes the place of what a file holds, for as long as one tool works. */
export interface StandIn {
  readonly path: string;
  readonly text: string;
}

/** Where a tool finds its projects, and puts its changes: a folder on disk, or those of an editor. */
export interface Desk {
  /**
   * The projects that hold the paths, as they are now. Without paths, all of them.
   *
   * @throws Refusal For a path that is not there, is none, or leads out of the folder.
   */
  open(paths: readonly string[]): readonly Project[];
  /**
   * The project of one file, which need not be there, with a text in its place until `close`.
   *
   * @throws Refusal As `open`.
   */
  openWith(standIn: StandIn): { readonly project: Project; close(): void };
  /**
   * Runs fixes and puts their changes in place: all files of a project, or none.
   *
   * @throws Refusal When a file cannot be written, or has changed meanwhile.
   */
  apply(projects: readonly Project[], run: (project: Project) => FixRun): readonly FixRun[];
}
