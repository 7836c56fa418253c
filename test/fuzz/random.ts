/** Chance that can be had again: the same words give the same numbers. */
export interface Random {
  /** A whole number from 0, below a limit. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  /** True in one of so many cases. */
  oneIn(many: number): boolean;
}

/** Mulberry32, begun from the words of a seed (FNV-1a). */
export function createRandom(...seed: readonly (string | number)[]): Random {
  let state = [...seed.join(' ')].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5,
  );
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return {
    below,
    pick: (items) => items[below(items.length)],
    oneIn: (many) => below(many) === 0,
  };
}
