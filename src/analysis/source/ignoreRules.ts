import { parsePattern, STAR, type Pattern, type Segment, type Token } from './ignorePattern';

/** The patterns of one `.gitignore`, or of a setting in its syntax. */
export interface IgnoreRules {
  /**
   * True when the path is ignored, false when a `!` pattern takes it back, `undefined` when no
   * pattern concerns it. Folders end in `/`.
   */
  verdict(path: string): boolean | undefined;
}

/**
 * How much work patterns may cause, in steps, shared by all the rules of a folder. Matching takes
 * no longer than pattern times path, but a stranger may write any number of patterns for any number
 * of files. When nothing is left, only plain names still count.
 */
export interface Budget {
  left: number;
}

/** About a second. A project of 60,000 files with 300 patterns takes half of it. */
export const createBudget = (): Budget => ({ left: 40_000_000 });

/** What the user is told when a budget is used up. */
export const EXHAUSTED =
  'too many or too intricate patterns of files to ignore: those with wildcards no longer counted';

/** Steps for reading one pattern. */
const PATTERN_COST = 100;

/** Reads patterns as git does; upper and lower case are the same. */
export function createIgnoreRules(text: string, budget: Budget): IgnoreRules {
  // Plain names at any depth are most of what people write: looked up, not tried one by one.
  const named = new Map<string, { folder?: Pattern; any?: Pattern }>();
  const tried: Pattern[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if ((budget.left -= PATTERN_COST + line.length) < 0) break;
    const pattern = parsePattern(line, index);
    if (!pattern) continue;
    const name = pattern.anchored ? undefined : pattern.segments[0].literal;
    if (name === undefined) tried.push(pattern);
    else named.set(name, { ...named.get(name), [pattern.folderOnly ? 'folder' : 'any']: pattern });
  }
  tried.reverse();
  const own = (path: string): boolean | undefined => {
    const isFolder = path.endsWith('/');
    const names = (isFolder ? path.slice(0, -1) : path).toLowerCase().split('/');
    const last = names.length - 1;
    const { any, folder } = named.get(names[last]) ?? {};
    let best = isFolder && (folder?.index ?? -1) > (any?.index ?? -1) ? folder : any;
    for (const pattern of tried) {
      if (budget.left < 0 || pattern.index < (best?.index ?? -1)) break;
      if (pattern.folderOnly && !isFolder) continue;
      budget.left--;
      if (
        pattern.anchored
          ? fitsPath(pattern, names, budget)
          : fitsName(pattern.segments[0], names[last], budget)
      )
        best = pattern;
    }
    return best && !best.negative;
  };
  // What lies in an ignored folder is ignored: git does not look into it.
  const folders = new Map<string, boolean | undefined>();
  const verdict = (path: string): boolean | undefined => {
    const slash = path.lastIndexOf('/', path.length - 2);
    if (slash > 0) {
      const parent = path.slice(0, slash + 1);
      if (!folders.has(parent)) folders.set(parent, verdict(parent));
      if (folders.get(parent)) return true;
    }
    return own(path);
  };
  return { verdict };
}

function fitsPath({ segments }: Pattern, names: readonly string[], budget: Budget): boolean {
  // Both ends tell most paths apart.
  const [first] = segments;
  if (first.literal !== undefined && first.literal !== names[0]) return false;
  if (!names[names.length - 1].endsWith(segments[segments.length - 1].ending)) return false;
  return matches(segments, names, budget);
}

function fitsName({ literal, ending, tokens }: Segment, name: string, budget: Budget): boolean {
  if (literal !== undefined) return literal === name;
  if (!name.endsWith(ending)) return false;
  if (tokens[0] === STAR && tokens.length === ending.length + 1) return true;
  return matches(tokens, name, budget);
}

function isStar(part: Segment | Token): boolean {
  return part === STAR || (typeof part === 'object' && part.any);
}

function fits(part: Segment | Token, item: string, budget: Budget): boolean {
  if (typeof part === 'string') return part === item;
  if (typeof part === 'function') return part(item);
  return typeof part === 'object' && fitsName(part, item, budget);
}

/**
 * Whether a row of segments stands for a row of names, or of tokens for characters. Only the last
 * star that was met is ever tried again with one item more, since whatever an earlier one could
 * give up, the last one can take: that keeps it to parts times items.
 */
function matches(
  parts: readonly (Segment | Token)[],
  items: string | readonly string[],
  budget: Budget,
): boolean {
  let part = 0;
  let item = 0;
  let star = -1;
  let taken = 0;
  while (item < items.length) {
    if (budget.left-- < 0) return false;
    if (part < parts.length && isStar(parts[part])) {
      star = part++;
      taken = item;
    } else if (part < parts.length && fits(parts[part], items[item], budget)) {
      part++;
      item++;
    } else if (star >= 0) {
      part = star + 1;
      item = ++taken;
    } else return false;
  }
  while (part < parts.length && isStar(parts[part])) part++;
  return part === parts.length;
}
