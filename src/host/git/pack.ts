import { inflateSync } from 'node:zlib';
import { openRegularFile, type OpenFile } from '../regularFile';

/** An object of git's: what it is, and its content. */
export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly bytes: Buffer;
}

/** Far more than a commit or the list of one folder takes. */
export const MAX_OBJECT_BYTES = 16_000_000;
/** Differences based on one another; git makes chains of 50 unless it is told otherwise. */
const MAX_CHAIN = 500;
const ID_BYTES = 20;
const FANOUT_START = 8;
const NAMES_START = FANOUT_START + 256 * 4;

/** Inflates what is at the beginning of some bytes; `undefined` when it is broken or too large. */
export function inflated(bytes: Buffer, limit: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}

/**
 * One pack with its index, read in parts: packs have gigabytes. Formats: git's
 * Documentation/gitformat-pack.txt, packs of version 2 and 3, indexes of version 2.
 */
export class Pack {
  private constructor(
    private readonly index: OpenFile,
    private readonly pack: OpenFile,
    private readonly count: number,
  ) {}

  /** @param path Of the index; the pack lies beside it. */
  static open(path: string): Pack | undefined {
    const index = openRegularFile(path);
    const pack = openRegularFile(path.replace(/\.idx$/, '.pack'));
    const head = index?.read(0, NAMES_START);
    if (index && pack && head?.length === NAMES_START && head.readUInt32BE(0) === 0xff744f63) {
      const count = head.readUInt32BE(NAMES_START - 4);
      const isWhole = NAMES_START + count * (ID_BYTES + 8) <= index.size;
      if (head.readUInt32BE(4) === 2 && isWhole) return new Pack(index, pack, count);
    }
    index?.close();
    pack?.close();
    return undefined;
  }

  /** The ids that begin with some hexadecimal digits, at most a handful. */
  idsFrom(prefix: string): string[] {
    const found: string[] = [];
    for (let at = this.firstFrom(prefix); at < this.count && found.length < 8; at++) {
      const id = this.idAt(at);
      if (!id.startsWith(prefix)) break;
      found.push(id);
    }
    return found;
  }

  read(id: string): GitObject | undefined {
    return this.readNamed(id, 0);
  }

  private firstFrom(prefix: string): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.idAt(middle) < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private idAt(at: number): string {
    return this.index.read(NAMES_START + at * ID_BYTES, ID_BYTES).toString('hex');
  }

  private offsetAt(at: number): number {
    const offsets = NAMES_START + this.count * (ID_BYTES + 4);
    const short = numberIn(this.index.read(offsets + at * 4, 4), 4);
    if (short < 0x80000000) return short;
    const long = offsets + this.count * 4 + (short - 0x80000000) * 8;
    return numberIn(this.index.read(long, 8), 8);
  }

  private readAt(offset: number, depth: number): GitObject | undefined {
    const head = this.pack.read(offset, 32 + ID_BYTES);
    const { type, size, end } = headerOf(head);
    if (depth > MAX_CHAIN || size > MAX_OBJECT_BYTES) return undefined;
    const content = (start: number) =>
      // What cannot be made smaller grows a little.
      inflated(this.pack.read(offset + start, size + (size >> 10) + 1_024), size + 1);
    const plain = TYPES[type];
    if (plain !== undefined) {
      const bytes = content(end);
      return bytes && { type: plain, bytes };
    }
    let base: GitObject | undefined;
    let start = end;
    if (type === OFFSET_DELTA) {
      const back = distanceIn(head, end);
      if (back.distance > 0 && back.distance <= offset)
        base = this.readAt(offset - back.distance, depth + 1);
      start = back.end;
    } else if (type === NAMED_DELTA) {
      // A pack that lies on a disk holds what its differences are based on.
      base = this.readNamed(head.toString('hex', end, end + ID_BYTES), depth + 1);
      start = end + ID_BYTES;
    }
    const delta = base && content(start);
    const bytes = base && delta && applied(base.bytes, delta);
    return base && bytes && { type: base.type, bytes };
  }

  private readNamed(id: string, depth: number): GitObject | undefined {
    const at = this.firstFrom(id);
    const isHere = at < this.count && this.idAt(at) === id;
    return isHere ? this.readAt(this.offsetAt(at), depth) : undefined;
  }
}

const TYPES: readonly (GitObject['type'] | undefined)[] = [
  undefined,
  'commit',
  'tree',
  'blob',
  'tag',
];
const OFFSET_DELTA = 6;
const NAMED_DELTA = 7;

function numberIn(bytes: Buffer, length: 4 | 8): number {
  if (bytes.length < length) return Infinity;
  return length === 4 ? bytes.readUInt32BE(0) : Number(bytes.readBigUInt64BE(0));
}

/** The type of a packed object and its size: four bits of it, then seven in each byte. */
function headerOf(bytes: Buffer): { type: number; size: number; end: number } {
  let byte = bytes[0] ?? 0;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  let end = 1;
  for (let factor = 16; byte & 0x80 && end < bytes.length; factor *= 128) {
    byte = bytes[end++];
    size += (byte & 0x7f) * factor;
  }
  return { type, size, end };
}

/** How far before a difference its base lies. */
function distanceIn(bytes: Buffer, start: number): { distance: number; end: number } {
  let end = start;
  let byte = bytes[end++] ?? 0;
  let distance = byte & 0x7f;
  while (byte & 0x80 && end < bytes.length) {
    byte = bytes[end++];
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  return { distance, end };
}

/** A base with a difference applied: parts of the base and new bytes; `undefined` when it is broken. */
function applied(base: Buffer, delta: Buffer): Buffer | undefined {
  const from = sizeIn(delta, 0);
  const to = sizeIn(delta, from.end);
  if (from.size !== base.length || to.size > MAX_OBJECT_BYTES) return undefined;
  const result = Buffer.alloc(to.size);
  let [at, filled] = [to.end, 0];
  while (at < delta.length) {
    const command = delta[at++];
    let part: Buffer;
    if (command & 0x80) {
      let [start, length] = [0, 0];
      for (let bit = 0; bit < 4; bit++) if (command & (1 << bit)) start += delta[at++] * 256 ** bit;
      for (let bit = 0; bit < 3; bit++)
        if (command & (16 << bit)) length += delta[at++] * 256 ** bit;
      part = base.subarray(start, start + (length || 0x10000));
    } else {
      part = delta.subarray(at, (at += command));
    }
    if (part.length === 0 || filled + part.length > result.length) return undefined;
    part.copy(result, filled);
    filled += part.length;
  }
  return filled === result.length ? result : undefined;
}

function sizeIn(bytes: Buffer, start: number): { size: number; end: number } {
  let [size, end, factor] = [0, start, 1];
  let byte: number;
  do {
    byte = bytes[end++] ?? 0;
    size += (byte & 0x7f) * factor;
    factor *= 128;
  } while (byte & 0x80);
  return { size, end };
}
