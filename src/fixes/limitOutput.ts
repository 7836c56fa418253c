import { beginsLine } from '../analysis/source/text';
import ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { propertyName, unwrap, walk } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { requestName } from '../rules/requests';
import { asksElsewhere, natureOf, sdkOf } from '../models/vendors';
import type { Fix, Refusal } from './fix';
import { versionOf } from './sdkVersion';
import { nodeSpanning } from '../edits/nodeAt';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';

/** A page of text; enough for most answers, and a bound for the bill. */
const TOKENS = 1000;
/** Data that is cut off is no data: what the models with the shortest answers can say at most. */
const TOKENS_OF_DATA = 4096;
/** What a model thinks counts too: with less it may end before it has said a word. */
const TOKENS_WITH_THINKING = 16_000;

/** Adds the limit that the API at hand takes to the options of a request. */
export const limitOutput: Fix = {
  meta: {
    id: 'limit-output',
    summary: 'Adds a limit on the answer’s length, by the name that the API takes.',
    rules: ['unbounded-output'],
    safe: false,
  },
  plan(finding, workspace) {
    // There is a limit, and what it should be at most is not for a fix to say.
    if (finding.variant === 'chosen') return undefined;
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    const syntax = workspace.syntax(finding.file);
    const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
    const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
    if (!request || !syntax || !call || !ts.isCallExpression(call)) return undefined;
    let payload: ts.ObjectLiteralExpression | undefined;
    walk(call, (item) => {
      if (
        !payload &&
        ts.isObjectLiteralExpression(item) &&
        item.properties.some((property) => propertyName(property.name) === 'model')
      )
        payload = item;
    });
    const [first] =
      payload?.properties.filter((property) => propertyName(property.name) === 'model') ?? [];
    if (!first)
      return { reason: `the options of ${requestName(request)} do not stand in the call itself` };
    const name = limitName(request, modelIn(first), finding.file, workspace);
    if (name === undefined) return undefined;
    if (typeof name !== 'string') return name;
    const tokens = tokensFor(request, modelIn(first));
    const edit = insertion(syntax.text, first, `${name}: ${tokens}`);
    return {
      title: `Limit the answer to ${tokens} tokens (\`${name}\`)`,
      note: 'Choose the limit that your answers need.',
      changes: () => [{ kind: 'edit', file: finding.file, edits: [edit] }],
    };
  },
};

/**
 * Behind a property, on a line of its own when the property has one; a comment at the end of that
 * line stays where it is.
 */
function insertion(text: string, after: ts.Node, property: string): TextEdit {
  const end = after.getEnd();
  if (!beginsLine(text, after.getStart())) return { start: end, end, text: `, ${property}` };
  const indent = indentationAt(text, after.getStart());
  const rest = /^,[^\n]*/.exec(text.slice(end));
  if (!rest) return { start: end, end, text: `,\n${indent}${property}` };
  const at = end + rest[0].replace(/\r$/, '').length;
  return { start: at, end: at, text: `\n${indent}${property},` };
}

/** The model's name, where it is written in the call. */
function modelIn(property: ts.ObjectLiteralElementLike): string | undefined {
  const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** How many tokens an answer of this kind may need. */
function tokensFor(request: RequestFact, model: string | undefined): number {
  if (model !== undefined && sdkOf(request).thinking?.test(model)) return TOKENS_WITH_THINKING;
  return request.detail?.structured ? TOKENS_OF_DATA : TOKENS;
}

/**
 * The limit's name in the version of the SDK that the package has; the newest where that is not
 * said. A reason where the model takes another name than that version knows.
 */
function limitName(
  request: RequestFact,
  model: string | undefined,
  file: string,
  workspace: Workspace,
): string | Refusal | undefined {
  const { limit } = natureOf(request);
  if (limit === undefined || typeof limit === 'string') return limit;
  if (limit.elsewhere !== undefined && asksElsewhere(request)) return limit.elsewhere;
  const version = versionOf(limit.package, workspace.packages.of(file), workspace);
  const names = Object.entries(limit.since)
    .map(([since, name]) => ({ since: since.split('.').map(Number), name }))
    .sort((a, b) => b.since[0] - a.since[0] || (b.since[1] ?? 0) - (a.since[1] ?? 0));
  const known = names.find(
    ({ since: [major, minor = 0] }) =>
      !version || major < version[0] || (major === version[0] && minor <= version[1]),
  );
  const isTaken = model === undefined || !sdkOf(request).thinking?.test(model);
  return isTaken || known === names[0]
    ? known?.name
    : {
        reason:
          `\`${model}\` takes \`${names[0].name}\` only, which this version of \`${limit.package}\` ` +
          'does not know: raise it first',
      };
}
