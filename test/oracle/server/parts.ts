import type { ServerDraft, ServerProduction } from './draft';

const PICTURE = `data:image/png;base64,${'iVBORw0KGgo'.repeat(4_000)}`;
const LONG = 'rain '.repeat(400_000);

const user = (content: string) => `{ role: 'user', content: ${content} }`;
const system = (content: string) => `{ role: 'system', content: ${content} }`;

const is =
  (part: string, ...names: readonly string[]) =>
  (picked: ReadonlyMap<string, ServerProduction>): boolean =>
    names.includes(picked.get(part)?.name ?? '');

/** What comes in and how it reaches the prompt. */
const input: readonly ServerProduction[] = [
  {
    name: 'one text',
    write(draft) {
      draft.before.push(`const { question } = ${draft.dialect.body};`);
      draft.messages = `[${user('question')}]`;
      draft.bodies.push({ question: 'What is rain?' }, { question: 'And "snow"?\nTell me.' });
      draft.tooLong.push({ question: LONG });
    },
  },
  {
    name: 'one text in a template, with instructions',
    write(draft) {
      draft.before.push(`const body = ${draft.dialect.body};`);
      draft.messages = `[${system("'You are a cook.'")}, ${user('`Explain: ${body.topic}`')}]`;
      draft.bodies.push({ topic: 'rain' }, { topic: 'a'.repeat(1_500) });
      draft.tooLong.push({ topic: LONG });
    },
  },
  {
    name: 'an optional text with ??',
    write(draft) {
      draft.before.push(`const { question, tone } = ${draft.dialect.body};`);
      draft.messages = `[${user("`${question} Answer in a ${tone ?? 'kind'} way.`")}]`;
      draft.bodies.push({ question: 'What is rain?' }, { question: 'Rain?', tone: 'stern' });
      draft.tooLong.push({ question: LONG });
    },
  },
  {
    name: 'an optional text with a default',
    write(draft) {
      draft.before.push(`const { question, tone = 'kind' } = ${draft.dialect.body};`);
      draft.messages = `[${user('`${question} Answer in a ${tone} way.`')}]`;
      draft.bodies.push({ question: 'What is rain?' }, { question: 'Rain?', tone: 'stern' });
      draft.tooLong.push({ question: LONG });
    },
  },
  {
    name: 'an optional text by a condition',
    write(draft) {
      draft.before.push(
        `const { question, place } = ${draft.dialect.body};`,
        "const where = place?.trim() || 'anywhere';",
      );
      draft.messages = `[${user('`${question} In: ${where}`')}]`;
      draft.bodies.push({ question: 'What is rain?' }, { question: 'Rain?', place: ' Rome ' });
      draft.tooLong.push({ question: LONG });
    },
  },
  {
    name: 'an object as JSON',
    write(draft) {
      draft.before.push(`const { profile } = ${draft.dialect.body};`);
      draft.messages = `[${user('`Improve this: ${JSON.stringify(profile)}`')}]`;
      draft.bodies.push({ profile: { name: 'Ada', tags: ['a', 'b'] } }, { profile: 'Ada' });
      draft.tooLong.push({ profile: { name: LONG } });
    },
  },
  {
    name: 'a list of texts, joined',
    write(draft) {
      draft.before.push(`const { items } = ${draft.dialect.body};`);
      draft.messages = `[${user("`Cook with ${items.join(', ')}`")}]`;
      draft.bodies.push({ items: ['rice', 'peas'] }, { items: [] });
      draft.tooLong.push({ items: [LONG] });
    },
  },
  {
    name: 'messages',
    write(draft) {
      draft.before.push(`const { messages } = ${draft.dialect.body};`);
      draft.messages = 'messages';
      draft.bodies.push(
        { messages: [{ role: 'user', content: 'What is rain?' }] },
        {
          messages: [
            { role: 'user', content: 'Hello' },
            { role: 'assistant', content: 'Hi!' },
            { role: 'user', content: 'What is rain?' },
          ],
        },
        {
          messages: [
            {
              role: 'user',
              content: [
                { type: 'text', text: 'What is this?' },
                { type: 'image_url', image_url: { url: PICTURE } },
              ],
            },
          ],
        },
      );
    },
  },
  {
    name: 'messages behind instructions',
    write(draft) {
      draft.before.push(`const { messages } = ${draft.dialect.body};`);
      draft.messages = `[${system("'You are a cook.'")}, ...messages]`;
      draft.bodies.push({ messages: [{ role: 'user', content: 'What is rain?' }] });
    },
  },
  {
    name: 'a picture',
    write(draft) {
      draft.before.push(`const { image } = ${draft.dialect.body};`);
      draft.messages = `[${user("[{ type: 'text', text: 'Describe it.' }, { type: 'image_url', image_url: { url: image } }]")}]`;
      draft.bodies.push({ image: PICTURE }, { image: 'https://pictures.test/a.png' });
    },
  },
  {
    name: 'a text in the instructions',
    write(draft) {
      draft.before.push(`const { topic, question } = ${draft.dialect.body};`);
      draft.messages = `[${system('`You are a cook who knows ${topic}.`')}, ${user('question')}]`;
      draft.bodies.push({ topic: 'rice', question: 'How long?' });
      draft.tooLong.push({ topic: 'rice', question: LONG });
    },
  },
  {
    name: 'only a text in the instructions',
    write(draft) {
      draft.before.push(`const { text } = ${draft.dialect.body};`);
      draft.messages = `[${system('`Translate the following text: ${text}`')}]`;
      draft.bodies.push({ text: 'What is rain?' });
      draft.tooLong.push({ text: LONG });
    },
  },
  {
    name: 'a number that is checked',
    write(draft) {
      draft.before.push(
        `const { question, count } = ${draft.dialect.body};`,
        `if (typeof question !== 'string' || question.length > 500) { ${draft.dialect.answer("{ error: 'Invalid question' }", 400, draft.headers)}${draft.dialect.answer('1').startsWith('return') ? '' : ' return;'} }`,
      );
      draft.messages = `[${user('`${question} Give ${Number(count ?? 3)} examples.`')}]`;
      draft.bodies.push({ question: 'Rain?' }, { question: 'Rain?', count: 5 });
      draft.tooLong.push({ question: LONG });
    },
  },
];

