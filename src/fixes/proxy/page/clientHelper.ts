import { inStyle } from '../../../edits/inStyle';
import { isAiSdk, isBytes, METHODS, type Method } from '../../../routes/methods';
import type { Asking, Field } from '../../../routes/route';
import { hasFile } from '../../../routes/upload';
import { readerLines, refusalLines } from '../../streamReader';

export interface HelperSpec {
  readonly name: string;
  readonly asked: Asking;
  /**
   * It serves several calls: each gives the address, and in TypeScript the type of what it gets.
   */
  readonly shared: boolean;
  readonly method: Method;
  readonly fields: readonly Field[];
  readonly streams: boolean;
  readonly hasSignal: boolean;
  /** Its failures are looked at as those of axios, on which version 3 of the SDK stood. */
  readonly failsAsAxios: boolean;
  /** What the words of a recording are asked for as: `text`, `verbose_json`. */
  readonly format?: string;
  /**
   * A stream that is stopped by its signal just ends: the component that asked is gone, or has
   * asked anew.
   */
  readonly isQuiet: boolean;
  readonly typescript: boolean;
  /** The local name of the SDK's types; missing where what the client gave had none. */
  readonly types?: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly lineBreak: string;
  readonly indent: string;
}

/**
 * The browser's side: a function that asks the own server and gives what the SDK's call gave, so
 * that nothing around the call has to change.
 */
export function helperText(spec: HelperSpec): string {
  const typed = spec.types !== undefined;
  const parameters = parametersOf(spec);
  const generic = typed && spec.shared ? '<Answer>' : '';
  const result = typed ? `: Promise<${spec.shared ? 'Answer' : resultType(spec)}>` : '';
  const request = requestLines(spec);
  const lines = spec.streams
    ? streaming(spec, parameters, request)
    : [
        '/** Asks the server, which holds the key. */',
        `async function ${spec.name}${generic}(${parameters})${result} {`,
        ...request.map((line) => `  ${line}`),
        `  return response${isBytes(spec.method) ? '' : '.json()'};`,
        '}',
      ];
  const text = lines.join('\n');
  return inStyle(text, spec).replaceAll('\n', spec.lineBreak);
}

/**
 * What the helper is called with: where to ask, when several calls share it, what to send, and how
 * to stop.
 */
function parametersOf({ shared, fields, hasSignal, typescript }: HelperSpec): string {
  const named = fields.map((field) => `${field.name}: ${typeOf(field)}`).join('; ');
  const given = hasFile(fields) ? 'Record<string, string | File>' : 'object';
  return [
    ...(shared ? [typescript ? `url: string, body: ${given}` : 'url, body'] : []),
    ...(fields.length > 0 && !shared ? [typescript ? `body: { ${named} }` : 'body'] : []),
    ...(hasSignal ? [typescript ? 'signal?: AbortSignal' : 'signal'] : []),
  ].join(', ');
}

/** The request, and the failure of an answer that is none. */
function requestLines(spec: HelperSpec): string[] {
  const { shared, asked, fields, hasSignal, streams, failsAsAxios } = spec;
  const upload = hasFile(fields);
  return [
    ...(upload
      ? [
          'const form = new FormData();',
          'for (const [name, value] of Object.entries(body)) form.append(name, value);',
        ]
      : []),
    `const response = await fetch(${shared ? 'url' : asked.address}, {`,
    "  method: 'POST',",
    ...(upload
      ? formHeaders(asked)
      : [
          `  headers: ${headersOf(asked)},`,
          `  body: JSON.stringify(${fields.length > 0 || shared ? 'body' : '{}'}),`,
        ]),
    ...(hasSignal ? ['  signal,'] : []),
    '});',
    ...refusalLines(streams, failsAsAxios),
  ];
}

/** The type of what a call gets: its answer, or a piece of its stream. */
export function resultType({
  method,
  streams,
  format,
  types = 'OpenAI',
}: Pick<HelperSpec, 'method' | 'streams' | 'format' | 'types'>): string {
  const { answer, chunk } = METHODS[method];
  if (format !== undefined && /^(text|srt|vtt)$/.test(format)) return 'string';
  if (format === 'verbose_json') return `${answer}Verbose`.replace(/^OpenAI\b/, types);
  return (streams ? (chunk ?? answer) : answer).replace(/^OpenAI\b/, types);
}

/** The headers of a request to an own route, as code. */
export function headersOf({ headers = [] }: Asking): string {
  return `{ ${["'Content-Type': 'application/json'", ...headers].join(', ')} }`;
}

/**
 * The body of an upload and its headers: the browser writes the content type, with the boundary
 * that it has chosen.
 */
function formHeaders({ headers = [] }: Asking): string[] {
  return [
    ...(headers.length > 0 ? [`  headers: { ${headers.join(', ')} },`] : []),
    '  body: form,',
  ];
}

function streaming(spec: HelperSpec, parameters: string, request: readonly string[]): string[] {
  const chunk =
    spec.types === undefined ? '' : `: AsyncGenerator<${spec.shared ? 'Chunk' : resultType(spec)}>`;
  const body = [
    ...request,
    ...readerLines({
      name: 'lines',
      separator: '\\n',
      loop: [
        "for (const line of lines.filter((item) => item !== '')) {",
        '  const chunk = JSON.parse(line);',
        "  if (typeof chunk.error === 'string') throw new Error(chunk.error);",
        `  yield ${isAiSdk(spec.method) ? 'chunk.text' : 'chunk'};`,
        '}',
      ],
    }),
  ];
  return [
    '/** Streams the answer through the server, which holds the key; throws when it breaks off. */',
    `async function* ${spec.name}${spec.types !== undefined && spec.shared ? '<Chunk>' : ''}(${parameters})${chunk} {`,
    ...(spec.isQuiet
      ? [
          '  try {',
          ...body.map((line) => `    ${line}`),
          '  } catch (error) {',
          '    if (!signal?.aborted) throw error;',
          '  }',
        ]
      : body.map((line) => `  ${line}`)),
    '}',
  ];
}

function typeOf({ kind, options, isText, isNullable }: Field): string {
  switch (kind) {
    case 'text':
    case 'part':
    case 'picture':
      return 'string';
    case 'history':
      return 'readonly unknown[]';
    case 'number':
      return `number${isNullable ? ' | null' : ''} | undefined`;
    case 'texts':
      return 'string | readonly string[]';
    case 'words':
      return 'readonly string[] | undefined';
    case 'flag':
      return 'boolean';
    case 'prompt':
      return 'string';
    case 'file':
      return 'File';
    case 'choice':
      return isText ? 'string' : (options ?? []).map((option) => `'${option}'`).join(' | ');
  }
}
