import { MAX_BYTES } from '../analysis/source/prefilter';
import { UsageError } from './usageError';

/**
 * What comes in on standard input, to its end.
 *
 * @throws UsageError When it is more than a source may hold; it could have no end.
 */
export async function standardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new UsageError(
        `standard input is not checked: it is larger than ${MAX_BYTES / 1e6} MB.`,
      );
  }
  // As everywhere: a byte order mark at the beginning is none of the text.
  return new TextDecoder().decode(Buffer.concat(chunks));
}
