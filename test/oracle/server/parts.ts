import type { ServerDraft, ServerProduction } from './draft';
import { input } from './input';

const is =
  (part: string, ...names: readonly string[]) =>
  (picked: ReadonlyMap<string, ServerProduction>): boolean =>
    names.includes(picked.get(part)?.name ?? '');

/** The module has the client, which functions beside the handler can read. */
const ownsClient = (picked: ReadonlyMap<string, ServerProduction>) =>
  !is('host', 'workers')(picked) && usesSdk(picked);
const usesSdk = is('api', 'the SDK');

/** What asks OpenAI. */
const api: readonly ServerProduction[] = [
  { name: 'the SDK', write: () => undefined },
  {
    name: 'raw fetch',
    fits: (picked) => !is('host', 'workers')(picked),
    write(draft) {
      draft.asking = (payload) => [
        "const answered = await fetch('https://api.openai.com/v1/chat/completions', {",
        "  method: 'POST',",
        "  headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}`, 'Content-Type': 'application/json' },",
        `  body: JSON.stringify(${payload}),`,
        '});',
        "if (!answered.ok) throw new Error('OpenAI failed');",
        'const completion: any = await answered.json();',
      ];
    },
  },
];

/** Where the request stands. */
const place: readonly ServerProduction[] = [
  { name: 'the handler', write: () => undefined },
  {
    name: 'a function of the module',
    fits: ownsClient,
    write(draft) {
      draft.functions.push(
        'async function complete(payload: any) {',
        '  return openai.chat.completions.create(payload);',
        '}',
      );
      draft.request = (payload) => `complete(${payload})`;
    },
  },
  {
    name: 'a function with the messages',
    write(draft) {
      draft.functions.push(
        'async function complete(messages: any[]): Promise<any> {',
        "  return openai.chat.completions.create({ model: 'gpt-4o-mini', messages });",
        '}',
      );
      draft.request = (payload) => `complete((${payload}).messages)`;
    },
    fits: (picked) =>
      ownsClient(picked) && is('settings', 'none')(picked) && !is('answer', 'pieces')(picked),
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
  {
    name: 'without retries',
    fits: usesSdk,
    write: (draft) => void (draft.clientOptions = 'maxRetries: 0'),
  },
  {
    name: 'key in code',
    fits: usesSdk,
    write: (draft) => void (draft.key = "'sk-proj-MadeUpForTests'"),
  },
  {
    name: 'public key',
    fits: (picked) => usesSdk(picked) && is('host', 'next', 'next pages')(picked),
    write: (draft) => void (draft.key = 'process.env.NEXT_PUBLIC_OPENAI_API_KEY'),
  },
  {
    name: 'with a browser flag',
    fits: usesSdk,
    write: (draft) => void (draft.clientOptions = 'dangerouslyAllowBrowser: true'),
  },
];

/** Model and settings. */
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
    name: 'pieces',
    fits: (picked) =>
      usesSdk(picked) &&
      is('headers', 'none')(picked) &&
      !is('settings', 'JSON')(picked) &&
      !is('host', 'fastify', 'nuxt', 'lambda')(picked),
    write(draft) {
      draft.settings.push('stream: true');
      draft.streams = true;
      draft.after.push(...(draft.dialect.pieces ?? []));
    },
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
  {
    name: 'caught, status passed on',
    write: (draft) =>
      void (draft.around = caught(draft, (said) => [
        'const { status, message } = error as { status?: number; message: string };',
        'if (status === 400) { ' + said('{ error: message }', 400) + ' }',
        said("{ error: 'Something went wrong' }", 500),
      ])),
  },
  {
    name: 'caught, logged and thrown on',
    write: (draft) =>
      void (draft.around = caught(draft, () => [
        "console.error('asking failed', error);",
        'throw error;',
      ])),
  },
  {
    name: 'caught, an answer of its own',
    write: (draft) =>
      void (draft.around = caught(draft, (said) => [said("{ answer: 'I am asleep.' }", 200)])),
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
  api,
  client,
  input,
  settings,
  answer,
  place,
  failure,
};
