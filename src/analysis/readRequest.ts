import ts from 'typescript';
import type { RequestDetail, RequestFact, SdkId } from './facts';
import type { Site, Step } from './source/host';
import { strangersAt } from './calls/reach';
import { failurePaths, type FailurePath } from './errors/climb';
import { statusCheck, throwsOnStatus } from './errors/httpStatus';
import { numberOf, optionIn, payloadOf, type Payload } from './requests/payload';
import { propertyName } from './source/syntax';
import { destinationsOf } from './streams/forward';
import { isStreaming, streamUse, type StreamUse } from './streams/consumption';
import { tellsRateLimit } from './errors/rateLimit';
import { flowsInto } from './taint/trace';
import { promptParts } from './taint/sinks';
import type { Evaluator } from './values/engine';
import { memberPath, optionsOf, type Value } from './values/value';
import { enclosing } from './calls/positions';
import { interceptedFailure } from './errors/interceptors';
import { findWithin } from './requests/contains';

/** Requests that generate text. Everything else has no answer to stream and no output to cap. */
const TEXT =
  /^(beta\.)?(chat\.completions\.|completions\.create|responses\.)|^createChatCompletion|^createCompletion|^(generate|stream)Text|ChatCompletions$|^getCompletions|^streamCompletions|(generateObject|streamObject)$|^agent\.|agents run|Runner\.run|sendMessage$|threads\.runs\.|createAndRun|langchain (invoke|stream\w*|call|predict|run|batch|generate)|chat\/completions$| responses$| completions$/;
const STRUCTURED = /Object$|\.parse$|parsed/;
/** Prompts that ask for a short answer in so many words. */
const SHORT =
  /(one|single|two|three|a few) (words?|sentences?|characters?|letters?)\b|short title|(only|just) (with )?(the|a|one) (title|label|category|number|word|name|slug|letter|json)|yes or no|['"]?true['"]? or ['"]?false|answer with just|reply with only|respond only with/i;
const LIMITS = [
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'maxOutputTokens',
  'maxTokens',
  'maxCompletionTokens',
  'modelArgs',
];

/** How often each SDK tries again by itself. Source: facts.md (openai-node 2, AI SDK 2, LangChain 6; SDK v3 and raw HTTP never). */
const OWN_RETRIES: Readonly<Record<SdkId, number>> = {
  openai: 2,
  azure: 2,
  'openai-v3': 0,
  'ai-sdk': 2,
  langchain: 6,
  agents: 2,
  chatgpt: 0,
  http: 0,
};

/** Everything the rules want to know of one request: who catches its failure, what reaches its prompt, where its answer goes. */
export function inspectRequest(
  node: ts.CallExpression | ts.NewExpression,
  request: RequestFact,
  callee: Value,
  evaluator: Evaluator,
): RequestDetail {
  const payload = payloadOf(node, request, callee, evaluator);
  const text =
    TEXT.test(request.api) ||
    (request.sdk === 'langchain' && /streamEvents|streamLog/.test(request.api));
  const streams = isStreaming(request.api, payload, evaluator);
  const structured =
    STRUCTURED.test(request.api) ||
    isStructured(payload, evaluator) ||
    (request.sdk === 'langchain' && findWithin(evaluator, callee, isStructuring) !== undefined);
  const short = evaluator.concluded(enclosing(node) ?? node, asksForLittle);
  const cap = LIMITS.map((name) =>
    optionIn(
      [
        ...payload.bodies,
        ...(request.sdk === 'langchain' || request.sdk === 'agents' ? payload.settings : []),
      ],
      name,
      evaluator,
    ),
  ).find((value) => value !== undefined);
  const capNumber = numberOf(cap, evaluator);
  // Where an answer goes matters for streams, and for long texts that could be one.
  const destinations =
    streams || (text && !structured && !short) ? destinationsOf(evaluator, node) : [];
  const stream = streams ? streamUse(evaluator, node, payload, destinations) : undefined;
  const guarded = isGuarded(callee, evaluator);
  const strangers = text && cap === undefined ? strangersAt(evaluator, node) : undefined;
  const retries = settingOf(payload, 'maxRetries', evaluator);
  return {
    callee: calleeSite(node, evaluator),
    failure:
      sdkStreamFailure(request, payload, stream, evaluator) ??
      failureOf(node, request, callee, evaluator),
    ownRetries: OWN_RETRIES[request.sdk],
    // With a transport of the code's own, retries may well live there.
    ...(retries &&
    !(
      retries.value === 0 &&
      payload.settings.some((object) =>
        object.node.properties.some((item) => propertyName(item.name) === 'fetch'),
      )
    )
      ? { maxRetries: retries }
      : {}),
    flows: promptParts(evaluator, request, payload, callee).flatMap((part) =>
      flowsInto(evaluator, part.expression, { role: part.role, mixed: part.mixed }).map((flow) => ({
        ...flow,
        ...(guarded ? { bound: 'full' as const } : {}),
        part: part.name,
        at: evaluator.siteOf(part.expression),
        hasRoles: part.hasRoles,
        separate: part.separate,
      })),
    ),
    text,
    streams,
    structured,
    short,
    capped: cap !== undefined || payload.open,
    ...(capNumber === undefined ? {} : { cap: capNumber }),
    ...(strangers ? { strangers: strangers.what } : {}),
    goes: [...new Set(destinations.map(({ kind }) => kind))],
    ...destinationStep(destinations, evaluator),
    ...(stream ? { stream } : {}),
  };
}

