import type { Sdk } from '../models/sdk';

/** Code that measures a value without the pictures and files in it, and what that code needs. */
export interface Measured {
  readonly size: string;
  readonly constants: readonly string[];
}

/**
 * The length of a value as JSON, less its pictures, recordings and files, which an SDK tells by the
 * type of a part or by the name of a property: any photo is longer than a text may be. The helper is
 * left out where the file `has` it.
 */
export function measured(
  value: string,
  { media = [], mediaKeys = [] }: Sdk,
  { typed, has }: { readonly typed: boolean; readonly has: boolean },
): Measured {
  if (media.length === 0 && mediaKeys.length === 0)
    return { size: `JSON.stringify(${value}).length`, constants: [] };
  const size = `JSON.stringify(${value}, withoutFiles).length`;
  if (has) return { size, constants: [] };
  const remark = '// Pictures and files are longer than any text: they do not count.';
  const listed = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');
  if (media.length === 0) {
    const parameters = typed ? 'key: string, part: unknown' : 'key, part';
    return {
      size,
      constants: [
        remark,
        `const FILE_KEYS = [${listed(mediaKeys)}];`,
        `const withoutFiles = (${parameters}) =>`,
        '  FILE_KEYS.includes(key) ? null : part;',
      ],
    };
  }
  const parameters = typed ? '_key: string, part: { type?: string } | null' : '_key, part';
  return {
    size,
    constants: [
      remark,
      `const FILE_TYPES = [${listed(media)}];`,
      `const withoutFiles = (${parameters}) =>`,
      `  FILE_TYPES.includes(part?.type${typed ? " ?? ''" : ''}) ? null : part;`,
    ],
  };
}
