import type { ServerProduction } from './draft';

const PICTURE = `data:image/png;base64,${'iVBORw0KGgo'.repeat(4_000)}`;
const LONG = 'rain '.repeat(400_000);

const user = (content: string) => `{ role: 'user', content: ${content} }`;
const system = (content: string) => `{ role: 'system', content: ${content} }`;

/** What comes in and how it reaches the prompt. */
export const input: readonly ServerProduction[] = [
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
    name: 'a nested text, trimmed',
    write(draft) {
      draft.before.push(
        `const body = ${draft.dialect.body};`,
        'const question = body.user.question.trim();',
      );
      draft.messages = `[${user('question')}]`;
      draft.bodies.push({ user: { question: ' What is rain? ' } });
      draft.tooLong.push({ user: { question: LONG } });
    },
  },
  {
    name: 'two texts, one of which is long',
    write(draft) {
      draft.before.push(`const { document, question } = ${draft.dialect.body};`);
      draft.messages = `[${user('`${question}\\n\\n${document}`')}]`;
      draft.bodies.push({ document: 'rain '.repeat(3_000), question: 'What is it about?' });
      draft.tooLong.push({ document: LONG, question: 'What?' });
    },
  },
  {
    name: 'a schema without a maximum',
    write(draft) {
      draft.imports.push("import { z } from 'zod';");
      draft.functions.push(
        'const Body = z.object({ question: z.string(), tone: z.string().optional() });',
      );
      draft.before.push(`const { question, tone } = Body.parse(${draft.dialect.body});`);
      draft.messages = `[${user("`${question} Answer in a ${tone ?? 'kind'} way.`")}]`;
      draft.bodies.push({ question: 'What is rain?' }, { question: 'Rain?', tone: 'stern' });
      draft.tooLong.push({ question: LONG });
      draft.throwsAtWrongInput = true;
    },
  },
  {
    name: 'a choice that is checked by a list',
    write(draft) {
      draft.functions.push("const TONES = ['kind', 'stern'];");
      draft.before.push(
        `const { question, tone } = ${draft.dialect.body};`,
        "const chosen = TONES.includes(tone) ? tone : 'kind';",
      );
      draft.messages = `[${system('`You are a ${chosen} cook.`')}, ${user('question')}]`;
      draft.bodies.push({ question: 'What is rain?', tone: 'stern' }, { question: 'Rain?' });
      draft.tooLong.push({ question: LONG });
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
