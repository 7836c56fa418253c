import { Position, Range, Selection, Uri, window } from 'vscode';
import type { Place } from '../server/protocol';

/** Opens a document with a place of it selected and in sight; the cursor stands at its end. */
export async function showPlace(
  uri: string,
  start: Place['range']['start'],
  end: Place['range']['start'] = start,
): Promise<void> {
  const from = new Position(start.line, start.character);
  const to = new Position(end.line, end.character);
  const editor = await window.showTextDocument(Uri.parse(uri), {
    selection: new Selection(from, to),
  });
  editor.revealRange(new Range(from, to));
}
