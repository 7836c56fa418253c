import type { Model } from '../model';
import type { Sink, StreamMethods } from '../sink';

/** What carries failures to whoever reads it, as a method of the answer or as a function. */
const WITH_FAILURES =
  '{toDataStreamResponse,toUIMessageStream,toDataStream,mergeIntoDataStream,toAIStreamResponse}';
const BARE_TEXT = '{toTextStreamResponse,toAIStream}';

/** Methods and functions by which a stream is passed on, and what becomes of it there. */
const PASSINGS: readonly StreamMethods[] = [
  { methods: WITH_FAILURES, passing: { failures: 'told' } },
  { methods: 'pipeDataStreamToResponse', passing: { failures: 'told', writes: true } },
  { methods: 'toUIMessageStreamResponse', passing: { failures: 'told', unheld: true } },
  {
    methods: 'pipeUIMessageStreamToResponse',
    passing: { failures: 'told', unheld: true, writes: true },
  },
  { methods: BARE_TEXT, passing: { failures: 'lost', unless: 'onError' } },
  {
    methods: 'pipeTextStreamToResponse',
    passing: { failures: 'lost', unless: 'onError', writes: true },
  },
];

/** Functions of the AI SDK that are handed a stream. */
export const AI_SDK_SINKS: readonly Sink[] = [
  ...PASSINGS.map(({ methods, passing }): Sink => ({
    call: [methods, `LangChainAdapter.${methods}`],
    into: 'response',
    passing,
  })),
  { call: 'createDataStreamResponse', into: 'response', passing: { failures: 'told' } },
  {
    // Its `UI_MESSAGE_STREAM_HEADERS` hold `x-accel-buffering: no`.
    call: 'createUIMessageStreamResponse',
    into: 'response',
    passing: { failures: 'told', unheld: true },
  },
  {
    // Run with versions 2.2 and 3.0: what the iterable throws breaks the response off.
    call: '{StreamingTextResponse,OpenAIStream}',
    into: 'response',
    passing: { failures: 'lost', unless: 'onError', stops: true, carriesThrown: true },
  },
  {
    call: 'streamToResponse',
    into: 'response',
    passing: { failures: 'lost', unless: 'onError', writes: true },
  },
  { call: 'createStreamDataTransformer', into: 'response' },
];

/**
 * The streams that SDKs give, and what their answers hold besides the text. Sources: openai-node
 * `helpers.md`; ai-sdk.dev/docs, "Stream Protocols"; sdk.vercel.ai/docs of AI SDK 2 and 3.
 */
export const answerStreams: readonly Model[] = [
  {
    id: 'openai-streams',
    title: 'streams of OpenAI’s SDK',
    packages: ['openai'],
    streams: [
      { methods: 'toReadableStream', passing: { failures: 'told', stops: true } },
      { methods: '{on,once}', passing: { failures: 'heard' } },
    ],
    books:
      '{usage,id,model,created,created_at,object,total_tokens,controller,finish_reason,type,role,' +
      'incomplete_details,system_fingerprint,service_tier,tool_calls,function_call,arguments}',
  },
  {
    id: 'ai-sdk-streams',
    title: 'streams of the AI SDK',
    packages: ['ai'],
    streams: PASSINGS,
    sinks: AI_SDK_SINKS,
    // A streamable value lives on without its reader: nothing can tell who fills it.
    leaving: {
      names: '',
      members: '',
      functions: '{createStreamableValue,createStreamableUI}',
      events: '',
      listeners: '',
    },
    books:
      '{finishReason,usage,totalUsage,warnings,providerMetadata,rawFinishReason,toolCalls,' +
      'toolResults,staticToolCalls,dynamicToolCalls}',
  },
];
