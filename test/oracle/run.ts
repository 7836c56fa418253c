import type { Application, Step } from './application';
import { loadModule } from './bundle';
import type { Sent } from './openai';
import { serverOf } from './servers';
import { inWorld, type World } from './world';

/** What one step came to. */
export interface Outcome {
  readonly step: string;
  readonly sent: readonly Sent[];
  /** What the page's code gave, or the server answered. */
  readonly value?: unknown;
  /** The failure that came out of the page's code. */
  readonly failure?: { readonly status?: unknown; readonly message: string };
}

/** The files of an application, and where its server is, if a fix has made one. */
export interface Version {
  readonly files: ReadonlyMap<string, string>;
  /** Files that are not in the application as it was. */
  readonly created: readonly string[];
}

const LIMIT_MS = 60_000;
/** That of the process: a world has one of its own. */
const { setTimeout } = globalThis;

/**
 * Runs a version of an application through its steps.
 *
 * @throws When it does not build or does not load.
 */
export async function run(app: Application, version: Version): Promise<Outcome[]> {
  return inWorld(async (world, started) => {
    process.env['OPENAI_API_KEY'] = 'made-up';
    world.server = await serverOf(app, version, started);
    const module = app.kind === 'page' ? await loadModule(version.files, app.entry) : {};
    const outcomes: Outcome[] = [];
    for (const step of app.steps) outcomes.push(await take(step, app, module, world));
    return outcomes;
  });
}

async function take(
  step: Step,
  app: Application,
  module: Record<string, unknown>,
  world: World,
): Promise<Outcome> {
  const from = world.openai.sent.length;
  world.openai.answer = step.answer ?? 'text';
  const result = await settled(() =>
    app.kind === 'page'
      ? (module['submit'] as (...values: unknown[]) => unknown)(...(step.input as unknown[]))
      : asked(step.input as Asked, world),
  );
  return { step: step.name, sent: world.openai.sent.slice(from), ...result };
}

/** A request to the application's server. */
export interface Asked {
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function asked({ path, body, headers }: Asked, { server }: World): Promise<unknown> {
  if (!server) throw new Error('there is no server');
  const response = await server(
    new Request(`http://page.test${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    cors: response.headers.get('access-control-allow-origin'),
    body: parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function settled(work: () => unknown): Promise<Pick<Outcome, 'value' | 'failure'>> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('took too long')), LIMIT_MS);
    });
    return { value: await Promise.race([Promise.resolve().then(work), late]) };
  } catch (error) {
    const { status, message } = error as { status?: unknown; message?: unknown };
    return { failure: { status, message: String(message) } };
  } finally {
    clearTimeout(timer);
  }
}
