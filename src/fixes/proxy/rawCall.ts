import ts from 'typescript';
import type { RequestFact } from '../../analysis/facts';
import type { Site } from '../../analysis/source/host';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import { inStyle } from '../../routes/inStyle';
import type { Method } from '../../routes/methods';
import type { Asking } from '../../routes/route';
import type { TextEdit } from '../fix';
import { lineOf, merged } from '../lines';
import { nodeSpanning } from '../nodeAt';
import { styleOf } from '../style';
import { axiosEdits } from './axiosCall';
import { headersOf } from './clientHelper';
import { formCall } from './formCall';
import { importedKeys } from './importedKeys';
import { keyStatements } from './keyStatements';
import { singleUse } from './movedStatements';
import { splitPayload, type Split } from './splitPayload';

/** A raw HTTP request to OpenAI in a browser, with what a move to the server changes. */
export interface RawCall {
  /** Where the request begins. */
  readonly start: number;
  readonly syntax: Syntax;
  readonly method: Method;
  readonly split: Split;
  /**
   * The edits, by file, that make it ask the own server: its address, its headers, what it sends.
   * The answer is read as before.
   */
  edits(asked: Asking): ReadonlyMap<string, readonly TextEdit[]>;
}

/** The parts of a request as it is written, and what stands in their place; `undefined` for a part that goes. */
export interface Parts {
  readonly payload: ts.ObjectLiteralExpression;
  readonly address: ts.Expression;
  /** What carries the key. */
  readonly secret?: ts.Node;
  /** Further edits for the new address: of the headers, the callee, the imports. */
  edits(asked: Asking): ReadonlyMap<string, readonly TextEdit[]>;
}

/** What the SDK calls an address of the API. */
const PATHS: Readonly<Record<string, Method | undefined>> = {
  'chat/completions': 'chat.completions.create',
  responses: 'responses.create',
  completions: 'completions.create',
  'images/generations': 'images.generate',
  embeddings: 'embeddings.create',
  moderations: 'moderations.create',
  'audio/speech': 'audio.speech.create',
  'audio/transcriptions': 'audio.transcriptions.create',
  'audio/translations': 'audio.translations.create',
  'images/edits': 'images.edit',
};

/** The request that a finding is about, when its payload is in sight. */
export function rawCall(site: Site, workspace: Workspace): RawCall | undefined {
  const facts = workspace.facts(site.file);
  const covers = (item: Site) =>
    item.file === site.file && item.start <= site.start && item.end >= site.end;
  // A finding about the key is one about the request that carries it.
  const carries = facts.keyUses.find(({ origins }) =>
    origins.some((origin) => origin.kind !== 'unknown' && covers(origin.site)),
  )?.start;
  const request = facts.requests.find(
    (item) =>
      item.sdk === 'http' &&
      item.certain &&
      item.provider === 'openai' &&
      (covers(item) || item.start === carries),
  );
  const syntax = workspace.syntax(site.file);
  const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  const method = request && PATHS[request.api.replace(/^\S+ /, '')];
  if (!request || !syntax || !call || !ts.isCallExpression(call) || !method) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const readdressed = (address: ts.Expression, asked: Asking): TextEdit => ({
    start: address.getStart(),
    end: address.getEnd(),
    text: inStyle(asked.address, { quote, semicolons: true }),
  });
  const idleFor = (nodes: readonly ts.Node[]) => {
    const statements = keyStatements(nodes);
    const keys = importedKeys([...nodes, ...statements], syntax, workspace).edits;
    return {
      own: [
        ...statements.map((statement) => lineOf(syntax, statement)),
        ...(keys.get(syntax.path) ?? []),
      ],
      others: [...keys].filter(([file]) => file !== syntax.path),
    };
  };
  const form = formCall(call, syntax);
  if (form) {
    const idle = idleFor([form.address, ...(form.secret ? [form.secret] : [])]);
    return {
      start: request.start,
      syntax,
      method,
      split: form.split,
      edits: (asked) =>
        new Map([
          ...idle.others,
          [
            syntax.path,
            merged(
              [readdressed(form.address, asked), ...form.edits(asked), ...idle.own],
              syntax.text,
            ),
          ],
        ]),
    };
  }
  const parts = partsOf(request, call, syntax, workspace);
  const split = parts && splitPayload(parts.payload);
  if (!parts || !split) return undefined;
  const entries = split.fields.map((field, index) =>
    field.name === split.values[index] ? field.name : `${field.name}: ${split.values[index]}`,
  );
  const idle = idleFor([parts.address, ...(parts.secret ? [parts.secret] : [])]);
  return {
    start: request.start,
    syntax,
    method,
    split,
    edits: (asked) => {
      const more = parts.edits(asked);
      const own = [
        readdressed(parts.address, asked),
        {
          start: parts.payload.getStart(),
          end: parts.payload.getEnd(),
          text: entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}',
        },
        ...split.moved.map((statement) => lineOf(syntax, statement)),
        ...idle.own,
        ...(more.get(syntax.path) ?? []),
      ];
      return new Map([...more, ...idle.others, [syntax.path, merged(own, syntax.text)]]);
    },
  };
}

