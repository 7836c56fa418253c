/**
 * Made-up secrets of every shape, drawn by a seeded generator when the tests run: no file of the
 * repository holds one.
 */
export interface MadeUp {
  readonly shape: string;
  readonly text: string;
  /** The parts that were drawn: no six characters of them may be seen. */
  readonly drawn: readonly string[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;
const URL_SAFE = `${ALNUM}_-`;
const HEX = '0123456789abcdef';
const MARK = ['T3Blbk', 'FJ'].join('');

/** A generator that draws the same every time (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A template of a shape: texts stay, `[length, alphabet]` is drawn. */
type Shape = readonly (string | readonly [number, string])[];

export const SHAPES: Readonly<Record<string, Shape>> = {
  legacy: ['sk-', [20, ALNUM], MARK, [20, ALNUM]],
  'proj 58': ['sk-proj-', [58, URL_SAFE], MARK, [58, URL_SAFE]],
  'proj 74': ['sk-proj-', [74, URL_SAFE], MARK, [74, URL_SAFE]],
  svcacct: ['sk-svcacct-', [58, URL_SAFE], MARK, [58, URL_SAFE]],
  admin: ['sk-admin-', [58, URL_SAFE], MARK, [58, URL_SAFE]],
  'admin 124': ['sk-admin-', [124, URL_SAFE]],
  service: ['sk-service-billing-', [20, ALNUM], MARK, [20, ALNUM]],
  team: ['sk-my-team-', [20, ALNUM], MARK, [20, ALNUM]],
  '44 and 44': ['sk-', [44, ALNUM], MARK, [44, ALNUM]],
  'proj 48': ['sk-proj-', [48, ALNUM]],
  'sk 48': ['sk-', [48, ALNUM]],
  'sk 51': ['sk-', [51, ALNUM]],
  user: ['sk-user-', [40, ALNUM]],
  short: ['sk-', [14, ALNUM]],
  dashed: ['sk-', [9, ALNUM], '-', [9, ALNUM], '-', [9, ALNUM]],
  session: ['sess-', [40, ALNUM]],
  'azure 32': [[32, HEX]],
  'azure 84': [[84, ALNUM]],
  ephemeral: ['ek_', [32, HEX]],
  anthropic: ['sk-ant-api03-', [90, URL_SAFE]],
  deepseek: ['sk-', [32, HEX]],
};

/** Shapes of OpenAI's keys that are recognised wherever they stand. */
export const OPENAI_SHAPES = [
  'legacy',
  'proj 58',
  'proj 74',
  'svcacct',
  'admin',
  'admin 124',
  'service',
  'team',
  '44 and 44',
  'sk 48',
];

export function draw(shape: string, random: () => number): MadeUp {
  const drawn: string[] = [];
  const text = SHAPES[shape]
    .map((part) => {
      if (typeof part === 'string') return part;
      const [length, alphabet] = part;
      const run = Array.from(
        { length },
        () => alphabet[Math.floor(random() * alphabet.length)],
      ).join('');
      drawn.push(run);
      return run;
    })
    .join('');
  return { shape, text, drawn };
}

/** The first six characters of a secret that a text shows, if it shows any. */
export function leakIn(text: string, { drawn }: Pick<MadeUp, 'drawn'>): string | undefined {
  for (const run of drawn)
    for (let at = 0; at + 6 <= run.length; at++) {
      const piece = run.slice(at, at + 6);
      if (text.includes(piece)) return piece;
    }
  return undefined;
}
