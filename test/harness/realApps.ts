import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';

/** An application of `test/apps` and how its framework starts it. */
export interface RealApp {
  readonly id: string;
  /** The title of its framework in `docs/frameworks.md`. */
  readonly framework: string;
  /**
   * The variable in which the application keeps its key before the fix: one that the build writes
   * into the page.
   */
  readonly publicName: string;
  /** The folder of the page's package, where that is not the application's own. */
  readonly page?: string;
  /**
   * The program of the framework and its arguments; `PORT` stands for the port, `=OPENAI` for the
   * address of the local OpenAI.
   */
  readonly start: readonly string[];
  /**
   * Whether the framework reads `.env` by itself; the others are given the environment, as their
   * hosts do.
   */
  readonly readsEnv: boolean;
  /** The command that makes the types of the framework, before the type-check. */
  readonly prepare?: readonly string[];
  /** What its runtime cannot show, each with the reason, which the page of frameworks repeats. */
  readonly lacks?: Partial<Record<Lack, string>>;
}

/** Answers in pieces, a reader who leaves while they come, bodies of bytes. */
export type Lack = 'streams' | 'hang-up' | 'files';

export interface RunningApp {
  readonly url: string;
  readonly log: () => string;
  close(): Promise<void>;
}

const APPS = resolve('test', 'apps');
const RUN = join(APPS, '.run');

/**
 * Installs the frameworks once, as the lock file says. `npm ci` would refuse it: some optional
 * packages for other platforms are in no registry.
 */
export function installFrameworks(): void {
  const marker = join(APPS, 'node_modules', '.airlock-installed');
  const lock = readFileSync(join(APPS, 'package-lock.json'), 'utf8');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  execFileSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
    { cwd: APPS, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  writeFileSync(marker, lock);
}

/**
 * A copy of an application with its key in `.env`, to which `airlock fix` has been applied. Gives
 * the folder.
 */
export function fixedCopy(app: RealApp, fixes: readonly string[]): string {
  const folder = join(RUN, app.id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(join(APPS, app.id), folder, { recursive: true });
  writeFileSync(join(folder, app.page ?? '', '.env'), `${app.publicName}=made-up-for-tests\n`);
  writeFileSync(join(folder, '.gitignore'), '.env\n.env.*\n.dev.vars\n');
  execFileSync(
    process.execPath,
    [resolve('dist', 'cli.js'), 'fix', '.', ...fixes.flatMap((fix) => ['--fix', fix])],
    { cwd: folder },
  );
  return folder;
}

/** What `airlock check` still finds about keys in a folder. */
export function keyFindings(folder: string): string[] {
  const output = execFileSync(
    process.execPath,
    [resolve('dist', 'cli.js'), 'check', '.', '--format', 'json', '--exit-zero'],
    { cwd: folder, encoding: 'utf8' },
  );
  const { findings } = JSON.parse(output) as {
    findings: { rule: string; file: string; mistake: number }[];
  };
  return findings.filter(({ mistake }) => mistake === 1).map(({ rule, file }) => `${rule} ${file}`);
}

/** The errors of `tsc --noEmit` in a folder, with the framework's own types. */
export function typeErrorsIn(app: RealApp, folder: string): string[] {
  if (app.prepare)
    execFileSync(program(app.prepare[0]), app.prepare.slice(1), {
      cwd: folder,
      stdio: 'ignore',
      env: environment(),
    });
  return ['.', 'functions', 'web', 'api']
    .filter((part) => existsSync(join(folder, part, 'tsconfig.json')))
    .flatMap((part) => {
      try {
        execFileSync(program('tsc'), ['--noEmit', '-p', part], { cwd: folder, encoding: 'utf8' });
        return [];
      } catch (error) {
        return ((error as { stdout: string }).stdout ?? '')
          .split('\n')
          .filter((line) => line.includes('error TS'));
      }
    });
}

/**
 * Starts the framework's own server in a folder and waits until the page answers, and still does a
 * moment later. Some development servers fall over right after their start: one that does is started
 * once more.
 */
export async function startApp(
  app: RealApp,
  folder: string,
  openai: string,
  tries = 2,
): Promise<RunningApp> {
  const port = await freePort();
  const [name, ...args] = app.start.map((part) =>
    part.replaceAll('PORT', String(port)).replaceAll('=OPENAI', `=${openai}`),
  );
  const child = spawn(program(name), args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({
      PORT: String(port),
      OPENAI_BASE_URL: openai,
      ...(app.readsEnv ? {} : { OPENAI_API_KEY: 'made-up-for-tests' }),
    }),
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => void (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (log += chunk.toString()));
  const running: RunningApp = {
    url: `http://localhost:${port}`,
    log: () => log,
    close: () => stop(child),
  };
  for (
    const end = Date.now() + 300_000;
    Date.now() < end && child.exitCode === null;
    await new Promise((done) => setTimeout(done, 200))
  ) {
    if (!(await answers(running.url))) continue;
    await new Promise((done) => setTimeout(done, 1_000));
    if (await answers(running.url)) return running;
  }
  await running.close();
  if (tries > 1) return startApp(app, folder, openai, tries - 1);
  throw new Error(`${app.id} did not start:\n${log.slice(-3000)}`);
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/`).catch(() => undefined);
  await response?.body?.cancel();
  return response !== undefined;
}

/** The address of the route that a fix has created, as the rewritten module of the page asks it. */
export function routeOf(app: RealApp, folder: string, module: string): string {
  // The running copy is full of caches that come and go; the application itself is still.
  const file = readdirSync(join(APPS, app.id), { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(`/${module}`),
  );
  const url =
    file &&
    /fetch\(['`](?:\$\{[^}]+\})?(\/[^'`]+)['`]/.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
  if (!url) throw new Error(`${module} of ${app.id} asks no route`);
  return url;
}

function program(name: string): string {
  return name === 'node'
    ? process.execPath
    : name === 'npm'
      ? name
      : join(APPS, 'node_modules', '.bin', name);
}

/** No telemetry, no questions, nothing of the machine's own OpenAI account. */
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { OPENAI_API_KEY: _key, ...rest } = process.env;
  return {
    ...rest,
    CI: '1',
    NODE_ENV: 'development',
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    ...more,
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

/** The server and everything it has started. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid, 'SIGTERM');
  const forced = setTimeout(
    () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'),
    5_000,
  );
  await ended;
  clearTimeout(forced);
}