/** Headers that every answer of the handler has. */
const headers: readonly ServerProduction[] = [
  { name: 'none', write: () => undefined },
  {
    name: 'a constant for CORS',
    write(draft) {
      draft.top.push("const corsHeaders = { 'Access-Control-Allow-Origin': '*' };");
      draft.headers = 'corsHeaders';
    },
  },
];

/** Where the client is and what it is made with. */
const client: readonly ServerProduction[] = [
  { name: 'from the environment', write: () => undefined },
  { name: 'without retries', write: (draft) => void (draft.clientOptions = 'maxRetries: 0') },
  {
    name: 'with a browser flag',
    write: (draft) => void (draft.clientOptions = 'dangerouslyAllowBrowser: true'),
  },
];

const settings: readonly ServerProduction[] = [
  { name: 'none', write: () => undefined },
  { name: 'temperature', write: (draft) => void draft.settings.push('temperature: 0.2') },
  {
    name: 'JSON',
    write(draft) {
      draft.settings.push("response_format: { type: 'json_object' }");
      draft.expectsJson = true;
    },
  },
];

/** What is answered. */
const answer: readonly ServerProduction[] = [
  {
    name: 'text',
    write: (draft) =>
      void draft.after.push(
        draft.dialect.answer(
          '{ answer: completion.choices[0].message.content }',
          undefined,
          draft.headers,
        ),
      ),
  },
  {
    name: 'text in a constant',
    write: (draft) =>
      void draft.after.push(
        'const said = completion.choices[0].message.content;',
        draft.dialect.answer('{ said }', undefined, draft.headers),
      ),
  },
  {
    name: 'parsed',
    fits: is('settings', 'JSON'),
    write: (draft) =>
      void draft.after.push(
        "const data = JSON.parse(completion.choices[0].message.content ?? '{}');",
        draft.dialect.answer('data', undefined, draft.headers),
      ),
  },
  {
    name: 'the whole completion',
    write: (draft) =>
      void draft.after.push(draft.dialect.answer('completion', undefined, draft.headers)),
  },
  {
    name: 'the message',
    write: (draft) =>
      void draft.after.push(
        draft.dialect.answer('completion.choices[0].message', undefined, draft.headers),
      ),
  },
];

/** What happens to a failure. */
const failure: readonly ServerProduction[] = [
  { name: 'none', write: () => undefined },
  {
    name: 'caught, 500',
    write: (draft) =>
      void (draft.around = caught(draft, (said) => [
        said("{ error: 'Something went wrong' }", 500),
      ])),
  },
  {
    name: 'caught, message shown',
    write: (draft) =>
      void (draft.around = caught(draft, (said) => [
        'console.error(error);',
        said('{ error: error instanceof Error ? error.message : String(error) }', 500),
      ])),
  },
];

function caught(
  { dialect, headers: given }: ServerDraft,
  lines: (said: (value: string, status: number) => string) => string[],
): NonNullable<ServerDraft['around']> {
  const said = (value: string, status: number) => dialect.answer(value, status, given);
  return (inner) => [
    'try {',
    ...inner.map((line) => `  ${line}`),
    '} catch (error) {',
    ...lines(said).map((line) => `  ${line}`),
    '}',
  ];
}

/** The parts of a server in the order in which they are written. */
export const SERVER_PARTS: Readonly<Record<string, readonly ServerProduction[]>> = {
  headers,
  client,
  input,
  settings,
  answer,
  failure,
};
