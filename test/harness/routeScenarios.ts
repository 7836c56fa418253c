import assert from 'node:assert/strict';
import type { MockOpenAI } from './mockOpenAI';

interface Line {
  readonly choices?: { readonly delta: { readonly content: string } }[];
  readonly error?: string;
}

/** What a route that answers as a whole must do, asked over HTTP at an address, with a local OpenAI behind it. */
export function wholeRoute(address: () => string, openai: () => MockOpenAI): void {
  const ask = (body: unknown) => post(address(), body);
  const error = async (response: Response) => ((await response.json()) as { error: string }).error;
  beforeEach(() => {
    openai().answers = ['text'];
    openai().requests.length = 0;
  });

  it('answers with what the SDK would have given, the instructions kept on the server', async () => {
    const response = await ask({ message: 'Tell me about rivers' });
    assert.equal(response.status, 200, await response.clone().text());
    const completion = (await response.json()) as { choices: { message: { content: string } }[] };
    assert.equal(completion.choices[0].message.content, 'Rivers run to the sea.');
    assert.deepEqual(openai().requests[0].messages, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Tell me about rivers' },
    ]);
  });
  it('refuses what is empty, too long or no text, without asking', async () => {
    for (const message of ['', '   ', 'x'.repeat(200_001), 7, { length: 3 }, undefined]) {
      const response = await ask({ message });
      // A parser of the application's own may refuse a body of that size before the route does.
      if (response.status === 413) continue;
      assert.equal(response.status, 400);
      assert.equal(await error(response), 'Invalid message');
    }
    assert.equal(openai().requests.length, 0);
  });
  it('survives a 429 that passes, and answers one that stays with Retry-After', async () => {
    openai().answers = ['limited', 'text'];
    assert.equal((await ask({ message: 'Rivers' })).status, 200);
    openai().answers = ['limited'];
    const response = await ask({ message: 'Rivers' });
    assert.equal(response.status, 429);
    assert.ok(response.headers.get('retry-after'));
    assert.match(await error(response), /try again/);
  });
  it('answers other failures with 502 and says nothing of their inside', async () => {
    for (const failure of ['refused', 'down'] as const) {
      openai().answers = [failure];
      const response = await ask({ message: 'Rivers' });
      assert.equal(response.status, 502, failure);
      assert.equal(await error(response), 'The answer could not be fetched.');
    }
  });
}

/** What a route that takes a recording must do. */
export function uploadRoute(address: () => string, openai: () => MockOpenAI): void {
  const send = (entries: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(entries)) form.append(name, value);
    return fetch(address(), {
      method: 'POST',
      headers: { Origin: new URL(address()).origin },
      body: form,
    });
  };
  const recording = new File(['sound'], 'note.webm', { type: 'audio/webm' });
  beforeEach(() => {
    openai().answers = ['text'];
    openai().requests.length = 0;
  });

  it('sends the file on under its name, with what the server decides', async () => {
    const response = await send({ file: recording, language: 'de', model: 'a model of the page' });
    assert.equal(response.status, 200, await response.clone().text());
    assert.equal(((await response.json()) as { text: string }).text, 'Rivers run to the sea.');
    const [{ file, model, language }] = openai().requests as {
      file: File;
      model: string;
      language: string;
    }[];
    assert.deepEqual(
      [file.name, await file.text(), model, language],
      ['note.webm', 'sound', 'whisper-1', 'de'],
    );
  });
  it('refuses what is no file, empty or too large, and other choices, without asking', async () => {
    for (const [file, status] of [
      ['sound', 400],
      [new File([], 'empty.webm'), 400],
      [new File([new Uint8Array(25 * 1024 * 1024 + 1)], 'large.webm'), 413],
    ] as const)
      assert.equal((await send({ file, language: 'de' })).status, status);
    assert.equal((await send({ file: recording, language: 'xx' })).status, 400);
    assert.equal(
      (
        await fetch(address(), {
          method: 'POST',
          headers: {
            'Content-Type': 'multipart/form-data; boundary=b',
            Origin: new URL(address()).origin,
          },
          body: 'no form',
        })
      ).status,
      400,
    );
    assert.equal(openai().requests.length, 0);
  });
  it('answers a rate limit that stays with Retry-After', async () => {
    openai().answers = ['limited'];
    const response = await send({ file: recording, language: 'en' });
    assert.equal(response.status, 429);
    assert.ok(response.headers.get('retry-after'));
  });
}

/** What a route that streams must do; not every host tells it that its reader has left. */
export function streamedRoute(
  address: () => string,
  openai: () => MockOpenAI,
  hearsHangUp = true,
): void {
  beforeEach(() => {
    openai().answers = ['text'];
    openai().hangUps = 0;
  });

  it('passes the pieces on as they come', async () => {
    const pieces = await read(await post(address(), { message: 'Rivers' }));
    assert.deepEqual(
      pieces.lines.map((line) => line.choices?.[0].delta.content),
      ['Rivers ', 'run ', 'to ', 'the ', 'sea.'],
    );
    assert.ok(pieces.arrivals > 1, `in ${pieces.arrivals} arrivals`);
  });
  it('says in the stream that it broke off', async () => {
    openai().answers = ['cut'];
    const { lines } = await read(await post(address(), { message: 'Rivers' }));
    assert.equal(lines.at(-1)?.error, 'The answer broke off.');
  });
  if (!hearsHangUp) return;
  it('stops asking when the reader hangs up', async () => {
    const stop = new AbortController();
    const response = await post(address(), { message: 'Rivers' }, stop.signal);
    await response.body?.getReader().read();
    stop.abort();
    for (let wait = 0; wait < 400 && openai().hangUps === 0; wait++)
      await new Promise((done) => setTimeout(done, 25));
    assert.equal(openai().hangUps, 1);
  });
}

function post(url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: new URL(url).origin },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

async function read(response: Response): Promise<{ lines: Line[]; arrivals: number }> {
  const reader = response.body!.getReader();
  let text = '';
  let arrivals = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += new TextDecoder().decode(part.value);
    arrivals++;
  }
  return {
    lines: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
    arrivals,
  };
}
