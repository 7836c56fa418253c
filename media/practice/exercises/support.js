import { createServer } from 'node:http';
import { startOpenAI } from '../stand-in/openai.js';

/** The key that only the server has. */
export const SERVER_KEY = 'practice-key-of-the-server';

/** The application with the stand-in behind it, on free ports. */
export async function startApplication() {
  const openai = await startOpenAI();
  process.env.OPENAI_BASE_URL = `${openai.url}/v1`;
  process.env.OPENAI_API_KEY = SERVER_KEY;
  const { app } = await import('../server/index.js');
  const server = createServer(app);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    openai,
    url,
    /** Sends JSON to a route of the application. */
    post: (path, body) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await openai.close();
    },
  };
}

/** Runs code of the page as a browser would: an address without a host is our own server’s. */
export async function inBrowser({ url }, run) {
  const original = globalThis.fetch;
  globalThis.fetch = (address, options) =>
    original(String(address).startsWith('/') ? `${url}${address}` : address, options);
  try {
    return await run();
  } finally {
    globalThis.fetch = original;
  }
}
