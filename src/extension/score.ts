import type { FolderView } from '../server/protocol';

/** How many of the seven items of a folder pass and fail. */
export interface Score {
  readonly passed: number;
  readonly failed: number;
  readonly all: number;
}

export function scoreOf({ items }: FolderView): Score {
  const count = (wanted: string) => items.filter(({ status }) => status === wanted).length;
  return { passed: count('pass'), failed: count('fail'), all: items.length };
}

/** Whether a folder has anything to show: one without OpenAI has no score. */
export function usesOpenAI({ calls, findings }: FolderView): boolean {
  return calls.length + findings > 0;
}
