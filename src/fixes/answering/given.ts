import ts from 'typescript';
import { returnsOf } from '../../analysis/calls/positions';
import { unwrap } from '../../analysis/source/syntax';
import type { Answering, Asked } from './answering';
import { asText, headersWith, jsonOf } from './headers';
import { clauseAround } from './said';
import { isSpreadable, readGiven, type Given } from './readGiven';
import { isKnownAt } from './names';
import { helperCode } from './helperCall';

/**
 * Handlers that give their answer back: a `Response`, an object with a `statusCode`, or what a
 * function of the project makes. It is written as its siblings are, with their headers, so that
 * whoever may read those may read it too.
 */
export function givenAnswer({ fn, at, workspace }: Asked): Answering | undefined {
  const given = returnsOf(fn).flatMap((value) =>
    branches(value).flatMap((branch) => readGiven(branch, workspace) ?? []),
  );
  if (given.length === 0) return undefined;
  const isKnown = (item: Given) => !item.headers || isKnownAt(item.headers, at, fn);
  const model = modelOf(given.filter(isKnown), at);
  // All of them have headers that the place does not know.
  if (!model) return undefined;
  return {
    givesResponse: true,
    answer: (status, message, retryAfter, value) =>
      codeOf(model, { status, message, retryAfter, value, fn, at, workspace }),
  };
}

/** `a ? b : c` gives either. */
function branches(value: ts.Expression): ts.Expression[] {
  const node = unwrap(value);
  return ts.isConditionalExpression(node)
    ? [...branches(node.whenTrue), ...branches(node.whenFalse)]
    : [node];
}

/** The answer to write alike: that of a failure first, else one with headers, else any of JSON. */
function modelOf(given: readonly Given[], at: ts.Node): Given | undefined {
  const failures = given.filter(({ fails }) => fails);
  const clause = clauseAround(at);
  return (
    failures.find(
      (item) =>
        item.kind !== 'opaque' && clause && item.at.pos >= clause.pos && item.at.end <= clause.end,
    ) ??
    failures.find(({ kind }) => kind !== 'opaque') ??
    given.find(({ kind, headers }) => kind !== 'opaque' && headers) ??
    given.find(({ kind }) => kind !== 'opaque') ??
    given.find(({ headers }) => headers) ??
    given[0]
  );
}

interface Wanted extends Pick<Asked, 'fn' | 'at' | 'workspace'> {
  readonly status: number;
  readonly message: string;
  readonly retryAfter: string | undefined;
  readonly value: string | undefined;
}

function codeOf(model: Given, wanted: Wanted): string[] {
  const { status, retryAfter } = wanted;
  // What a success says under a name would be shown as one.
  const value = wanted.value ?? (model.fails ? model.said : jsonOf)(wanted.message);
  if (model.kind === 'helper') {
    const code = helperCode(model.call, model.shape, value, wanted);
    return retryAfter ? later(code, retryAfter, model.shape.gives) : [`return ${code};`];
  }
  const canSpread = !model.headers || isSpreadable(model.headers, wanted.workspace);
  const inline = canSpread ? retryAfter : undefined;
  const json = model.kind !== 'json' && model.kind !== 'jsonBody';
  const headers = headersWith(model.headers, inline, { json: json && model.kind !== 'opaque' });
  const code =
    model.kind === 'jsonBody'
      ? `{ status: ${status}, ${headers ? `headers: ${headers}, ` : ''}jsonBody: ${value} }`
      : model.kind === 'object'
        ? `{ statusCode: ${status}, ${headers ? `headers: ${headers}, ` : ''}body: JSON.stringify(${value}) }`
        : model.kind === 'new'
          ? `new ${model.name}(JSON.stringify(${value}), ${initOf(status, headers)})`
          : `${model.name}(${value}, ${initOf(status, headers)})`;
  return retryAfter && !inline
    ? later(code, retryAfter, GIVES_OBJECTS.has(model.kind) ? 'object' : 'response')
    : [`return ${code};`];
}

/** Answers that are plain objects, with their headers in one. */
const GIVES_OBJECTS: ReadonlySet<string> = new Set(['object', 'jsonBody']);

function initOf(status: number, headers: string | undefined): string {
  const part =
    headers === undefined ? '' : headers === 'headers' ? ', headers' : `, headers: ${headers}`;
  return `{ status: ${status}${part} }`;
}

/** What has been made gets its header afterwards. */
function later(code: string, retryAfter: string, gives: 'response' | 'object'): string[] {
  return gives === 'response'
    ? [
        `const limited = ${code};`,
        `limited.headers.set('Retry-After', ${asText(retryAfter)});`,
        'return limited;',
      ]
    : [
        `const limited = ${code};`,
        `return { ...limited, headers: { ...limited.headers, 'Retry-After': ${asText(retryAfter)} } };`,
      ];
}
