/** Zero-based line and UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Translates offsets to positions and back; `\r\n`, `\n` and lone `\r` all end a line. */
export interface LineMap {
  position(offset: number): Position;
  offset(position: Position): number;
  /** The text of a line without its line break. */
  line(index: number): string;
  readonly count: number;
}

export function createLineMap(text: string): LineMap {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return {
    count: starts.length,
    position(offset) {
      const clamped = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= clamped) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: clamped - starts[low] };
    },
    offset({ line, character }) {
      if (line >= starts.length) return text.length;
      return Math.min(starts[Math.max(0, line)] + Math.max(0, character), text.length);
    },
    line(index) {
      const start = starts[index] ?? text.length;
      return text.slice(start, starts[index + 1] ?? text.length).replace(/[\r\n]+$/, '');
    },
  };
}

/**
 * The white space right before an offset; read backwards, so that a long run elsewhere costs
 * nothing.
 */
export function gapBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && /\s/.test(text[start - 1])) start--;
  return text.slice(start, offset);
}

/**
 * The spaces and tabs right before an offset: its indentation, when nothing else stands before it
 * on its line.
 */
export function blankBefore(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return text.slice(start, offset);
}

/** Whether what stands at an offset is the first on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return gapBefore(text, offset).includes('\n');
}
