import ts from 'typescript';
import type { RequestKind } from '../models/sdk';
import { natureOf, sdkOf } from '../models/vendors';
import { answerUse, type AnswerUse } from './readAnswer';
import { openRoutesTo, type OpenRoute } from './access/openRoutes';
import { enclosing } from './calls/positions';
import { strangersAt } from './calls/reach';
import { failureOf, streamFailure, type RequestFailure } from './readFailure';
import { wantedAnswer } from './requests/answer';
import { isGuarded } from './requests/guarded';
import { numberOf } from './requests/optionValues';
import { payloadOf, type Payload } from './requests/payload';
import { optionIn } from './requests/payloadOptions';
import type { Sent } from './requests/requests';
import { secretsInto, type PromptSecret } from './leaks/promptSecrets';
import type { Site, Step } from './source/host';
import { propertyName } from './source/syntax';
import { stepAt } from './steps';
import { chosenLimit } from './taint/chosenLimit';
import type { Flow } from './taint/flow';
import { promptParts, type Prompting, type PromptPart } from './taint/promptParts';
import { rolesInto } from './taint/openRoles';
import { flowsInto } from './taint/trace';
import type { Evaluator } from './values/engine';
import type { Value } from './values/value';

/**
 * What happens around a request: above it when it fails, before it to its prompt, after it to its
 * answer.
 */
export interface RequestDetail extends AnswerUse {
  /** The callee: what is underlined when the request as a whole is meant. */
  readonly callee: Site;
  /** The worst of the ways its failure can take. */
  readonly failure: RequestFailure;
  /** Attempts that the SDK adds by itself. */
  readonly ownRetries: number;
  /** How often it tries again as the call or its client sets it. */
  readonly maxRetries?: { readonly value: number; readonly site: Site };
  /** Untrusted text that reaches the prompt, with the parameter it reaches. */
  readonly flows: readonly (Flow & {
    readonly part: string;
    readonly at: Site;
    readonly hasRoles: boolean;
    readonly separate: boolean;
  })[];
  /** Secrets that reach the prompt, with the parameter they reach. */
  readonly secrets: readonly (PromptSecret & { readonly part: string; readonly at: Site })[];
  /** It generates text. */
  readonly text: boolean;
  readonly streams: boolean;
  /** Its answer is data of a given shape. */
  readonly structured: boolean;
  /** The prompt asks for a word, a title, a yes or no. */
  readonly short: boolean;
  /** A limit of the output is set, or cannot be ruled out. */
  readonly capped: boolean;
  /** The limit in tokens, when it is written as a number. */
  readonly cap?: number;
  /** Where the limit comes in, when strangers choose it and nothing holds it down. */
  readonly chosen?: Step;
  /** How long the call lets it take, in milliseconds. */
  readonly patience?: number;
  /** Where strangers are let in who can set the request off. */
  readonly strangers?: Step;
  /** Routes that any stranger can call, with nothing in sight that keeps them out or counts. */
  readonly openRoutes: readonly OpenRoute[];
}

/** What costs nothing by itself: moderation, and what only prepares something. */
const COSTLESS: ReadonlySet<RequestKind> = new Set(['moderation', 'other', 'management']);

/** Prompts that ask for a short answer in so many words. */
const SHORT = new RegExp(
  [
    '(one|single|two|three|a few) (words?|sentences?|characters?|letters?)\\b',
    'short title',
    '(only|just) (with )?(the|a|one) (title|label|category|number|word|name|slug|letter|json)',
    'yes or no',
    `['"]?true['"]? or ['"]?false`,
    'answer with just',
    'reply with only',
    'respond only with',
  ].join('|'),
  'i',
);

/**
 * Everything the rules want to know of one request: who catches its failure, what reaches its
 * prompt, where its answer goes.
 */
