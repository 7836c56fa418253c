import type { Field } from './route';

/** How a handler reads a form with a file in it, as code. */
export interface Upload {
  /** The parsed form, `undefined` when it is none; it must not throw. */
  readonly form: string;
  /** The length of the body that the request names. */
  readonly length: string;
}

/** Handlers that are given a `Request`. */
export const WEB_UPLOAD: Upload = {
  form: 'await request.formData().catch(() => undefined)',
  length: "request.headers.get('content-length')",
};

/** Handlers whose server gives the bytes of the body, or Node's own request. `Response` may be the name of a framework's type there. */
export function nodeUpload(body: string, header: (name: string) => string): Upload {
  return {
    form: `await new globalThis.Response(${body}, { headers: { 'Content-Type': ${header('content-type')} ?? '' } }).formData().catch(() => undefined)`,
    length: header('content-length'),
  };
}

/** Node's own request as a body: parsers of JSON leave a form in it unread. `toWeb` names a type that Node and the DOM write differently. */
export function streamBody(request: string, typescript: boolean): string {
  return `Readable.toWeb(${request})${typescript ? ' as ReadableStream' : ''}`;
}

/** The API takes files of up to 25 MB. Source: platform.openai.com/docs, "Speech to text", "Overview". */
export const MAX_FILE_SIZE = 'const MAX_FILE_SIZE = 25 * 1024 * 1024;';

/** The properties of a request that are files: of `audio.transcriptions`, `images.edit`. */
export const FILE_PROPERTY = /^(file|image|mask)$/;

export function hasFile(fields: readonly Field[]): boolean {
  return fields.some(({ kind }) => kind === 'file');
}

/** Reads the fields from the form; `tooLarge` are the statements that answer when the body is longer than any file may be. */
export function formLines(
  fields: readonly Field[],
  { form, length }: Upload,
  tooLarge: readonly string[],
): string[] {
  return [
    '// A larger body is not read at all.',
    `if (Number(${length}) > MAX_FILE_SIZE) {`,
    ...tooLarge.map((line) => `  ${line}`),
    '}',
    `const form = ${form};`,
    ...fields.map(({ name }) => `const ${name} = form?.get('${name}');`),
  ];
}
