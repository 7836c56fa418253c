import { inStyle, type CodeStyle } from '../../edits/inStyle';
import { readerLines, refusalLines } from '../streamReader';

/**
 * The browser's side of a streamed answer: a generator of its pieces, that throws when it fails or
 * breaks off.
 */
export function readerText(typescript: boolean, style: CodeStyle): string {
  const loop = [
    'for (const event of events) {',
    '  const data = /^data: (.*)$/m.exec(event)?.[1];',
    '  if (data === undefined) continue;',
    '  const { content, error } = JSON.parse(data);',
    '  if (error !== undefined) throw new Error(error);',
    '  yield content;',
    '}',
  ];
  const lines = [
    '/** The pieces of an answer that the server streams; throws when it fails or breaks off. */',
    `async function* readPieces(response${typescript ? ': Response): AsyncGenerator<string>' : ')'} {`,
    ...[...refusalLines(true), ...readerLines({ name: 'events', separator: '\\n\\n', loop })].map(
      (line) => `  ${line}`,
    ),
    '}',
  ];
  return inStyle(lines.join('\n'), style);
}