export function inspectRequest(
  node: ts.CallExpression | ts.NewExpression,
  request: Sent,
  callee: Value,
  evaluator: Evaluator,
): RequestDetail {
  const sdk = sdkOf(request);
  const nature = natureOf(request);
  const row = sdk.requests[request.row];
  const payload = payloadOf({ node, callee, sdk, ...(row ? { row } : {}) }, evaluator);
  const asking = { sdk, nature, payload, callee };
  const wanted = wantedAnswer({ ...asking, node }, evaluator);
  const text = nature.kind === 'text';
  const short = evaluator.concluded(enclosing(node) ?? node, asksForLittle);
  const used = answerUse(
    { node, sdk, nature, payload, wanted, short, ...(row ? { row } : {}) },
    evaluator,
  );
  const strangers = text && !wanted.capped ? strangersAt(evaluator, node) : undefined;
  const retries = retriesIn(payload, sdk.options, evaluator);
  const parts = promptParts(evaluator, asking);
  return {
    callee: calleeSite(node, evaluator),
    failure:
      streamFailure(nature, payload, used.stream, evaluator) ??
      failureOf(node, request, sdk, callee, evaluator),
    ownRetries: sdk.ownRetries,
    ...(retries ? { maxRetries: retries } : {}),
    flows: flowsOf(parts, asking, node, evaluator),
    secrets: parts.flatMap((part) =>
      secretsInto(evaluator, part).map((secret) => ({
        ...secret,
        part: part.name,
        at: evaluator.siteOf(part.expression),
      })),
    ),
    text,
    short,
    ...wanted,
    ...(wanted.capped ? callersChoice(asking, evaluator) : {}),
    ...(strangers
      ? { strangers: stepAt(strangers.node, evaluator, `set off by ${strangers.entry.what}`) }
      : {}),
    openRoutes: COSTLESS.has(nature.kind) ? [] : openRoutesTo(evaluator, node),
    ...used,
  };
}

/** Of a limit that is set, whether it is the caller who sets it. */
function callersChoice(
  { sdk, nature, payload }: Prompting,
  evaluator: Evaluator,
): Pick<RequestDetail, 'chosen'> {
  const chosen = nature.kind === 'text' ? chosenLimit(sdk, payload, evaluator) : undefined;
  return chosen ? { chosen } : {};
}

/** The untrusted text that reaches the prompt; a guarded client has checked it. */
function flowsOf(
  parts: readonly PromptPart[],
  { callee }: Prompting,
  node: ts.Node,
  evaluator: Evaluator,
): RequestDetail['flows'] {
  const guarded = isGuarded(callee, evaluator);
  return parts.flatMap((part) => {
    const texts = flowsInto(evaluator, part.expression, part);
    const roles = part.list && !guarded ? rolesInto(evaluator, part, texts, node) : [];
    return [...texts, ...roles].map((flow) => ({
      ...flow,
      ...(part.way ? { steps: [...flow.steps, ...part.way].slice(-8) } : {}),
      ...(guarded ? { bound: 'full' as const } : {}),
      part: part.name,
      at: evaluator.siteOf(part.expression),
      hasRoles: part.hasRoles,
      separate: part.separate,
    }));
  });
}

/** The name that is called, from its last line on when the chain is broken over several. */
function calleeSite(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): Site {
  const site = evaluator.siteOf(node.expression);
  const file = node.getSourceFile();
  const lineOf = (offset: number) => file.getLineAndCharacterOfPosition(offset).line;
  const start =
    ts.isPropertyAccessExpression(node.expression) && lineOf(site.start) !== lineOf(site.end)
      ? node.expression.name.getStart()
      : site.start;
  return { file: site.file, start, end: site.end };
}

/** How often the options of the call or its client make it try again, and where that stands. */
function retriesIn(
  { settings }: Payload,
  names: { readonly retries: string; readonly transport: string },
  evaluator: Evaluator,
): RequestDetail['maxRetries'] {
  // The options of the call win over those of the client, which come first in the list.
  for (const object of [...settings].reverse()) {
    const value = numberOf(optionIn([object], names.retries, evaluator), evaluator);
    if (value === undefined) continue;
    // With a transport of the code's own, retries may well live there.
    if (value === 0 && settings.some(({ node }) => propertyIn(node, names.transport)))
      return undefined;
    const property = propertyIn(object.node, names.retries);
    return { value, site: property ? evaluator.siteOf(property) : object.site };
  }
  return undefined;
}

function propertyIn(
  { properties }: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return properties.find((item) => propertyName(item.name) === name);
}

/** Whether a function's texts ask for a short answer. */
function asksForLittle(fn: ts.Node, evaluator: Evaluator): boolean {
  let found = false;
  evaluator.walk(fn, (node) => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    )
      found ||= SHORT.test(node.text);
  });
  return found;
}
