import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'sk-proj-...', dangerouslyAllowBrowser: true });

export async function ask(question) {
  const completion = await openai.chat.completions.create({
    model: 'gpt-5-mini',
    messages: [
      { role: 'system', content: 'You are a librarian. Answer in one sentence.' },
      { role: 'user', content: question },
    ],
    max_completion_tokens: 200,
  });
  return completion.choices[0].message.content;
}
