import ts from 'typescript';
import type { Site } from '../../analysis/host';
import { propertyName, unwrap, type Syntax } from '../../analysis/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { TextEdit } from '../fix';
import { nodeSpanning } from '../nodeAt';
import { styleOf } from '../style';
import { splitPayload, type Split } from './splitPayload';

/** A raw `fetch` of OpenAI in a browser, with the parts that a move to the server changes. */
export interface RawCall {
  readonly syntax: Syntax;
  readonly method: 'chat.completions.create' | 'responses.create';
  readonly split: Split;
  /** The edits that make it ask the own server: its address, its headers, what it sends. The answer is read as before. */
  edits(url: string): TextEdit[];
}

/** The `fetch` that a finding is about, when its payload is written in place; a stream's events would change their form, so it is left alone. */
export function rawCall(site: Site, workspace: Workspace): RawCall | undefined {
  const request = workspace.facts(site.file).requests.find((item) => item.sdk === 'http' && item.certain && item.start <= site.start && item.end >= site.end && item.provider === 'openai');
  const syntax = workspace.syntax(site.file);
  const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  const method = request?.api.endsWith('chat/completions') ? 'chat.completions.create' : request?.api.endsWith(' responses') ? 'responses.create' : undefined;
  if (!syntax || !call || !ts.isCallExpression(call) || call.expression.getText() !== 'fetch' || !method) return undefined;
  const [address, init] = call.arguments;
  const options = init && unwrap(init);
  if (!address || !options || !ts.isObjectLiteralExpression(options)) return undefined;
  const option = (name: string) => options.properties.find((item) => propertyName(item.name) === name);
  const body = option('body');
  const headers = option('headers');
  const stringify = body && ts.isPropertyAssignment(body) ? unwrap(body.initializer) : undefined;
  const payload = stringify && ts.isCallExpression(stringify) && stringify.expression.getText() === 'JSON.stringify' && stringify.arguments[0] ? unwrap(stringify.arguments[0]) : undefined;
  const split = payload && ts.isObjectLiteralExpression(payload) ? splitPayload(payload) : undefined;
  if (!payload || !split || split.streams || (headers && !ts.isPropertyAssignment(headers))) return undefined;
  const { quote } = styleOf(syntax.sourceFile);
  const entries = split.fields.map((field, index) => (field.name === split.values[index] ? field.name : `${field.name}: ${split.values[index]}`));
  return {
    syntax, method, split,
    edits: (url) => [
      { start: address.getStart(), end: address.getEnd(), text: `${quote}${url}${quote}` },
      ...(headers && ts.isPropertyAssignment(headers) ? [{ start: headers.initializer.getStart(), end: headers.initializer.getEnd(), text: `{ ${quote}Content-Type${quote}: ${quote}application/json${quote} }` }] : []),
      { start: payload.getStart(), end: payload.getEnd(), text: entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}' },
    ],
  };
}
