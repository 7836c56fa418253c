import ts from 'typescript';
import type { RequestFact } from '../../../analysis/facts';
import { propertyName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { inStyle } from '../../../edits/inStyle';
import type { Asking } from '../../../routes/route';
import { styleOf } from '../../../edits/style';
import { throughAxios } from './axiosCall';
import { headersOf } from '../page/clientHelper';
import { objectOf } from './objectOf';
import { sentPayload, stringified, type SentPayload } from './sentPayload';
import { writtenValue } from './taking';
import type { TextEdit } from '../../../edits/edit';

/**
 * The parts of a request as it is written, and what stands in their place; `undefined` for a part
 * that goes.
 */
export interface RawParts {
  readonly payload: SentPayload;
  readonly address: ts.Expression;
  /** What carries the key. */
  readonly secret?: ts.Node;
  /** The headers of the instance that sends it. */
  readonly instanceHeaders?: ts.Expression;
  /** Further edits for the new address: of the headers, the callee, the imports. */
  edits(asked: Asking): ReadonlyMap<string, readonly TextEdit[]>;
}

/** What a request sends, where to, and with which headers; `undefined` when it is not in sight. */
export function rawParts(
  { api }: RequestFact,
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): RawParts | undefined {
  const callee = call.expression.getText();
  // Through a helper of the page’s that hands everything on, too.
  if (callee === 'fetch' || api.startsWith('fetch ')) return fetchParts(call, syntax, workspace);
  if (callee === 'axios' && call.arguments.length === 1)
    return axiosConfigParts(call, syntax, workspace);
  if (api.startsWith('HttpClient ')) return httpClientParts(call, syntax, workspace);
  return api.startsWith('axios ') ? axiosParts(call, syntax, workspace) : undefined;
}

/**
 * `fetch(url, { method, headers, body: JSON.stringify({ … }) })`, the options also in a constant of
 * their own.
 */
function fetchParts(
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): RawParts | undefined {
  const [address, init] = call.arguments;
  const options = init && objectOf(init);
  if (!address || !options) return undefined;
  const option = (name: string) =>
    options.properties.find((item) => propertyName(item.name) === name);
  const body = option('body');
  const headers = option('headers');
  const written = writtenValue(body);
  const payload = written && stringified(written, workspace);
  const given =
    headers && ts.isPropertyAssignment(headers)
      ? headers.initializer
      : headers && ts.isShorthandPropertyAssignment(headers)
        ? headers
        : undefined;
  if (!payload || (headers && !given)) return undefined;
  const { path, sourceFile } = syntax;
  const { quote } = styleOf(sourceFile);
  const word = given && ts.isShorthandPropertyAssignment(given) ? 'headers: ' : '';
  const headersEdit = (node: ts.Node, asked: Asking): TextEdit => ({
    start: node.getStart(),
    end: node.getEnd(),
    text: word + inStyle(headersOf(asked), { quote, semicolons: true }),
  });
  return {
    payload,
    address,
    ...(given ? { secret: given } : {}),
    edits: (asked) => new Map(given ? [[path, [headersEdit(given, asked)]]] : []),
  };
}

/** Angular's `this.http.post(url, { … }, { headers })`: the headers carry the key and no more. */
function httpClientParts(
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): RawParts | undefined {
  const callee = unwrap(call.expression);
  const [address, body, config] = call.arguments;
  const payload = body && sentPayload(body, workspace);
  const options = config && objectOf(config);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    callee.name.text !== 'post' ||
    !payload ||
    (config && !options?.properties.every(({ name }) => propertyName(name) === 'headers'))
  )
    return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  return {
    payload,
    address,
    ...(config ? { secret: config } : {}),
    edits: ({ headers }) => {
      const text = headers
        ? inStyle(`, { headers: { ${headers.join(', ')} } }`, { quote, semicolons: true })
        : '';
      const end = config?.getEnd() ?? body.getEnd();
      return new Map([[syntax.path, config || text ? [{ start: body.getEnd(), end, text }] : []]]);
    },
  };
}

/** `axios.post(url, { … }, { headers })` and `instance.post('/chat/completions', { … })`. */
function axiosParts(
  call: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): RawParts | undefined {
  const callee = unwrap(call.expression);
  const [address, body, config] = call.arguments;
  const payload = body && sentPayload(body, workspace);
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
  const through = throughAxios(instance, syntax, workspace);
  if (!through) return undefined;
  const { edits, headers: instanceHeaders } = through;
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
    ...(instanceHeaders ? { instanceHeaders } : {}),
    edits: (asked) =>
      new Map([...edits, [syntax.path, [...given(asked), ...(edits.get(syntax.path) ?? [])]]]),
  };
}

/** `axios({ method: 'post', url, headers, data: { … } })` */
function axiosConfigParts(
  { arguments: [config] }: ts.CallExpression,
  syntax: Syntax,
  workspace: Workspace,
): RawParts | undefined {
  const options = objectOf(config);
  const value = (name: string) => {
    const property = options?.properties.find((item) => propertyName(item.name) === name);
    return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  };
  const [address, data, headers] = [value('url'), value('data'), value('headers')];
  const payload = data && sentPayload(data, workspace);
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
