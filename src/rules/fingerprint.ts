import type { Finding } from './rule';

/**
 * A name for a finding that stays the same when lines move or the file is renamed: a hash of the
 * rule and the line's own words, so that lines with the same words share one. FNV-1a twice with
 * different seeds: 64 bits, no cryptography needed, and it runs in a browser worker too.
 */
export function fingerprint(finding: Finding, text: string): string {
  const lineStart = text.lastIndexOf('\n', finding.start - 1) + 1;
  const lineEnd = text.indexOf('\n', finding.start);
  const words = text
    .slice(lineStart, lineEnd < 0 ? text.length : lineEnd)
    .replace(/\s+/g, ' ')
    .trim();
  const input = `${finding.rule}\n${words}`;
  return hash(input, 0x811c9dc5) + hash(input, 0x01000193);
}

function hash(input: string, seed: number): string {
  let state = seed;
  for (let i = 0; i < input.length; i++) state = Math.imul(state ^ input.charCodeAt(i), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, '0');
}
