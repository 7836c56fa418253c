import type { Pattern, Row } from './model';

/** The segments of patterns: `default().{get,post}` is `()`, `{get,post}`. */
export function patternsOf(patterns: Pattern): readonly (readonly string[])[] {
  let known = parsed.get(patterns);
  if (!known) {
    const list = typeof patterns === 'string' ? [patterns] : patterns;
    parsed.set(patterns, (known = list.map(segmentsOf)));
  }
  return known;
}

const parsed = new Map<Pattern, readonly (readonly string[])[]>();

function segmentsOf(pattern: string): readonly string[] {
  return pattern
    .split('.')
    .flatMap((part) => (part.endsWith('()') ? [part.slice(0, -2), '()'] : [part]))
    .filter((part) => part !== 'default' && part !== '');
}

/** The names at the end of what a row speaks of: `create` of `chat.completions.create`. */
export function lastNames({ call }: Row): readonly string[] {
  return patternsOf(call).flatMap((segments) => {
    const last = segments.filter((segment) => segment !== '()').at(-1) ?? '';
    return last.startsWith('{') ? last.slice(1, -1).split(',') : last === '' ? [] : [last];
  });
}
