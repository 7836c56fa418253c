import { isDeepStrictEqual } from 'node:util';
import type { Sent } from './openai';
import type { Outcome } from './run';

/** A difference between an application before and after a fix, in words. */
export type Difference = string;

/** Settings that a fix may add or change: how an answer comes, and how long it may be. */
const FREE = ['stream', 'stream_options'];
const LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/**
 * Where a fixed application does another thing than before: another request reaches OpenAI, another
 * value comes back, or a failure is no longer seen.
 */
export function differences(before: readonly Outcome[], after: readonly Outcome[]): Difference[] {
  return before.flatMap((was, index): Difference[] => {
    const is = after[index];
    const said = (what: string, then: unknown, now: unknown): Difference =>
      `${was.step}: ${what}: ${short(now)}, before ${short(then)}`;
    const out: Difference[] = [];
    const [then, now] = [was.sent, is.sent].map((list, which) =>
      list.map((sent, at) => comparable(sent, which === 1 ? was.sent[at] : undefined)),
    );
    if (!isDeepStrictEqual(now, then)) out.push(said('OpenAI gets', then, now));
    if ((was.failure === undefined) !== (is.failure === undefined))
      out.push(said('it ends with', was.failure ?? was.value, is.failure ?? is.value));
    else if (was.failure === undefined) {
      if (!isDeepStrictEqual(worded(plain(is.value)), worded(plain(was.value))))
        out.push(said('it gives', was.value, is.value));
    } else if (told(was.failure.status) !== told(is.failure?.status))
      out.push(said('it fails with', was.failure, is.failure));
    return out;
  });
}

/** A payload without what may differ; limits count where there were some before. */
function comparable({ path, payload }: Sent, was: Sent | undefined): object {
  const kept = Object.entries(payload).filter(
    ([name]) => !FREE.includes(name) && !(LIMITS.includes(name) && was && !(name in was.payload)),
  );
  return { path, payload: Object.fromEntries(kept) };
}

/** As JSON has it: what is `undefined` is not there. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/**
 * A page shows the words of a failure; that there are some is what counts. Of its status, a limit
 * is told apart; what else went wrong at OpenAI is the server's to name.
 */
function worded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => {
      if (name === 'message' && typeof item === 'string' && item !== '')
        return [name, 'some words'];
      return name === 'failed' ? [name, told(item)] : [name, item];
    }),
  );
}

function told(status: unknown): unknown {
  return typeof status === 'number' && status >= 400 && status !== 429 ? 'a failure' : status;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
