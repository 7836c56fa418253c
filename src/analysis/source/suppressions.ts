import { createLineMap } from './text';

/** A comment that switches rules off. Lines are zero-based, `to` inclusive. */
export interface Suppression {
  /** Offsets of the comment's directive, for reporting it when it is unused. */
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  /** Empty means every rule. */
  readonly rules: readonly string[];
  readonly reason?: string;
}

const DIRECTIVE = new RegExp(
  [
    '(?://|/\\*|<!--|#|\\{/\\*)[ \\t]*',
    '(airlock-(?:disable-next-line|disable-line|disable-file|disable|enable))(?![\\w-])',
    '([^\\n\\r]*)',
  ].join(''),
  'g',
);

/** Finds the disable comments of a file: next line, same line, blocks and whole file. */
export function findSuppressions(text: string): Suppression[] {
  if (!text.includes('airlock-')) return [];
  const lines = createLineMap(text);
  const found: Suppression[] = [];
  let open: {
    start: number;
    end: number;
    from: number;
    rules: readonly string[];
    reason?: string;
  }[] = [];
  for (const match of text.matchAll(DIRECTIVE)) {
    const start = match.index + match[0].indexOf('airlock-');
    const end = start + match[1].length;
    const line = lines.position(start).line;
    const { rules, reason } = parseTail(match[2]);
    const common = { start, end, rules, ...(reason ? { reason } : {}) };
    switch (match[1]) {
      case 'airlock-disable-next-line':
        found.push({ ...common, from: line + 1, to: line + 1 });
        break;
      case 'airlock-disable-line':
        found.push({ ...common, from: line, to: line });
        break;
      case 'airlock-disable-file':
        found.push({ ...common, from: 0, to: lines.count });
        break;
      case 'airlock-disable':
        open.push({ ...common, from: line });
        break;
      default: {
        const closed = open.filter(
          (block) => rules.length === 0 || block.rules.join() === rules.join(),
        );
        found.push(...closed.map((block) => ({ ...block, to: line })));
        open = open.filter((block) => !closed.includes(block));
      }
    }
  }
  return [...found, ...open.map((block) => ({ ...block, to: lines.count }))].sort(
    (a, b) => a.start - b.start,
  );
}

/** Splits ` rule-a, rule-b -- why` and what closes the comment into rules and reason. */
function parseTail(tail: string): { rules: string[]; reason?: string } {
  const [names, ...rest] = tail.replace(/(\*\/\}?|-->)\s*$/, '').split(/\s--\s/);
  const rules = names.split(/[\s,]+/).filter((name) => /^[a-z][a-z-]*$/.test(name));
  const reason = rest.join(' -- ').trim();
  return { rules, ...(reason ? { reason } : {}) };
}
