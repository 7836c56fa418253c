import { isDeepStrictEqual } from 'node:util';
import type { Step } from './application';
import type { Sent } from './openai';
import type { Outcome } from './run';

/** A difference between an application before and after a fix, in words. */
export type Difference = string;

/** Settings that a fix may add or change: how an answer comes, and how long it may be. */
const FREE = ['stream', 'stream_options'];
const LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];

/** A fix, and what it changes on purpose. */
export interface FixUnderTest {
  readonly id: string;
  /** It refuses what is far too long: always, or where nothing else has looked at it yet. */
  readonly refuses?: 'always' | 'unchecked';
  /** It answers 429, and when to come again, where a limit is reached. */
  readonly tellsLimits?: true;
  /** Where an answer breaks off, whoever reads it is told. */
  readonly tellsBreaks?: true;
  /** It moves text within the prompt, or sends the answer in pieces. */
  readonly changes?: 'prompt' | 'answer';
  /** A failure may be asked for again. */
  readonly retries?: true;
}

/**
 * Where a fixed application does another thing than before: another request reaches OpenAI, another
 * value comes back, or a failure is no longer seen.
 */
export function differences(
  steps: readonly Step[],
  before: readonly Outcome[],
  after: readonly Outcome[],
  fix: FixUnderTest,
): Difference[] {
  return steps.flatMap((step, index): Difference[] => {
    const was = before[index];
    const is = after[index];
    if (fix.refuses && step.tooLong) {
      const left = unrefused(is, step);
      if (fix.refuses === 'always' || left.length === 0) return left;
    }
    if (fix.tellsLimits && step.answer === 'limited') return untold(is);
    if (fix.tellsBreaks && step.answer === 'cut') return unbroken(is);
    const fails = step.answer === 'limited' || step.answer === 'down';
    if (fix.retries && fails) return [];
    if (fix.changes === 'prompt') return changedPrompt(was, is);
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
      if (!isSame(was.value, is.value, fix)) out.push(said('it gives', was.value, is.value));
    } else if (
      // Of a failure that said no status before, nobody has read one.
      was.failure.status !== undefined &&
      told(was.failure.status) !== told(is.failure?.status)
    )
      out.push(said('it fails with', was.failure, is.failure));
    return out;
  });
}

/** Whether what comes back is the same, as far as the fix leaves it. */
function isSame(was: unknown, is: unknown, { changes, tellsLimits }: FixUnderTest): boolean {
  const [then, now] = [was, is].map(plain);
  const [first, second] = [then, now].map(statusOf);
  // What went wrong at OpenAI is the server's to name, as long as it is seen.
  if (tellsLimits && first !== undefined && first >= 500)
    return second !== undefined && second >= 500;
  if (changes === 'answer' && first === 200 && inPieces(then).includes(SAID))
    return second === 200 && inPieces(now).includes(SAID);
  return isDeepStrictEqual(worded(now), worded(then));
}

/** What OpenAI answers here. */
const SAID = 'Rain is water that falls.';

/** The text that events bring, or that comes as it is. */
function inPieces(value: unknown): string {
  const { body } = value as { body?: unknown };
  if (typeof body !== 'string') return JSON.stringify(body);
  const pieces = [...body.matchAll(/"(?:content|delta|text)":"([^"]*)"/g)].map(([, text]) => text);
  return pieces.length > 0 ? pieces.join('') : body;
}

function statusOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null && 'status' in value
    ? Number(value.status)
    : undefined;
}

function unrefused({ step, sent, value }: Outcome, { throwsAtIt }: Step): Difference[] {
  const status = statusOf(value) ?? 0;
  const isRefusal = throwsAtIt || (status >= 400 && status < 500);
  return sent.length > 0 || !isRefusal
    ? [`${step}: it is not refused: ${short(value)}, ${sent.length} requests`]
    : [];
}

function untold({ step, value }: Outcome): Difference[] {
  const isTold =
    statusOf(value) === 429 &&
    typeof value === 'object' &&
    value !== null &&
    'retryAfter' in value &&
    value.retryAfter !== null;
  return isTold ? [] : [`${step}: the limit is not told: ${short(value)}`];
}

/** What has come is part of the answer: without a word behind it, it would pass for the whole. */
function unbroken({ step, failure, value }: Outcome): Difference[] {
  const isTold =
    failure !== undefined || (statusOf(value) ?? 0) >= 500 || !SAID.startsWith(inPieces(value));
  return isTold ? [] : [`${step}: nobody is told: ${short(value)}`];
}

/** The words of the prompt stay; where they stand may be another message. */
function changedPrompt(was: Outcome, is: Outcome): Difference[] {
  const [then, now] = [was, is].map(({ sent }) => sent.length);
  if (then !== now) return [`${was.step}: ${now} requests, before ${then}`];
  return isDeepStrictEqual(plain(statusOf(is.value)), plain(statusOf(was.value)))
    ? []
    : [`${was.step}: it gives: ${short(is.value)}, before ${short(was.value)}`];
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
      // A framework's own page about a failure holds where it happened.
      if (name === 'body' && typeof item === 'string' && item.startsWith('<!DOCTYPE'))
        return [name, 'a page'];
      if (name === 'given') return [name, worded(item)];
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
