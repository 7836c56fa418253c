import express from 'express';
import OpenAI from 'openai';

const openai = new OpenAI({
  apiKey: 'sk-proj-...', // to do: put the real key here
  dangerouslyAllowBrowser: true,
});

const app = express();

app.get('/api/config', (req, res) => {
  res.json({ model: 'gpt-4', apiKey: process.env.OPENAI_API_KEY });
});

app.post('/api/title', async (req, res) => {
  const response = await openai.responses.create({ model: 'gpt-4', input: 'Name this chat.', max_output_tokens: 20 });
  res.json({ title: response.output_text });
});

app.listen(3000);
