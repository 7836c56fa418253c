import type { Random } from '../../fuzz/random';
import type { Application, Host, Step } from '../application';
import { dialects } from './dialects';
import type { ServerDraft, ServerProduction } from './draft';
import { SERVER_PARTS } from './parts';

const HOSTS = Object.keys(dialects) as Host[];

/** An application whose server asks OpenAI with what comes in, by chance. */
export function serverApplication(random: Random): Application {
  const host = random.pick(HOSTS);
  const dialect = dialects[host]!;
  const picked = new Map<string, ServerProduction>([
    ['host', { name: host, write: () => undefined }],
  ]);
  for (const [part, productions] of Object.entries(SERVER_PARTS)) {
    const possible = productions.filter(({ fits }) => !fits || fits(picked));
    picked.set(part, random.oneIn(2) ? random.pick(possible) : possible[0]);
  }
  const draft: ServerDraft = {
    dialect,
    top: [],
    before: [],
    after: [],
    messages: '[]',
    settings: [],
    clientOptions: '',
    key: 'process.env.OPENAI_API_KEY',
    bodies: [],
    tooLong: [],
    imports: [],
    functions: [],
    files: new Map(),
  };
  for (const production of picked.values()) production.write(draft);
  return {
    host,
    kind: 'server',
    entry: dialect.entry,
    choices: {
      ...Object.fromEntries([...picked].map(([part, { name }]) => [part, name])),
    },
    steps: stepsOf(draft),
    files: new Map([
      [
        'package.json',
        `${JSON.stringify({ name: 'server', private: true, type: 'module', dependencies: { openai: '^6.0.0', ...dialect.dependencies } }, undefined, 2)}\n`,
      ],
      ['.gitignore', 'node_modules\n.env\n'],
      ...Object.entries(moduleOf(draft)),
    ]),
  };
}

function moduleOf(draft: ServerDraft): Readonly<Record<string, string>> {
  const { dialect, imports, top, before, after, messages, settings, around } = draft;
  const { request = (payload: string) => `openai.chat.completions.create(${payload})` } = draft;
  const { asking = (payload: string) => [`const completion = await ${request(payload)};`] } = draft;
  const named = messages === 'messages' ? 'messages' : `messages: ${messages}`;
  const lines = [
    ...before,
    ...asking(`{ ${["model: 'gpt-4o-mini'", named, ...settings].join(', ')} }`),
    ...after,
  ];
  const module = dialect.module({
    imports,
    top: [...top, ...clientOf(draft), ...draft.functions],
    handler: around ? around(lines) : lines,
  });
  return { ...module, ...Object.fromEntries(draft.files) };
}

/** The client of the SDK, where one asks. */
function clientOf({ key, clientOptions, asking }: ServerDraft): string[] {
  if (asking) return [];
  const options = [`apiKey: ${key}`, ...(clientOptions === '' ? [] : [clientOptions])];
  return [`const openai = new OpenAI({ ${options.join(', ')} });`];
}

/** What people send, what nobody should, and how OpenAI answers meanwhile. */
function stepsOf(draft: ServerDraft): Step[] {
  const { bodies, tooLong, expectsJson, throwsAtWrongInput, streams } = draft;
  const asked = (body: unknown) => ({ path: '/api/ask', body });
  const sensible = expectsJson ? { answer: 'json' as const } : {};
  return [
    ...bodies.map((body, index): Step => ({
      name: `body ${index + 1}`,
      input: asked(body),
      ...sensible,
    })),
    { name: 'a limit is reached', input: asked(bodies[0]), answer: 'limited' },
    { name: 'OpenAI is down', input: asked(bodies[0]), answer: 'down' },
    ...(streams
      ? [{ name: 'an answer breaks off', input: asked(bodies[0]), answer: 'cut' } as const]
      : []),
    ...tooLong.map((body): Step => ({
      name: 'far too long',
      input: asked(body),
      tooLong: true,
      ...(throwsAtWrongInput ? { throwsAtIt: true } : {}),
      ...sensible,
    })),
    { name: 'again', input: asked(bodies[0]), ...sensible },
  ];
}