function partsOf(
  request: RequestFact,
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): Parts | undefined {
  if (call.expression.getText() === 'fetch') return fetchParts(call, syntax);
  if (call.expression.getText() === 'axios' && call.arguments.length === 1)
    return axiosConfigParts(call, syntax);
  return request.api.startsWith('axios ') ? axiosParts(call, syntax, workspace) : undefined;
}

/** `fetch(url, { method, headers, body: JSON.stringify({ … }) })`, the options also in a constant of their own. */
function fetchParts(call: ts.CallExpression, syntax: Syntax): Parts | undefined {
  const [address, init] = call.arguments;
  const options = init && objectOf(init);
  if (!address || !options) return undefined;
  const option = (name: string) =>
    options.properties.find((item) => propertyName(item.name) === name);
  const body = option('body');
  const headers = option('headers');
  const stringify = body && ts.isPropertyAssignment(body) ? unwrap(body.initializer) : undefined;
  const payload =
    stringify &&
    ts.isCallExpression(stringify) &&
    stringify.expression.getText() === 'JSON.stringify' &&
    stringify.arguments[0]
      ? objectOf(stringify.arguments[0])
      : undefined;
  const given =
    headers && ts.isPropertyAssignment(headers)
      ? headers.initializer
      : headers && ts.isShorthandPropertyAssignment(headers)
        ? headers
        : undefined;
  if (!payload || (headers && !given)) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  return {
    payload,
    address,
    ...(given ? { secret: given } : {}),
    edits: (asked) =>
      new Map(
        given
          ? [
              [
                syntax.path,
                [
                  {
                    start: given.getStart(),
                    end: given.getEnd(),
                    text: `${ts.isShorthandPropertyAssignment(given) ? 'headers: ' : ''}${inStyle(headersOf(asked), { quote, semicolons: true })}`,
                  },
                ],
              ],
            ]
          : [],
      ),
  };
}

/** `axios.post(url, { … }, { headers })` and `instance.post('/chat/completions', { … })`. */
function axiosParts(
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): Parts | undefined {
  const callee = unwrap(call.expression);
  const [address, body, config] = call.arguments;
  const payload = body && objectOf(body);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    callee.name.text !== 'post' ||
    !ts.isIdentifier(callee.expression) ||
    !address ||
    !body ||
    !payload
  )
    return undefined;
  const options = config && objectOf(config);
  // Anything but headers, as a timeout or a signal, is the page's own business.
  if (
    config &&
    (!options || !options.properties.every((property) => propertyName(property.name) === 'headers'))
  )
    return undefined;
  const instance = callee.expression;
  const edits = axiosEdits(instance, syntax, workspace);
  if (!edits) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const given = (asked: Asking): TextEdit[] => {
    const text = asked.headers
      ? inStyle(`, { headers: ${headersOf(asked)} }`, { quote, semicolons: true })
      : '';
    return config || text
      ? [{ start: body.getEnd(), end: config?.getEnd() ?? body.getEnd(), text }]
      : [];
  };
  return {
    payload,
    address,
    ...(config ? { secret: config } : {}),
    edits: (asked) =>
      new Map([...edits, [syntax.path, [...given(asked), ...(edits.get(syntax.path) ?? [])]]]),
  };
}

/** `axios({ method: 'post', url, headers, data: { … } })` */
function axiosConfigParts(
  { arguments: [config] }: ts.CallExpression,
  syntax: Syntax,
): Parts | undefined {
  const options = objectOf(config);
  const value = (name: string) => {
    const property = options?.properties.find((item) => propertyName(item.name) === name);
    return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  };
  const [address, data, headers] = [value('url'), value('data'), value('headers')];
  const payload = data && objectOf(data);
  if (
    !options?.properties.every((property) =>
      /^(method|url|headers|data)$/.test(propertyName(property.name) ?? ''),
    ) ||
    !address ||
    !payload ||
    !headers
  )
    return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  return {
    payload,
    address,
    secret: headers,
    edits: (asked) =>
      new Map([
        [
          syntax.path,
          [
            {
              start: headers.getStart(),
              end: headers.getEnd(),
              text: inStyle(headersOf(asked), { quote, semicolons: true }),
            },
          ],
        ],
      ]),
  };
}

/** An object written here, or in a constant that serves this place alone. */
function objectOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  const value = ts.isIdentifier(node) ? singleUse(node)?.initializer : undefined;
  const inner = value && unwrap(value);
  return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}
