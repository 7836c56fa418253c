import type { Arrow, Box, Picture, Scene } from '../rules/readPicture';
import { folded } from './folded';

/** Characters of text in a box, and between two boxes. */
const BOX = 18;
const GAP = 12;

/** The place of a box from left to right: whoever asks, the server between, OpenAI. */
function columnOf({ name }: Box): number {
  return name === 'OpenAI' ? 2 : name === 'Your server' ? 1 : 0;
}

/**
 * A picture as plain characters, which reads the same on GitHub, in an editor and in a terminal, and
 * in words below it for those who hear it.
 */
export function pictureMarkdown({ wrong, right }: Picture): string {
  return [
    '```text',
    'WRONG',
    ...sceneLines(wrong),
    '',
    'RIGHT',
    ...sceneLines(right),
    '```',
    '',
    folded('The picture in words', `Wrong: ${inWords(wrong)}\n\nRight: ${inWords(right)}`),
  ].join('\n');
}

function sceneLines({ boxes, arrows }: Scene): string[] {
  const bodies = boxes.map(({ name, text }) => [name, ...wrapped(text, BOX)]);
  const widths = arrows.map((_, index) => widthBetween(boxes[index], boxes[index + 1]));
  // The words of an arrow stand above its middle.
  const words = arrows.map(({ label }, index) => 2 * wrapped(label, widths[index] - 2).length - 2);
  const height = Math.max(3, ...bodies.map((body) => body.length), ...words);
  const columns = bodies.flatMap((body, index) => {
    const arrow = arrows.at(index);
    const box = boxLines(body, height);
    return arrow ? [box, arrowLines(arrow, widths[index], box.length)] : [box];
  });
  return columns[0].map((_, row) =>
    columns
      .map((column) => column[row])
      .join('')
      .trimEnd(),
  );
}

/** The room for an arrow, which may pass by the place of a box that is not there. */
function widthBetween(from: Box, to: Box): number {
  return GAP + (columnOf(to) - columnOf(from) - 1) * (GAP + BOX + 4);
}

function boxLines(body: readonly string[], height: number): string[] {
  const edge = `+${'-'.repeat(BOX + 2)}+`;
  const rows = Array.from({ length: height }, (_, row) => `| ${(body[row] ?? '').padEnd(BOX)} |`);
  return [edge, ...rows, edge];
}

/** The arrow in the middle of that many rows, its words above it. */
function arrowLines({ label, way }: Arrow, width: number, rows: number): string[] {
  const middle = Math.floor(rows / 2);
  const words = wrapped(label, width - 2);
  const shaft = '-'.repeat(width - 3);
  const drawn = way === 'back' ? ` <${shaft} ` : ` ${shaft}${way === 'stopped' ? 'X' : '>'} `;
  return Array.from({ length: rows }, (_, row) => {
    if (row === middle) return drawn;
    const word = words.at(row - middle + words.length);
    return (row < middle && row >= middle - words.length && word ? ` ${word}` : '').padEnd(width);
  });
}

/** A text in lines of that many characters, broken between words. */
function wrapped(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      return [...lines.slice(0, -1), `${last} ${word}`];
    return [...lines, word];
  }, []);
}

function inWords({ boxes, arrows }: Scene): string {
  const verbs = { forwards: 'sends', back: 'gets', stopped: 'is refused' };
  const links = { forwards: 'to', back: 'from', stopped: 'by' };
  const [first, ...others] = boxes.map(({ name, text }) => `${name} (${text})`);
  const steps = others.map((box, index) => {
    const { label, way } = arrows[index];
    return `${verbs[way]} "${label}" ${links[way]} ${box}`;
  });
  return `${first} ${steps.join(', which ')}.`;
}
