import OpenAI from 'openai';

const openai = new OpenAI();

export async function title(request, response) {
  const { talk } = request.body;
  if (typeof talk !== 'string' || talk.length > 2_000)
    return response.status(400).json({ error: 'Please send a text of at most 2,000 characters.' });
  const answer = await openai.responses.create({
    model: 'gpt-5-mini',
    instructions: 'Name this talk in at most five words.',
    input: talk,
    max_output_tokens: 20,
  });
  response.send(answer.output_text);
}
