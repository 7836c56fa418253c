import ts from 'typescript';
import { lookupName } from '../../../analysis/source/scope';
import type { Syntax } from '../../../analysis/source/syntax';
import { inStyle } from '../../../edits/inStyle';
import { isAiSdk, isBytes } from '../../../routes/methods';
import { hasFile } from '../../../routes/upload';
import { isTypeScript } from '../../typescript';
import { styleOf, type ScriptStyle } from '../../../edits/style';
import { cancelOnUnmount } from './cancelOnUnmount';
import type { MovableCall } from '../payload/movableCall';
import { helperText, resultType } from './clientHelper';
import type { PageFile, RoutedCall } from './pageFile';
import { sentEntries } from '../payload/splitPayload';
import type { TextEdit } from '../../../edits/edit';

/**
 * What a file needs to ask the server: functions that do it, and the calls written as calls of
 * them.
 */
export interface AskingFile {
  readonly helpers: readonly string[];
  readonly edits: readonly TextEdit[];
  /** The first of the calls as it is written now. */
  readonly call?: string;
}

/** Calls of one shape share a helper; each shape has one of its own. */
export function askServer(page: PageFile): AskingFile {
  // Calls of one page are told one address.
  const setup = page.own[0]?.asked.setup;
  const helpers: string[] = setup ? [setupText(setup, page.style)] : [];
  const edits: TextEdit[] = [];
  const named = new Map<string, number>();
  let call: string | undefined;
  for (const group of groupsOf(page.own)) {
    const wanted = group[0].call.split.streams ? 'streamFromServer' : 'askServer';
    const index = named.get(wanted) ?? 0;
    named.set(wanted, index + 1);
    const made = helperFor(group, freeName(wanted, page.syntax, index), page);
    call ??= made.call;
    helpers.push(made.text);
    edits.push(...made.edits);
  }
  return { helpers, edits, ...(call === undefined ? {} : { call }) };
}

/** Statements that the address needs, in the style of the page. */
export function setupText(setup: readonly string[], style: ScriptStyle): string {
  return inStyle(setup.join('\n'), style).replaceAll('\n', style.lineBreak);
}

/** Calls that one helper can serve, in the order in which they stand. */
function groupsOf(calls: readonly RoutedCall[]): RoutedCall[][] {
  const groups: RoutedCall[][] = [];
  for (const item of calls) {
    const group = groups.find(([first]) => isAskedAlike(first, item));
    if (group) group.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Whether two calls differ in nothing but the address, the fields and the type of the answer. */
function isAskedAlike(a: RoutedCall, b: RoutedCall): boolean {
  return (
    a.call.split.streams === b.call.split.streams &&
    (a.call.signal === undefined) === (b.call.signal === undefined) &&
    isAiSdk(a.call.method) === isAiSdk(b.call.method) &&
    isBytes(a.call.method) === isBytes(b.call.method) &&
    hasFile(a.call.split.fields) === hasFile(b.call.split.fields) &&
    (a.asked.headers?.join() ?? '') === (b.asked.headers?.join() ?? '')
  );
}

/** The helper of a group, and the calls of the group as calls of it. */
function helperFor(
  group: readonly RoutedCall[],
  name: string,
  { syntax, style, types, readsAnswers }: PageFile,
): { readonly text: string; readonly edits: readonly TextEdit[]; readonly call: string } {
  const [{ call: first, asked }] = group;
  const { streams, fields, format } = first.split;
  const shared = group.length > 1;
  const edits: TextEdit[] = [];
  const codes: string[] = [];
  let cancels = false;
  for (const { call, asked: own } of group) {
    const type =
      types === undefined
        ? undefined
        : resultType({ method: call.method, streams, format: call.split.format, types });
    const grows = call.shown?.grows && call.signal === undefined;
    const cancel = grows ? cancelOnUnmount(call.call, syntax) : undefined;
    cancels ||= cancel !== undefined;
    const code = callCode(
      cancel ? { ...call, signal: cancel.signal } : call,
      name,
      shared ? { address: own.address, type } : undefined,
    );
    codes.push(code);
    edits.push(...(cancel?.edits ?? []), callEdit(call, code, cancel?.before));
  }
  const text = helperText({
    name,
    asked,
    shared,
    method: first.method,
    fields,
    streams,
    format,
    hasSignal: first.signal !== undefined || cancels,
    isQuiet: cancels,
    failsAsAxios: readsAnswers && first.wrapped === true,
    ...style,
    typescript: isTypeScript(syntax),
    ...(types ? { types } : {}),
  });
  return { text, edits, call: codes[0] };
}

/**
 * The call as one of the helper; one that several calls share is told where to ask, and for what.
 */
function callCode(
  { split, signal, syntax }: MovableCall,
  name: string,
  shared?: { readonly address: string; readonly type: string | undefined },
): string {
  const entries = sentEntries(split);
  const body = entries.length > 0 ? [`{ ${entries.join(', ')} }`] : shared ? ['{}'] : [];
  const address = shared ? [inStyle(shared.address, styleOf(syntax.sourceFile))] : [];
  const type = shared?.type === undefined ? '' : `<${shared.type}>`;
  const given = [...address, ...body, ...(signal === undefined ? [] : [signal])];
  return `${name}${type}(${given.join(', ')})`;
}

/** The edit that puts code in the place of a call, with what stands around it. */
function callEdit(
  { call, split, shown, wrapped }: MovableCall,
  code: string,
  before: readonly string[] | undefined,
): TextEdit {
  if (shown) return { start: shown.start, end: shown.end, text: shown.text(code, before) };
  if (wrapped) return wrappedEdit(call, code);
  // The helper of a stream is a generator: there is nothing to await.
  const target: ts.Node = split.streams && ts.isAwaitExpression(call.parent) ? call.parent : call;
  return { start: target.getStart(), end: target.getEnd(), text: code };
}

/** `.data` of what the call gave is still the answer. */
function wrappedEdit(call: ts.CallExpression, code: string): TextEdit {
  const waiting = ts.isAwaitExpression(call.parent) ? call.parent : undefined;
  const target = waiting ?? call;
  return {
    start: target.getStart(),
    end: target.getEnd(),
    text: waiting ? `{ data: await ${code} }` : `${code}.then((data) => ({ data }))`,
  };
}

function freeName(wanted: string, syntax: Syntax, index: number): string {
  const anchor = syntax.sourceFile.statements[0] ?? syntax.sourceFile;
  let name = index > 0 ? `${wanted}${index + 1}` : wanted;
  for (let count = 2; lookupName(name, anchor); count++) name = `${wanted}${count + index}`;
  return name;
}
