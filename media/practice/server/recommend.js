import OpenAI from 'openai';

const openai = new OpenAI();

export async function recommend(request, response) {
  const { wish } = request.body;
  try {
    const answer = await openai.responses.create({
      model: 'gpt-5-mini',
      instructions: 'Recommend one book, in one sentence.',
      input: wish,
      max_output_tokens: 100,
    });
    response.send(answer.output_text);
  } catch (error) {
    if (error instanceof OpenAI.RateLimitError)
      return response
        .status(429)
        .set('Retry-After', '10')
        .json({ error: 'Too many questions at once: please try again in a moment.' });
    response.status(502).json({ error: 'The librarian does not answer.' });
  }
}