/**
 * The AI SDK's streams do not throw: a failure becomes part of the stream, goes to `onError`, and a `catch` around the call sees nothing of it.
 * Source: ai, "Error handling": `streamText` errors.
 */
function sdkStreamFailure(
  request: RequestFact,
  payload: Payload,
  stream: StreamUse | undefined,
  evaluator: Evaluator,
): FailurePath | undefined {
  if (request.sdk !== 'ai-sdk' || !/^stream/.test(request.api)) return undefined;
  const onError = optionIn(payload.bodies, 'onError', evaluator);
  if (onError?.kind === 'function') {
    const told = onError.node.body !== undefined && tellsRateLimit(evaluator, onError.node.body);
    return {
      end: told ? 'told-apart' : 'caught',
      at: { ...onError.site, label: '`onError` gets it' },
      trail: [],
    };
  }
  return stream?.failure === 'signalled'
    ? {
        end: 'caught',
        at: { ...stream.at, label: 'the stream carries it to the reader' },
        trail: [],
      }
    : undefined;
}

/** The name that is called, from its last line on when the chain is broken over several. */
function calleeSite(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): Site {
  const site = evaluator.siteOf(node.expression);
  const text = node.expression.getText();
  const start =
    text.includes('\n') && ts.isPropertyAccessExpression(node.expression)
      ? node.expression.name.getStart()
      : site.start;
  return { file: site.file, start, end: site.end };
}

/** The worst way a failure can take: one careless caller is enough. */
function failureOf(
  node: ts.CallExpression | ts.NewExpression,
  request: RequestFact,
  callee: Value,
  evaluator: Evaluator,
): RequestDetail['failure'] {
  const raw = (request.sdk === 'http' && !throwsOnStatus(evaluator, node)) || /edge/.test(request.api);
  const check = raw ? statusCheck(evaluator, node) : undefined;
  // What `throw` does after a bad status is followed like any failure; else the answer itself is looked at.
  const paths = failurePaths(evaluator, node);
  const thrown = check?.thrown ? failurePaths(evaluator, check.thrown, false) : [];
  const worst = worstOf([...paths, ...(thrown.length > 0 ? [worstOf(thrown)] : [])]);
  const intercepted =
    request.sdk === 'http' && worst.end === 'caught'
      ? interceptedFailure(evaluator, node, callee)
      : undefined;
  if (intercepted) return { ...worst, ...intercepted };
  if (raw && check?.tells429)
    return {
      ...worst,
      end: 'told-apart',
      at: worst.at ?? step(check.node, evaluator, 'the status is looked at here'),
    };
  if (raw && check && worst.end === 'uncaught' && !check.thrown)
    return { ...worst, statusChecked: true };
  return { ...worst, ...(raw ? { statusChecked: check !== undefined } : {}) };
}

const ORDER: readonly FailurePath['end'][] = [
  'uncaught',
  'caught',
  'retried',
  'told-apart',
  'unknown',
];

