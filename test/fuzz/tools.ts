import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { callTool, tools } from '../../src/agents/registry';
import type { InputSchema } from '../../src/agents/schema';
import { createDiskDesk } from '../../src/mcp/diskDesk';
import { openWarmFolder } from '../../src/mcp/warmFolder';
import { visible, visibleLines } from '../../src/rules/visible';
import { mutated } from './mutate';
import { createRandom, type Random } from './random';

/** Made up, and never to be seen in an answer. */
const KEY = `sk-proj-${['MadeUpForTests', 'Zq7wE2rT9yU4iO1pA5sD8fG3hJ6kL0'].join('')}`;
/** Longer no call takes on such a project, be the machine as busy as it may: it hangs. */
const SLOW_MS = 20_000;

const ODD: readonly unknown[] = [
  null, undefined, true, false, 0, -1, 1.5, 1e308, NaN, '', 'x', '\0', '\u001b[31m', '\u202e', [], {},
  [[]], [null], { length: 3 }, '__proto__', 'constructor', 'x'.repeat(5_000), KEY,
]; // prettier-ignore
const PATHS = [
  '.', './', '', '..', '../..', '/', '/etc/passwd', 'src', 'server', 'server/index.js', 'src/App.tsx',
  'src/../..', 'src/../server', 'package.json', '.env', '.git', 'no/such', 'a\0b', 'out', 'out/secret.ts',
  'out/new.ts', 'gone', 'loop', 'loop/loop', '~', 'C:\\x', '\\\\host\\x', 'file:///etc', 'server/new.ts',
  'node_modules/x.ts', 'src/\u001b[2J.ts', '.airlock-fix/x.ts', `server/${'d/'.repeat(200)}x.ts`, '%00', '*',
]; // prettier-ignore

export interface ToolFuzzOptions {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  onFailure(number: number, failures: readonly string[], call: string): void;
}

/** How many calls were made, how many were refused, and how long the slowest took. */
export interface ToolTally {
  cases: number;
  refused: number;
  failed: number;
  slowest: number;
}

/** Calls the tools for agents with inputs as an attacker or a confused model might make them. */
export function fuzzTools({ seed, from, to, onFailure }: ToolFuzzOptions): ToolTally {
  const tally: ToolTally = { cases: 0, refused: 0, failed: 0, slowest: 0 };
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'airlock-fuzz-')));
  const [root, outside] = [join(home, 'root'), join(home, 'outside')];
  try {
    for (const folder of [root, outside]) mkdirSync(folder);
    writeFileSync(join(outside, 'secret.ts'), `export const secret = 'outside';\n`);
    const material = projectAt(root, outside);
    const desk = createDiskDesk(openWarmFolder(root));
    let ids: readonly string[] = ['0123456789abcdef'];
    for (let number = from; number < to; number++) {
      const random = createRandom(seed, 'tools', number);
      material.disturb(random);
      const name = random.oneIn(40) ? String(random.pick(ODD)) : random.pick(tools).meta.name;
      const input = inputFor(name, { files: material.files, ids }, random);
      const before = material.snapshot();
      const failures: string[] = [];
      const started = performance.now();
      const answer = callTool(name, input, desk, (error) =>
        failures.push(`throws ${error instanceof Error ? error.stack : String(error)}`),
      );
      const took = performance.now() - started;
      failures.push(
        ...faultsOf(answer),
        ...(took > SLOW_MS ? [`takes ${Math.round(took)} ms`] : []),
      );
      const mayWrite = name === 'fix' && (input as { apply?: unknown } | null)?.apply === true;
      if (!mayWrite && material.snapshot() !== before) failures.push('writes unasked');
      if (readdirSync(outside).join() !== 'secret.ts') failures.push('writes outside');
      if ('data' in answer && name === 'check') ids = idsIn(answer.data, ids);
      tally.cases++;
      tally.slowest = Math.max(tally.slowest, took);
      if ('error' in answer) tally.refused++;
      if (failures.length > 0) tally.failed++;
      if (failures.length > 0) onFailure(number, failures, `${name} ${JSON.stringify(input)}`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return tally;
}

function faultsOf(answer: ReturnType<typeof callTool>): string[] {
  const failures: string[] = [];
  const text = 'error' in answer ? answer.error : answer.text;
  if ('error' in answer && (visible(text) !== text || !text.endsWith('.') || text.length > 2_000))
    failures.push(`is no sentence: ${text.slice(0, 300)}`);
  if (visibleLines(text) !== text) failures.push('shows control characters');
  const all = 'error' in answer ? text : text + JSON.stringify(answer.data);
  for (let at = 'sk-proj-'.length; at + 6 <= KEY.length; at++)
    if (all.includes(KEY.slice(at, at + 6))) failures.push(`shows ${KEY.slice(at, at + 6)}`);
  if (all.includes("'outside'")) failures.push('reads outside');
  if (all.length > 400_000) failures.push(`answers with ${all.length} characters`);
  return failures.slice(0, 5);
}

/** The project that is asked about, with links that lead astray, and what disturbs it. */
function projectAt(root: string, outside: string) {
  const fill = () => {
    cpSync(resolve('test', 'sample'), root, { recursive: true });
    writeFileSync(
      join(root, 'server', 'key.ts'),
      `import OpenAI from 'openai';\nexport const ai = new OpenAI({ apiKey: '${KEY}' });\n`,
    );
    symlinkSync(outside, join(root, 'out'));
    symlinkSync(join(outside, 'nothing'), join(root, 'gone'));
    symlinkSync('loop', join(root, 'loop'));
  };
  fill();
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !file.startsWith('out') && /\.([jt]sx?|json|vue|html)$/.test(file),
  );
  return {
    files: new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')])),
    /** Another program may have changed, broken or removed files since the last call. */
    disturb(random: Random) {
      if (!random.oneIn(8)) return;
      if (random.oneIn(3)) {
        for (const name of readdirSync(root))
          rmSync(join(root, name), { recursive: true, force: true });
        return fill();
      }
      const file = random.pick(files);
      if (random.oneIn(6)) return rmSync(join(root, file), { force: true });
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), mutated(this.files.get(file) ?? '', random));
    },
    snapshot: (): string =>
      readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((file) => `${file} ${readFileSync(file, 'latin1')}`)
        .join('\n'),
  };
}

