import { blankBefore, gapBefore } from '../../../analysis/source/text';
import ts from 'typescript';
import { dottedName, propertyName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import { inStyle } from '../../../edits/inStyle';
import type { Asking, Field } from '../../../routes/route';
import { FILE_PROPERTY } from '../../../routes/upload';
import { removeStatement } from '../../../edits/removeStatement';
import { styleOf } from '../../../edits/style';
import { constantCode } from './constantCode';
import { formEntries, type Entry } from './formEntries';
import type { Split } from './splitPayload';
import type { Sight } from './uses';
import type { TextEdit } from '../../../edits/edit';

/** A request that sends a form: a recording to be written down, a picture to be changed. */
export interface FormCall {
  readonly address: ts.Expression;
  /** What carries the key. */
  readonly secret?: ts.Node;
  readonly split: Split;
  /** The edits in the page's file: entries that the server has now go, and so do the headers. */
  edits(asked: Asking): readonly TextEdit[];
}

/** Entries of a form that are numbers for the SDK. */
const NUMBERS = /^(temperature|n)$/;

/**
 * `fetch(url, { headers, body: form })`, `axios.post(url, form, { headers })`, with a form that is
 * filled beside it: `form.append('file', recording)`.
 */
export function formCall(
  call: ts.CallExpression,
  syntax: Syntax,
  sight: Sight,
): FormCall | undefined {
  const sent =
    call.expression.getText() === 'fetch' ? fetchSent(call, syntax) : axiosSent(call, syntax);
  const entries = sent && formEntries(sent.form, sight);
  const split = entries && splitEntries(entries, sight);
  if (!sent || !split) return undefined;
  const { address, secret } = sent;
  return {
    address,
    split,
    ...(secret ? { secret } : {}),
    edits: (asked) => [
      ...entries
        .filter(({ name }) => !split.fields.some((field) => field.name === name))
        .map(({ statement }) => removeStatement(syntax, statement)),
      ...sent.headers(asked),
    ],
  };
}

/** What a call sends: the form, and the edits of its headers. */
interface Sent {
  readonly address: ts.Expression;
  readonly form: ts.Identifier;
  readonly secret?: ts.Node;
  headers(asked: Asking): readonly TextEdit[];
}

function fetchSent(
  { arguments: [address, init] }: ts.CallExpression,
  syntax: Syntax,
): Sent | undefined {
  const options = init && unwrap(init);
  if (!address || !options || !ts.isObjectLiteralExpression(options)) return undefined;
  const option = (name: string) =>
    options.properties.find((item) => propertyName(item.name) === name);
  const [body, headers] = [option('body'), option('headers')];
  const form =
    body && ts.isPropertyAssignment(body)
      ? unwrap(body.initializer)
      : body && ts.isShorthandPropertyAssignment(body)
        ? body.name
        : undefined;
  if (!form || !ts.isIdentifier(form) || (headers && !ts.isPropertyAssignment(headers)))
    return undefined;
  return {
    address,
    form,
    ...(headers
      ? { secret: headers, headers: (asked) => [headersEdit(headers, asked, syntax)] }
      : { headers: () => [] }),
  };
}

/** Only `axios` itself: what an instance has of its own would be lost. */
function axiosSent(
  { expression, arguments: [address, body, config] }: ts.CallExpression,
  syntax: Syntax,
): Sent | undefined {
  const form = body && unwrap(body);
  const options = config && unwrap(config);
  if (
    dottedName(expression)?.join('.') !== 'axios.post' ||
    !address ||
    !form ||
    !ts.isIdentifier(form)
  )
    return undefined;
  if (
    options &&
    !(
      ts.isObjectLiteralExpression(options) &&
      options.properties.every((property) => propertyName(property.name) === 'headers')
    )
  )
    return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  return {
    address,
    form,
    ...(config ? { secret: config } : {}),
    headers: ({ headers = [] }) => [
      {
        start: form.getEnd(),
        end: config?.getEnd() ?? form.getEnd(),
        text:
          headers.length > 0
            ? inStyle(`, { headers: { ${headers.join(', ')} } }`, { quote, semicolons: true })
            : '',
      },
    ],
  };
}

function splitEntries(entries: readonly Entry[], sight: Sight): Split | undefined {
  const payload: string[] = [];
  const fields: Field[] = [];
  for (const { name, value } of entries) {
    const constant = constantCode(value, { sight });
    // What the page reads is the JSON of the route.
    if (name === 'response_format' && !/^'(json|verbose_json|url|b64_json)'$/.test(constant ?? ''))
      return undefined;
    if (constant !== undefined && /^\w+$/.test(name))
      payload.push(
        `${name}: ${NUMBERS.test(name) ? Number(constant.replace(/['"]/g, '')) : constant},`,
      );
    else if (FILE_PROPERTY.test(name) || name === 'prompt' || name === 'language') {
      // A hint may be empty.
      fields.push({
        name,
        kind: FILE_PROPERTY.test(name) ? 'file' : name === 'prompt' ? 'part' : 'text',
      });
      payload.push(`${name},`);
    } else return undefined;
  }
  return fields.some(({ kind }) => kind === 'file')
    ? {
        payload,
        fields,
        values: fields.map(({ name }) => name),
        streams: false,
        moved: [],
        imported: [],
        renamed: new Map(),
      }
    : undefined;
}

/**
 * The headers with those that the route asks for, or no headers at all: the browser writes the
 * content type of a form.
 */
function headersEdit(
  headers: ts.PropertyAssignment,
  { headers: asked = [] }: Asking,
  syntax: Syntax,
): TextEdit {
  if (asked.length > 0)
    return {
      start: headers.initializer.getStart(),
      end: headers.initializer.getEnd(),
      text: inStyle(`{ ${asked.join(', ')} }`, {
        quote: styleOf(syntax.sourceFile).quote,
        semicolons: true,
      }),
    };
  const next = /^\s*,[ \t]*(?:\r?\n)?/.exec(syntax.text.slice(headers.getEnd()));
  const lineStart = blankBefore(syntax.text, headers.getStart()).length;
  const gap = gapBefore(syntax.text, headers.getStart());
  const before =
    !next && syntax.text[headers.getStart() - gap.length - 1] === ',' ? gap.length + 1 : undefined;
  return {
    start: headers.getStart() - (before ?? (next?.[0].includes('\n') ? lineStart : 0)),
    end: headers.getEnd() + (next?.[0].length ?? 0),
    text: '',
  };
}
