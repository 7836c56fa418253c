import assert from 'node:assert/strict';
import { applied as apply, ask, HELLO, REPLY, route } from '../harness/applied';

/** How the answers that fixes write speak. */
describe('answers of fixes', () => {
  describe('handle-rate-limit speaks as the other failures do', () => {
    const caught = (failure: string) =>
      apply(
        'handle-rate-limit',
        'server.js',
        route(
          'try {',
          ask(HELLO).replace('create({', 'create({'),
          REPLY,
          '} catch (error) {',
          failure,
          '}',
        ),
      );
    for (const [failure, expected] of [
      ["res.status(500).json({ error: 'No answer' });", "json({ error: 'Too many"],
      ['res.status(500).json({ message: error.message });', "json({ message: 'Too many"],
      [
        "res.status(500).json({ success: false, error: { message: 'No answer' }, stack: error.stack });",
        "json({ success: false, error: { message: 'Too many",
      ],
      ["res.status(500).json({ reply: 'No answer' });", "json({ reply: 'Too many"],
      ["res.status(500).send('No answer');", "send('Too many"],
      ["res.status(500).json('No answer');", "json('Too many"],
      ['res.status(500).json(error);', "json({ error: 'Too many"],
    ] as const)
      it(failure, () => assert.ok(caught(failure).includes(expected), caught(failure)));
  });

  describe('a handler is answered by what it has', () => {
    const next = (text: string) =>
      `import OpenAI from 'openai';\nconst openai = new OpenAI();\n${text}\n`;
    const NEXT = '{ "dependencies": { "openai": "^7.0.0", "next": "^16.0.0" } }';
    it('a file that is uploaded is no text', () => {
      const after = apply(
        'validate-input',
        'app/api/write/route.ts',
        next(
          "export async function POST(request: Request) {\nconst form = await request.formData();\nconst recording = form.get('recording') as File;\nconst text = await openai.audio.transcriptions.create({ model: 'whisper-1', file: recording });\nreturn Response.json({ text });\n}",
        ),
        NEXT,
      );
      assert.doesNotMatch(after, /typeof recording/);
    });
    it('a request that comes second answers nobody', () =>
      assert.doesNotMatch(
        apply(
          'validate-input',
          'app/api/write/route.ts',
          next(
            `export const POST = withAuth(async (session: unknown, req: Request) => {\nconst { topic } = await req.json();\n${ask("[{ role: 'user', content: topic.trim() }]")}\nreturn Response.json({ text: answer.choices[0].message.content });\n});`,
          ),
          NEXT,
        ),
        /req\.status/,
      ));
    it('what fails speaks as failures do, not as answers', () =>
      assert.match(
        apply(
          'handle-rate-limit',
          'app/api/write/route.ts',
          next(
            `export async function POST() {\ntry {\n${ask(HELLO)}\nreturn Response.json({ message: answer.choices[0].message.content });\n} catch (error: any) {\nconst status = error.status || 500;\nreturn Response.json({ detail: error.message }, { status });\n}\n}`,
          ),
          NEXT,
        ),
        /Response\.json\(\{ detail: 'Too many/,
      ));
  });
});
