import type { Upload } from '../models/frameworks/dialect';
import type { Field } from './route';

/**
 * The API takes files of up to 25 MB. Source: platform.openai.com/docs, "Speech to text",
 * "Overview".
 */
export const MAX_FILE_SIZE = 'const MAX_FILE_SIZE = 25 * 1024 * 1024;';

/** The properties of a request that are files: of `audio.transcriptions`, `images.edit`. */
export const FILE_PROPERTY = /^(file|image|mask)$/;

export function hasFile(fields: readonly Field[]): boolean {
  return fields.some(({ kind }) => kind === 'file');
}

/**
 * Reads the fields from the form; `tooLarge` are the statements that answer when the body is longer
 * than any file may be.
 */
export function formLines(
  names: readonly string[],
  { form, length }: Upload,
  tooLarge: readonly string[],
): string[] {
  return [
    '// A larger body is not read at all.',
    `if (Number(${length}) > MAX_FILE_SIZE) {`,
    ...tooLarge.map((line) => `  ${line}`),
    '}',
    `const form = ${form};`,
    ...names.map((name) => `const ${name} = form?.get('${name}');`),
  ];
}
