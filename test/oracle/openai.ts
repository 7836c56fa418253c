import type { Answer } from './application';

/** What reached OpenAI. */
export interface Sent {
  readonly path: string;
  readonly payload: Record<string, unknown>;
}

const HOST = 'api.openai.com';
const TEXT = 'Rain is water that falls.';
const USAGE = {
  prompt_tokens: 7,
  completion_tokens: 5,
  total_tokens: 12,
  input_tokens: 7,
  output_tokens: 5,
};

/** An OpenAI that writes down what it is sent and answers as it is told; no socket is opened. */
export class RecordingOpenAI {
  readonly sent: Sent[] = [];
  answer: Answer = 'text';

  /** Whether a request is meant for it. */
  isAsked(url: URL): boolean {
    return url.hostname === HOST;
  }

  async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    const body = await request.text();
    const payload = JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
    this.sent.push({ path, payload });
    const failure = FAILURES[this.answer];
    if (failure) return failed(...failure);
    const text = this.answer === 'json' ? JSON.stringify({ answer: TEXT }) : TEXT;
    const isChat = path.endsWith('/chat/completions');
    if (payload.stream === true)
      return streamed(isChat ? chatEvents(text) : responseEvents(text), this.answer === 'cut');
    return Response.json(isChat ? chat(text) : response(text));
  }
}

const FAILURES: Readonly<Partial<Record<Answer, readonly [number, string, string]>>> = {
  limited: [429, 'Rate limit reached', 'rate_limit_exceeded'],
  refused: [400, 'Something about the request', 'invalid_request_error'],
  down: [500, 'The server had an error', 'server_error'],
};

function failed(status: number, message: string, code: string): Response {
  return Response.json(
    { error: { message, type: code, code } },
    // The SDK would try again, and wait.
    { status, headers: { 'x-should-retry': 'false', 'retry-after': '1' } },
  );
}

function chat(text: string): object {
  return {
    id: 'chat-1',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-mini',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
    usage: USAGE,
  };
}

function response(text: string): object {
  return {
    id: 'response-1',
    object: 'response',
    status: 'completed',
    output_text: text,
    output: [
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    usage: USAGE,
  };
}

function chatEvents(text: string): object[] {
  const event = (delta: object, finish_reason: string | null) => ({
    id: 'chat-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason }],
  });
  return [...words(text).map((content) => event({ content }, null)), event({}, 'stop')];
}

function responseEvents(text: string): object[] {
  return [
    ...words(text).map((delta) => ({ type: 'response.output_text.delta', delta })),
    { type: 'response.completed', response: response(text) },
  ];
}

function words(text: string): string[] {
  return text.split(/(?<= )/);
}

/** The events one after the other; one that is cut ends in the middle, as a lost connection does. */
function streamed(events: readonly object[], isCut: boolean): Response {
  const lines = [...events.map((event) => JSON.stringify(event)), '[DONE]'];
  const sent = (isCut ? lines.slice(0, 2) : lines).map((line) => `data: ${line}\n\n`);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = sent.shift();
      if (next !== undefined) controller.enqueue(encoder.encode(next));
      else if (isCut) controller.error(new Error('the connection was lost'));
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
