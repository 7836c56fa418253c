import type { Dialect } from '../models/frameworks/dialect';
import { AI_KEY, beginStream, sendParts, STREAM_NAMES, streamSettings } from './aiSdkRoute';
import { indent } from './lines';
import { isAiSdk } from './methods';
import type { RouteSpec } from './route';

/**
 * The statements that ask for a stream and pass it on, one JSON object a line or one event: a
 * failure becomes a line of its own, and a reader who leaves stops the request.
 */
export function streaming(spec: RouteSpec, stream: NonNullable<Dialect['stream']>): string[] {
  return [
    'const aborted = new AbortController();',
    ...(isAiSdk(spec.method) ? aiRequest(spec) : request(spec)),
    'const encoder = new TextEncoder();',
    'const body = new ReadableStream({',
    ...indent([
      'async start(controller) {',
      ...indent(sending(spec)),
      '},',
      'cancel() {',
      '  aborted.abort();',
      '},',
    ]),
    '});',
    ...stream('body', spec.asApi ? 'text/event-stream' : 'application/x-ndjson'),
  ];
}

function request({ method, payload }: RouteSpec): string[] {
  return [
    `const stream = await openai.${method}({`,
    ...indent(payload),
    '}, { signal: aborted.signal });',
  ];
}

function aiRequest({ payload }: RouteSpec): string[] {
  return [
    AI_KEY,
    'const { fullStream } = streamText({',
    ...indent([...payload, ...streamSettings(STREAM_NAMES)]),
    '});',
    ...beginStream(STREAM_NAMES),
  ];
}

/** The body of the stream's `start`: every piece, and what stands behind the last one. */
function sending(spec: RouteSpec): string[] {
  const send = (json: string) => sendStatement(spec, json);
  const pieces = isAiSdk(spec.method)
    ? sendParts(STREAM_NAMES, (text) => send(`{ text: ${text} }`))
    : [`for await (const chunk of stream) ${send('chunk')}`];
  // Events of chats end with a word of their own; those of responses say in their last one that
  // they are done.
  const done =
    spec.asApi && spec.method !== 'responses.create'
      ? ["  controller.enqueue(encoder.encode('data: [DONE]\\n\\n'));"]
      : [];
  return [
    'try {',
    ...indent(pieces),
    ...done,
    '} catch {',
    `  if (!aborted.signal.aborted) ${send("{ error: 'The answer broke off.' }")}`,
    '}',
    'if (!aborted.signal.aborted) controller.close();',
  ];
}

/** The statement that sends the value of an expression as one line, or as one event. */
function sendStatement({ method, asApi }: RouteSpec, json: string): string {
  const object = `\${JSON.stringify(${json})}\\n`;
  if (!asApi) return `controller.enqueue(encoder.encode(\`${object}\`));`;
  // Events of responses have names, which a reader of events listens for.
  const name = json === 'chunk' && method === 'responses.create' ? 'event: ${chunk.type}\\n' : '';
  return `controller.enqueue(encoder.encode(\`${name}data: ${object}\\n\`));`;
}
