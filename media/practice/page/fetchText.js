/**
 * Asks our server and shows its answer: as it comes, where it comes in pieces (plain text, or
 * server-sent events with `content`), else when it is whole.
 */
export async function fetchText(address, body, show) {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error((await response.json().catch(() => ({}))).error ?? 'Try again.');
  const isEvents = response.headers.get('Content-Type')?.includes('text/event-stream');
  let received = '';
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
    received += piece.value;
    show(isEvents ? textOf(received) : received);
  }
}

function textOf(events) {
  return events
    .split('\n')
    .filter((line) => line.startsWith('data: {') && line.endsWith('}'))
    .map((line) => JSON.parse(line.slice('data: '.length)).content ?? '')
    .join('');
}