function worstOf(paths: readonly FailurePath[]): FailurePath {
  const weight = (path: FailurePath) => {
    if (path.retry && path.retry.delay === 'growing' && path.end !== 'told-apart')
      return ORDER.indexOf('retried');
    return ORDER.indexOf(path.end);
  };
  const [worst] = [...paths].sort((a, b) => weight(a) - weight(b));
  if (!worst) return { end: 'unknown', trail: [] };
  return worst.retry?.delay === 'growing' && (worst.end === 'uncaught' || worst.end === 'caught')
    ? { ...worst, end: 'retried' }
    : worst;
}

/** A client of `@openai/guardrails` whose configuration checks the input before the model sees it. */
function isGuarded(callee: Value, evaluator: Evaluator): boolean {
  const { root } = memberPath(callee);
  if (
    root.kind !== 'call' ||
    !optionsOf(root.callee, 2).some(
      (option) => option.kind === 'external' && option.name === '@openai/guardrails',
    )
  )
    return false;
  const [config] = root.node.arguments;
  // A configuration in a file is taken at its word.
  return (
    config !== undefined &&
    optionsOf(evaluator.evaluate(config, root.frame), 2).some(
      (option) =>
        option.kind !== 'object' ||
        option.node.properties.some((property) =>
          /^(input|pre_?flight)$/i.test(propertyName(property.name) ?? ''),
        ),
    )
  );
}

/** `model.withStructuredOutput(schema)`, a JSON output parser. */
function isStructuring(value: Value): boolean {
  if (value.kind === 'instance')
    return value.of.kind === 'external' && /Json|Structured/.test(value.of.path.join('.'));
  return (
    value.kind === 'call' &&
    /^(withStructuredOutput|fromZodSchema)$/.test(memberPath(value.callee).path.slice(-1)[0] ?? '')
  );
}

/** A number among the options of the call or its client, and where it stands. */
function settingOf(
  payload: Payload,
  name: string,
  evaluator: Evaluator,
): RequestDetail['maxRetries'] {
  // The options of the call win over those of the client, which come first in the list.
  for (const object of [...payload.settings].reverse()) {
    const value = numberOf(optionIn([object], name, evaluator), evaluator);
    const property = object.node.properties.find((item) => propertyName(item.name) === name);
    if (value !== undefined)
      return { value, site: property ? evaluator.siteOf(property) : object.site };
  }
  return undefined;
}

/** JSON mode, a schema for the answer, or a tool that must be called: such an answer is read as a whole. */
function isStructured(payload: Payload, evaluator: Evaluator): boolean {
  const format =
    optionIn(payload.bodies, 'response_format', evaluator) ??
    optionIn(payload.bodies, 'responseFormat', evaluator) ??
    optionIn(payload.bodies, 'output', evaluator) ??
    optionIn(payload.bodies, 'experimental_output', evaluator);
  if (
    format &&
    optionsOf(format, 4).some(
      (option) => option.kind !== 'object' || /json/.test(option.node.getText()),
    )
  )
    return true;
  const text = optionIn(payload.bodies, 'text', evaluator);
  if (
    text &&
    optionsOf(text, 4).some(
      (option) => option.kind === 'object' && /json|zodTextFormat/.test(option.node.getText()),
    )
  )
    return true;
  const choice =
    optionIn(payload.bodies, 'tool_choice', evaluator) ??
    optionIn(payload.bodies, 'function_call', evaluator) ??
    optionIn(payload.bodies, 'toolChoice', evaluator);
  return (
    choice !== undefined &&
    optionsOf(choice, 2).some(
      (option) =>
        option.kind === 'object' || (option.kind === 'text' && option.text === 'required'),
    )
  );
}

function asksForLittle(fn: ts.Node): boolean {
  return SHORT.test(fn.getText());
}

function destinationStep(
  destinations: ReturnType<typeof destinationsOf>,
  evaluator: Evaluator,
): Pick<RequestDetail, 'reaches'> {
  const waiting = destinations.find(({ kind }) => kind === 'response' || kind === 'screen');
  return waiting
    ? {
        reaches: step(
          waiting.node,
          evaluator,
          waiting.kind === 'response'
            ? 'the whole text is sent here'
            : 'the whole text is shown here',
        ),
      }
    : {};
}

function step(node: ts.Node, evaluator: Evaluator, label: string): Step {
  const site = evaluator.siteOf(node);
  return { ...site, end: site.start + Math.max(1, node.getText().split('\n')[0].length), label };
}
