import assert from 'node:assert/strict';
import { format } from 'prettier';
import { fitted } from '../../src/edits/fitted';

/** What fixes write, a line each, as long as it may be. */
const WRITTEN: readonly string[] = [
  "if (typeof question !== 'string' || question.length > MAX_QUESTION_LENGTH || question === '') {\n  return;\n}",
  "if (!Array.isArray(messages) || messages.some((message) => !['user'].includes(message?.role)) || JSON.stringify(messages).length > MAX_MESSAGES_LENGTH) {\n  return;\n}",
  "if (!Array.isArray(body.messages) || body.messages.some((message: { role?: string } | null) => !['user', 'assistant'].includes(message?.role ?? ''))) {\n  return;\n}",
  "return res.status(400).json({ error: 'What was asked is longer than this route takes.', code: 'too-long' });",
  "return res.setHeader('Retry-After', '10').status(429).json({ error: 'Too many requests, please try again.' });",
  "return Response.json({ error: 'Too many requests, please try again in a moment.' }, { status: 429, headers: { 'Retry-After': '10' } });",
  "return { statusCode: 429, headers: { 'Content-Type': 'application/json', 'Retry-After': String(seconds ?? '10') }, body: JSON.stringify({ error: 'Too many requests, please try again in a moment.' }) };",
  "throw createError({ statusCode: 429, statusMessage: 'Too many requests, please try again in a moment.' });",
  "throw new HttpException('Too many requests, please try again in a moment, or in two.', 429);",
  "console.error('The request to OpenAI failed:', error instanceof Error ? error.message : error);",
  "if (!aborted.signal.aborted) controller.enqueue(encoder.encode('event: error, and some more text'));",
  'for await (const chunk of stream) controller.enqueue(encoder.encode(chunk.choices[0]?.delta?.content));',
  "setResponseHeader(event, 'Retry-After', response.headers.get('retry-after') ?? '10', 'seconds');",
  "const answer = await openai.responses.create({ model: 'gpt-5-mini', max_output_tokens: 99, input });",
  'await message.reply("Short enough");',
];

describe('generated code is broken as Prettier breaks it', () => {
  for (const [indent, useTabs] of [
    ['  ', false],
    ['\t', true],
  ] as const)
    for (const width of [80, 100])
      for (const code of WRITTEN)
        it(`${width} ${useTabs ? 'tabs' : 'spaces'}: ${code.slice(0, 60)}`, async () => {
          const within = (text: string) =>
            `async function f() {\n${indent}${text.trimEnd().replaceAll('\n', `\n${indent}`)}\n}\n`;
          const own = code.replaceAll('\n  ', `\n${indent}`);
          const quote = code.includes('"') ? '"' : "'";
          const style = { quote, semicolons: true, lineBreak: '\n', indent, width } as const;
          const expected = await format(within(own), {
            parser: 'typescript',
            printWidth: width,
            singleQuote: quote === "'",
            useTabs,
            tabWidth: useTabs ? 4 : 2,
          });
          assert.equal(within(fitted(own, { ...style, commas: 'all' }, indent)), expected);
        });

  it('only where a line is longer than its file has them', () => {
    const [code] = WRITTEN;
    const style = { quote: "'", semicolons: true, lineBreak: '\n', indent: '  ' } as const;
    assert.equal(fitted(code, { ...style, width: 120, commas: 'all' }, '  '), code);
  });
});
