import OpenAI from 'openai';

const openai = new OpenAI();

export function addStory(app) {
  app.post('/api/story', async (request, response) => {
    const { hero } = request.body;
    if (typeof hero !== 'string' || hero.length > 200)
      return response.status(400).json({ error: 'Please send a name of at most 200 characters.' });
    try {
      const answer = await openai.chat.completions.create({
        model: 'gpt-5-mini',
        messages: [
          { role: 'system', content: 'Tell a long story about the hero that the user names.' },
          { role: 'user', content: hero },
        ],
        max_completion_tokens: 4_000,
      });
      response.json({ text: answer.choices[0].message.content });
    } catch (error) {
      if (error instanceof OpenAI.RateLimitError)
        return response
          .status(429)
          .set('Retry-After', '10')
          .json({ error: 'Too many questions at once: please try again in a moment.' });
      response.status(502).json({ error: 'The story could not be told.' });
    }
  });
}
