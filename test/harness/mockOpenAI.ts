import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the mock answers the next requests; the last one stays. */
export type Answer = 'text' | 'limited' | 'refused' | 'down' | 'cut';

export interface MockOpenAI {
  readonly url: string;
  /** The payloads it was sent. */
  readonly requests: Record<string, unknown>[];
  /** How many clients hung up before their answer was complete. */
  hangUps: number;
  answers: Answer[];
  close(): Promise<void>;
}

const WORDS = ['Rivers ', 'run ', 'to ', 'the ', 'sea.'];

/**
 * A local server that speaks as much of OpenAI's protocol as the routes need: chat completions and
 * responses, whole and streamed, and its failures.
 */
export async function startMockOpenAI(): Promise<MockOpenAI> {
  const mock: MockOpenAI = {
    url: '',
    requests: [],
    hangUps: 0,
    answers: ['text'],
    close: () => new Promise((done) => server.close(() => done())),
  };
  const server = createServer(async (request, response) => {
    const payload = await bodyOf(request);
    mock.requests.push(payload);
    const answer = mock.answers.length > 1 ? mock.answers.shift()! : mock.answers[0];
    response.on('close', () => void (response.writableFinished || mock.hangUps++));
    if (answer === 'limited')
      return json(
        response,
        429,
        { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } },
        { 'retry-after': '0' },
      );
    if (answer === 'down')
      return json(
        response,
        500,
        { error: { message: 'The server had an error', type: 'server_error' } },
        { 'retry-after-ms': '20' },
      );
    if (answer === 'refused')
      return json(response, 400, {
        error: { message: 'Something about the request', type: 'invalid_request_error' },
      });
    if (payload.stream === true)
      return stream(
        response,
        answer === 'cut',
        request.url?.endsWith('/responses') ? RESPONSES : CHAT,
      );
    if (request.url?.endsWith('/responses'))
      return json(response, 200, {
        id: 'resp_1',
        object: 'response',
        created_at: 1,
        model: 'gpt-5',
        status: 'completed',
        usage: { input_tokens: 3, output_tokens: 5, total_tokens: 8 },
        output: [
          {
            type: 'message',
            id: 'msg_1',
            status: 'completed',
            role: 'assistant',
            content: [{ type: 'output_text', text: WORDS.join(''), annotations: [] }],
          },
        ],
      });
    if (request.url?.endsWith('/audio/speech'))
      return void response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).end('sound');
    const other = OTHERS[request.url?.replace(/^\/v1\//, '') ?? ''];
    if (other) return json(response, 200, other);
    json(response, 200, {
      id: 'chat_1',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          finish_reason: 'stop',
          message: { role: 'assistant', content: WORDS.join('') },
        },
      ],
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(mock, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  });
}

/** What the other methods answer, by their path. */
const OTHERS: Readonly<Record<string, object | undefined>> = {
  'images/generations': { created: 1, data: [{ url: 'https://pictures.test/river.png' }] },
  'audio/transcriptions': { text: 'Rivers run to the sea.' },
  moderations: {
    id: 'mod_1',
    model: 'omni-moderation-latest',
    results: [{ flagged: false, categories: {}, category_scores: {} }],
  },
  completions: {
    id: 'cmpl_1',
    object: 'text_completion',
    choices: [{ index: 0, finish_reason: 'stop', text: 'Rivers run to the sea.' }],
  },
};

/** How an API frames the words of a stream. */
interface Framing {
  readonly opening: string;
  readonly word: (word: string) => string;
  readonly closing: string;
}

const CHAT: Framing = {
  opening: '',
  word: (word) =>
    `data: ${JSON.stringify({ id: 'chat_1', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: word } }] })}\n\n`,
  closing: 'data: [DONE]\n\n',
};
const event = (type: string, more: object) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const item = { type: 'message', id: 'msg_1', role: 'assistant' };
const RESPONSES: Framing = {
  opening:
    event('response.created', {
      response: { id: 'resp_1', object: 'response', created_at: 1, model: 'gpt-5' },
    }) +
    event('response.output_item.added', {
      output_index: 0,
      item: { ...item, status: 'in_progress', content: [] },
    }),
  word: (word) =>
    event('response.output_text.delta', {
      item_id: 'msg_1',
      output_index: 0,
      content_index: 0,
      delta: word,
    }),
  closing:
    event('response.output_item.done', {
      output_index: 0,
      item: { ...item, status: 'completed', content: [] },
    }) +
    event('response.completed', {
      response: { id: 'resp_1', usage: { input_tokens: 3, output_tokens: 5, total_tokens: 8 } },
    }),
};

async function stream(
  response: ServerResponse,
  cut: boolean,
  { opening, word: framed, closing }: Framing,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(opening);
  for (const [index, word] of WORDS.entries()) {
    if (response.destroyed) return;
    response.write(framed(word));
    await new Promise((done) => setTimeout(done, 40));
    if (cut && index === 1) return void response.destroy();
  }
  response.end(closing);
}

function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', ...headers })
    .end(JSON.stringify(value));
}

/**
 * A mock that the SDK of this process asks until the mock is closed, because the environment says
 * so.
 */
export async function startMockForSdk(): Promise<MockOpenAI> {
  const mock = await startMockOpenAI();
  const { close } = mock;
  process.env.OPENAI_API_KEY = 'made-up-for-tests';
  process.env.OPENAI_BASE_URL = mock.url;
  mock.close = () => {
    delete process.env.OPENAI_API_KEY;
    delete process.env.OPENAI_BASE_URL;
    return close();
  };
  return mock;
}

/** How many hung up, once the first did; a second is enough for the news to arrive. */
export async function hangUps(mock: MockOpenAI): Promise<number> {
  for (let wait = 0; wait < 40 && mock.hangUps === 0; wait++)
    await new Promise((done) => setTimeout(done, 25));
  return mock.hangUps;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data'))
    return Object.fromEntries(
      await new Response(Buffer.concat(chunks), { headers: { 'Content-Type': type } }).formData(),
    );
  return JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
}
