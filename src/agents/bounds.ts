/** What fits of a list, and how much of it was left off. */
export interface Bounded<T> {
  readonly items: readonly T[];
  readonly leftOff: number;
}

/**
 * The beginning of a list: at most so many items, and so many characters as JSON. The first one
 * always fits, so that asking again for less gets on.
 */
export function bounded<T>(items: readonly T[], most: number, characters = Infinity): Bounded<T> {
  let left = characters;
  let count = 0;
  for (const item of items.slice(0, most)) {
    left -= JSON.stringify(item).length;
    if (left < 0 && count > 0) break;
    count++;
  }
  return { items: items.slice(0, count), leftOff: items.length - count };
}
