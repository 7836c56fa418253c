import type { Memento } from 'vscode';

/** How far an exercise has come. */
export interface Progress {
  /** The question was answered, right or wrong: the answer was shown then. */
  readonly predicted?: boolean;
  /** As many hints are open. */
  readonly hints: number;
  readonly solved?: boolean;
}

const KEY = 'airlock.practice';
const NONE: Progress = { hints: 0 };

/** The progress of each exercise, kept with the workspace. */
export interface ProgressStore {
  of(exercise: string): Progress;
  update(exercise: string, change: Partial<Progress>): Promise<void>;
  /** Forgets one exercise, or all. */
  forget(exercise?: string): Promise<void>;
}

export function progressIn(memento: Memento, changed: () => void): ProgressStore {
  const all = () => memento.get<Readonly<Record<string, Progress>>>(KEY, {});
  const keep = async (progress: Readonly<Record<string, Progress>>) => {
    await memento.update(KEY, progress);
    changed();
  };
  return {
    of: (exercise) => all()[exercise] ?? NONE,
    update: (exercise, change) =>
      keep({ ...all(), [exercise]: { ...NONE, ...all()[exercise], ...change } }),
    forget: (exercise) =>
      keep(
        exercise === undefined
          ? {}
          : Object.fromEntries(Object.entries(all()).filter(([id]) => id !== exercise)),
      ),
  };
}
