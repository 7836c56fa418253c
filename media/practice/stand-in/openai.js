import { createServer } from 'node:http';

/** How long a piece of a streamed answer takes, in milliseconds. */
const PIECE = 40;

/**
 * A small OpenAI on this machine: it answers in a sentence or, where it is asked for a story, in
 * several; streams when asked to; and refuses with a 429 as often as `refuse` says. No key is
 * checked, and nothing leaves the machine.
 */
export async function startOpenAI(port = 0) {
  /** What was asked, in order: path, body, key. */
  const requests = [];
  let refusals = 0;
  const server = createServer(async (request, response) => {
    allowPages(response);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    const body = await readJson(request);
    if (request.url === '/refuse') {
      refusals = body.times ?? 1;
      return response.end();
    }
    requests.push({ path: request.url, body, key: request.headers.authorization });
    if (refusals > 0) {
      refusals--;
      return sendJson(response.setHeader('Retry-After', '1'), 429, {
        error: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
      });
    }
    const words = answerTo(body).split(/(?<= )/);
    const shape = request.url.endsWith('/responses') ? ofResponses : ofCompletions;
    if (!body.stream) {
      // A whole answer takes as long as its pieces.
      await wait(PIECE * words.length);
      return sendJson(response, 200, shape.whole(words.join('')));
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const word of words) {
      response.write(`data: ${JSON.stringify(shape.piece(word))}\n\n`);
      await wait(PIECE);
    }
    response.end(`data: ${JSON.stringify(shape.end())}\n\ndata: [DONE]\n\n`);
  });
  await new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    /** The next so many requests are refused. */
    refuse(times) {
      refusals = times;
    },
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

const ofCompletions = {
  whole: (content) => ({
    id: 'chatcmpl-practice',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
  }),
  piece: (content) => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, finish_reason: null, delta: { content } }],
  }),
  end: () => ({
    object: 'chat.completion.chunk',
    choices: [{ index: 0, finish_reason: 'stop', delta: {} }],
  }),
};

const ofResponses = {
  whole: (text) => ({
    id: 'resp_practice',
    object: 'response',
    status: 'completed',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }],
  }),
  piece: (delta) => ({ type: 'response.output_text.delta', delta }),
  end: () => ({ type: 'response.completed', response: { status: 'completed' } }),
};

function answerTo({ messages, input }) {
  const asked = messages ? messages.at(-1).content : typeof input === 'string' ? input : '';
  const subject = String(asked).slice(0, 60) || 'nothing';
  const rules = messages?.[0].content ?? '';
  if (!rules.includes('story')) return `You asked about ${subject}: read “The Name of the Rose”.`;
  return Array.from(
    { length: 6 },
    (_, day) => `On day ${day + 1} ${subject} went further into the library. `,
  ).join('');
}

function allowPages(response) {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
}

async function readJson(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}

function sendJson(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function wait(time) {
  return new Promise((done) => setTimeout(done, time));
}
