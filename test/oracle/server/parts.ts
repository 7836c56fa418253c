import type { ServerDraft, ServerProduction } from './draft';
import { input } from './input';

const is =
  (part: string, ...names: readonly string[]) =>
  (picked: ReadonlyMap<string, ServerProduction>): boolean =>
    names.includes(picked.get(part)?.name ?? '');

/** The module has the client, which functions beside the handler can read. */
const ownsClient = (picked: ReadonlyMap<string, ServerProduction>) =>
  !is('host', 'workers')(picked);

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
    fits: (picked) => ownsClient(picked) && is('settings', 'none')(picked),
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
  client,
  input,
  settings,
  place,
  answer,
  failure,
};
