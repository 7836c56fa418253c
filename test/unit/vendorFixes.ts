/** The project that the fixes work in. */
export const PROJECT: readonly (readonly [string, string])[] = [
  ['package.json', '{ "dependencies": { "express": "^5.0.0", "@anthropic-ai/sdk": "^0.60.0" } }\n'],
];

const HEAD = `import express from 'express';
import Anthropic from '@anthropic-ai/sdk';

const anthropic = new Anthropic();
const app = express();
`;

/** An application that does everything right. */
export const CAREFUL = `import express from 'express';
import Anthropic from '@anthropic-ai/sdk';

const anthropic = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY, maxRetries: 4 });
const app = express();

app.post('/ask', async (req, res) => {
  const text = String(req.body.text).slice(0, 500);
  try {
    const stream = anthropic.messages.stream({ model: 'claude-sonnet-4-5', max_tokens: 2000, system: 'Be kind.', messages: [{ role: 'user', content: text }] });
    res.on('close', () => stream.controller.abort());
    for await (const event of stream) res.write(JSON.stringify(event));
  } catch (error) {
    res.write(error instanceof Anthropic.RateLimitError ? 'Busy' : 'Broken off');
  }
  res.end();
});
app.listen(3000);
`;

/** What each file-local fix makes of code that asks the vendor: before and after, by what it does. */
export const FIXES: Readonly<
  Record<
    string,
    { readonly fix: string; readonly rule: string; readonly before: string; readonly after: string }
  >
> = {
  'reads the key from its own variable': {
    fix: 'move-key-to-env',
    rule: 'hardcoded-api-key',
    before: HEAD.replace('Anthropic()', "Anthropic({ apiKey: 'sk-ant-...' })"),
    after: HEAD.replace('Anthropic()', 'Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY })'),
  },
  'gives the SDK its retries back': {
    fix: 'add-retry-with-backoff',
    rule: 'disabled-retries',
    before: `${HEAD.replace('Anthropic()', 'Anthropic({ maxRetries: 0 })')}
anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [] }).catch(() => undefined);
`,
    after: `${HEAD.replace('Anthropic()', 'Anthropic({ maxRetries: 3 })')}
anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [] }).catch(() => undefined);
`,
  },
  'takes the flag off a server’s client': {
    fix: 'remove-browser-flag',
    rule: 'client-side-request',
    before: `${HEAD.replace('Anthropic()', 'Anthropic({ dangerouslyAllowBrowser: true })')}app.listen(3000);\n`,
    after: `${HEAD.replace('Anthropic()', 'Anthropic({})')}app.listen(3000);\n`,
  },
  'tells its RateLimitError apart': {
    fix: 'handle-rate-limit',
    rule: 'unhandled-api-error',
    before: `${HEAD}
app.get('/a', async (req, res) => {
  const message = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [] });
  res.json(message);
});
`,
    after: `${HEAD}
app.get('/a', async (req, res) => {
  try {
    const message = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [] });
    res.json(message);
  } catch (error) {
    if (error instanceof Anthropic.RateLimitError) {
      return res
        .setHeader('Retry-After', error.headers?.get('retry-after') ?? '10')
        .status(429)
        .json({ error: 'Too many requests, please try again in a moment.' });
    }
    if (!(error instanceof Anthropic.APIError)) throw error;
    console.error('The request to Anthropic failed:', error instanceof Error ? error.message : error);
    return res.status(502).json({ error: 'The answer could not be fetched.' });
  }
});
`,
  },
  'checks what comes in': {
    fix: 'validate-input',
    rule: 'unvalidated-prompt-input',
    before: `${HEAD}
app.post('/a', async (req, res) => {
  const message = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [{ role: 'user', content: req.body.question }] });
  res.json(message);
});
`,
    after: `${HEAD.replace("sdk';\n", "sdk';\n\nconst MAX_QUESTION_LENGTH = 4000;\n")}
app.post('/a', async (req, res) => {
  if (typeof req.body.question !== 'string' || req.body.question.length > MAX_QUESTION_LENGTH) {
    return res.status(400).json({ error: 'Invalid question' });
  }
  const message = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [{ role: 'user', content: req.body.question }] });
  res.json(message);
});
`,
  },
  'keeps the rules in `system`': {
    fix: 'separate-user-input',
    rule: 'user-input-in-instructions',
    before: `${HEAD}
app.post('/a', async (req, res) => {
  const text = String(req.body.text).slice(0, 500);
  const message = await anthropic.messages.create({
    model: 'claude-sonnet-4-5',
    max_tokens: 200,
    messages: [{ role: 'user', content: \`You are a careful translator. Translate the following into French and keep it short: \${text}\` }],
  });
  res.json(message);
});
`,
    after: `${HEAD}
app.post('/a', async (req, res) => {
  const text = String(req.body.text).slice(0, 500);
  const message = await anthropic.messages.create({
    model: 'claude-sonnet-4-5',
    max_tokens: 200,
    system: 'You are a careful translator. Translate the following into French and keep it short.',
    messages: [{ role: 'user', content: \`\${text}\` }],
  });
  res.json(message);
});
`,
  },
  'stops its stream, and says when it breaks off': {
    fix: 'handle-partial-response',
    rule: 'unhandled-partial-response',
    before: `${HEAD}
app.post('/a', async (req, res) => {
  const stream = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 2000, messages: [], stream: true });
  for await (const event of stream) res.write(JSON.stringify(event));
  res.end();
});
`,
    after: `${HEAD}
app.post('/a', async (req, res) => {
  const stream = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 2000, messages: [], stream: true });
  res.on('close', () => stream.controller.abort());
  try {
    for await (const event of stream) res.write(JSON.stringify(event));
  } catch (error) {
    console.error('The answer broke off:', error instanceof Error ? error.message : error);
    res.write('\\n[The answer broke off.]');
  }
  res.end();
});
`,
  },
  'looks at its stop reason': {
    fix: 'handle-partial-response',
    rule: 'unhandled-partial-response',
    before: `${HEAD}
app.post('/a', async (req, res) => {
  let text = '';
  try {
    const stream = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 2000, messages: [], stream: true });
    res.on('close', () => stream.controller.abort());
    for await (const event of stream) {
      text += event.delta?.text ?? '';
      res.write(event.delta?.text ?? '');
    }
    await db.stories.insert({ text });
  } catch {
    res.write('Broken off');
  }
  res.end();
});
`,
    after: `${HEAD}
app.post('/a', async (req, res) => {
  let text = '';
  try {
    const stream = await anthropic.messages.create({ model: 'claude-sonnet-4-5', max_tokens: 2000, messages: [], stream: true });
    res.on('close', () => stream.controller.abort());
    for await (const event of stream) {
      text += event.delta?.text ?? '';
      res.write(event.delta?.text ?? '');
      if (event.type === 'message_delta' && event.delta.stop_reason === 'max_tokens') console.warn('The answer was cut off: its limit of tokens is too low.');
    }
    await db.stories.insert({ text });
  } catch {
    res.write('Broken off');
  }
  res.end();
});
`,
  },
};
