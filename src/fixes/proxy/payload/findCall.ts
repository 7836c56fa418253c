import ts from 'typescript';
import type { Site } from '../../../analysis/source/host';
import { referencesTo } from '../../../analysis/source/scope';
import { dottedName, propertyName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { isRefusal, type Refusal } from '../../fix';
import { isMethod, V3_METHODS, type Method } from '../../../routes/methods';
import { nodeSpanning } from '../../../edits/nodeAt';
import { aiSdkCall } from './aiSdkCall';
import { completedObject, type CompletedObject } from './completedObject';
import { constantCode } from './constantCode';
import { HOLDERS } from './words';
import type { MovableCall } from './movableCall';
import { isStraight } from './filledList';
import { singleUse } from './movedStatements';
import { objectOf } from './objectOf';
import { memberOfSdk } from './sdkMembers';
import { splitPayload } from './splitPayload';
import { writtenValue } from './taking';
import type { Sight } from './uses';

/**
 * The call at a place; a reason when a part of its payload can neither move nor be checked on the
 * server, `undefined` when the call is none of those that have a route.
 */
export function movableCallAt(site: Site, workspace: Workspace): MovableCall | Refusal | undefined {
  const syntax = workspace.syntax(site.file);
  const node = syntax && nodeSpanning(syntax.sourceFile, site.start, site.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  if (!syntax || !call || !ts.isCallExpression(call)) return undefined;
  const names = dottedName(call.expression);
  return names?.length === 1 && (names[0] === 'generateText' || names[0] === 'streamText')
    ? aiSdkCall(syntax, call, names[0], workspace)
    : clientCall(syntax, call, workspace);
}

/** `openai.chat.completions.create({ … }, { signal })` and its like. */
function clientCall(
  syntax: Syntax,
  call: ts.CallExpression,
  workspace: Workspace,
): MovableCall | Refusal | undefined {
  const asked = methodOf(call);
  const [payload, options] = call.arguments;
  const written = payload && writtenPayload(payload);
  const split =
    written &&
    splitPayload(written.object, workspace, { method: asked?.method, added: written.added });
  const given = optionsOf(options, workspace);
  if (!asked || !split || !given) return undefined;
  if (isRefusal(split)) return split;
  const member = memberOfSdk(call, split.streams || asked.isHelper);
  if (member !== undefined)
    return {
      reason: `The page uses \`${member}\` of what the SDK gives, which an own server has not.`,
    };
  const { receiver, method, isHelper, isOld } = asked;
  return {
    syntax,
    call,
    receiver,
    method,
    split: {
      ...split,
      moved: [...split.moved, ...written.statements],
      ...(isHelper ? { streams: true, payload: [...split.payload, 'stream: true,'] } : {}),
    },
    options: given.lines,
    ...(given.signal === undefined ? {} : { signal: given.signal }),
    ...(isOld ? { wrapped: true } : {}),
  };
}

/** A payload as it is written: in place, in a constant, or completed statement by statement. */
function writtenPayload(payload: ts.Expression): CompletedObject | undefined {
  const isNamed = ts.isIdentifier(unwrap(payload));
  const holder = isNamed ? holderOf(payload) : undefined;
  if (isNamed && !holder) return completedObject(payload);
  const object = objectOf(payload);
  return object && { object, added: [], statements: holder ? [holder] : [] };
}

/**
 * The statement of a payload that has a name, when nothing happens between it and the call: it goes
 * with the payload.
 */
function holderOf(payload: ts.Expression): ts.VariableStatement | undefined {
  const name = unwrap(payload);
  const declaration = ts.isIdentifier(name) ? singleUse(name) : undefined;
  const statement = declaration?.parent.parent;
  if (!statement || !ts.isVariableStatement(statement)) return undefined;
  const { parent: block } = statement;
  return (ts.isBlock(block) || ts.isSourceFile(block)) && isStraight(statement, [], payload, block)
    ? statement
    : undefined;
}

/** What a call asks of its client, by the current names. */
interface AskedMethod {
  readonly receiver: ts.Expression;
  readonly method: Method;
  /** It is `.stream(…)`, which streams without being told. */
  readonly isHelper: boolean;
  /** It is written as for version 3 of the SDK. */
  readonly isOld: boolean;
}

/**
 * `undefined` for methods without a route, and where the code around the call needs more than its
 * answer.
 */
function methodOf(call: ts.CallExpression): AskedMethod | undefined {
  const { receiver, path } = reached(call.expression);
  const helper = /^(?:beta\.)?(chat\.completions)\.stream$/.exec(path.join('.'))?.[1];
  const written = helper === undefined ? path.join('.') : `${helper}.create`;
  const old = V3_METHODS[written];
  const method = old ?? written;
  if (!isMethod(method)) return undefined;
  if (helper !== undefined && !isOnlyRead(call)) return undefined;
  return { receiver, method, isHelper: helper !== undefined, isOld: old !== undefined };
}

/**
 * Whether nothing of what `.stream(…)` gives is used but its pieces: `for await (const chunk of
 * stream)`.
 */
function isOnlyRead(call: ts.CallExpression): boolean {
  const at = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const isRead = (node: ts.Node) =>
    ts.isForOfStatement(node.parent) && node.parent.expression === node;
  const kept = at.parent;
  return (
    isRead(at) ||
    (ts.isVariableDeclaration(kept) &&
      ts.isIdentifier(kept.name) &&
      !kept.type &&
      referencesTo(kept, kept.name.text).every(isRead))
  );
}

/**
 * What a method is called on, and the names behind it: `this.openai` or `openai.current`, and
 * `chat`, `completions`, `create`.
 */
function reached(callee: ts.Expression): {
  readonly receiver: ts.Expression;
  readonly path: readonly string[];
} {
  const path: string[] = [];
  let receiver = unwrap(callee);
  while (
    ts.isPropertyAccessExpression(receiver) &&
    receiver.expression.kind !== ts.SyntaxKind.ThisKeyword &&
    !(HOLDERS.has(receiver.name.text) && ts.isIdentifier(unwrap(receiver.expression)))
  ) {
    path.unshift(receiver.name.text);
    receiver = unwrap(receiver.expression);
  }
  return { receiver, path };
}

/** How a request is made, by the options that a call is given. */
interface CallOptions {
  /** The abort signal, as code. */
  readonly signal?: string;
  /** What the server's client is told in its place, a property a line. */
  readonly lines: readonly string[];
}

/** Options of a call that a client has too. */
const OF_CLIENTS: ReadonlySet<string> = new Set(['timeout', 'maxRetries']);

/** The options of a call; `undefined` when there are others, or such as the server cannot know. */
function optionsOf(options: ts.Expression | undefined, sight: Sight): CallOptions | undefined {
  const object = options && unwrap(options);
  if (!object) return { lines: [] };
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  let signal: string | undefined;
  const lines: string[] = [];
  for (const property of object.properties) {
    const name = propertyName(property.name);
    const value = writtenValue(property);
    if (name === undefined || !value) return undefined;
    if (name === 'signal') {
      signal = value.getText();
      continue;
    }
    const code = OF_CLIENTS.has(name) ? constantCode(value, { sight }) : undefined;
    if (code === undefined) return undefined;
    lines.push(`${name}: ${code},`);
  }
  return { lines, ...(signal === undefined ? {} : { signal }) };
}