/** What an input can speak of. */
interface Known {
  readonly files: ReadonlyMap<string, string>;
  readonly ids: readonly string[];
}

function idsIn(data: object, before: readonly string[]): readonly string[] {
  const { findings } = data as { readonly findings: readonly { readonly id: string }[] };
  return findings.length > 0 ? findings.map(({ id }) => id) : before;
}

function inputFor(name: string, known: Known, random: Random): unknown {
  const { files } = known;
  const sane = random.oneIn(2);
  const schema = tools.find(({ meta }) => meta.name === name)?.meta.input;
  if (!schema || (!sane && random.oneIn(25))) return random.pick(ODD);
  const input: Record<string, unknown> = {};
  for (const [property, field] of Object.entries(schema.properties))
    if (random.oneIn(2)) input[property] = valueFor(property, field, { ...known, sane }, random);
  if (random.oneIn(4) && 'text' in schema.properties) {
    const file = random.pick([...files.keys()]);
    input.paths = [random.oneIn(4) ? random.pick(PATHS) : file];
    input.text = Buffer.from(mutated(files.get(file) ?? '', random)).toString();
  }
  if (!sane && random.oneIn(20)) input[String(random.pick(ODD))] = random.pick(ODD);
  return input;
}

function valueFor(
  property: string,
  field: InputSchema['properties'][string],
  { files, ids, sane }: Known & { readonly sane: boolean },
  random: Random,
): unknown {
  const odd = (many: number) => !sane && random.oneIn(many);
  if (odd(12)) return random.pick(ODD);
  const path = () =>
    sane ? random.pick([...files.keys(), '.', 'server', 'src']) : random.pick(PATHS);
  if (property === 'path') return sane ? random.pick(['.', 'server', 'src']) : path();
  switch (field.type) {
    case 'boolean':
      return random.oneIn(2);
    case 'integer':
      return field.minimum + random.below(field.maximum - field.minimum + (odd(5) ? 9 : 1));
    case 'string':
      return field.enum ? random.pick(field.enum) : random.pick(ids);
    case 'array': {
      const item = () => (property === 'paths' ? path() : random.pick(field.items.enum ?? ids));
      return Array.from({ length: 1 + random.below(3) }, () =>
        odd(30) ? random.pick(ODD) : item(),
      );
    }
  }
}
