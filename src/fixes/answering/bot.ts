import ts from 'typescript';
import { enclosing } from '../../analysis/calls/positions';
import { propertyName, unwrap, walk } from '../../analysis/source/syntax';
import { botReplies, type BotReply } from '../../models/answerWays';
import { bots } from '../../models/libraries/bots';
import type { Answering, Asked } from './answering';
import { isKnownAt } from './names';
import { clauseAround } from './said';
import { packagesOf } from './usesPackage';

/**
 * A bot's handler answers in the chat, as it does elsewhere: `message.reply('…')`,
 * `bot.sendMessage(chatId, '…')`. A status it has none.
 */
export function botAnswer(asked: Asked): Answering | undefined {
  const { fn } = asked;
  const [first] = fn.parameters;
  if (!first || !packagesOf(fn.getSourceFile()).some((name) => PACKAGES.has(name)))
    return undefined;
  const model = modelOf(asked);
  if (!model) return undefined;
  return {
    unseen: true,
    answer: (_status, message) => [`${codeOf(model, message)};`, 'return;'],
  };
}

/** What a module may import to be a bot's. */
const PACKAGES: ReadonlySet<string> = new Set(bots.flatMap(({ packages }) => packages ?? []));

interface Reply {
  readonly call: ts.CallExpression;
  readonly row: BotReply;
}

/** The answer to write alike: one of the same `catch`, else one whose names are known at the place. */
function modelOf({ fn, body, at }: Asked): Reply | undefined {
  const replies: Reply[] = [];
  const begun = new Set<string>();
  walk(body, (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const name = node.expression.name.text;
    if (node.getEnd() <= at.getStart() && enclosing(node) === fn) begun.add(name);
    const row = botReplies.find((item) => item.name === name);
    const said = row && node.arguments.at(row.text);
    const isFit = row && said && node.arguments.length > row.text && says(node, said);
    if (isFit && isKnown(node, row, at, fn)) replies.push({ call: node, row });
  });
  const edits = replies.filter(({ row }) => row.after?.some((name) => begun.has(name)));
  if (edits.length > 0) return edits[0];
  const fresh = replies.filter(({ row }) => row.after === undefined);
  // Whoever edits an answer has one in mind: a second one would fail.
  if (fresh.length < replies.length && begun.has('deferReply')) return undefined;
  const clause = clauseAround(at);
  return (
    fresh.find(({ call }) => clause && call.pos >= clause.pos && call.end <= clause.end) ?? fresh[0]
  );
}

/**
 * Whether a text may stand where an answer has what it says: `reply({ to, body })` takes an object
 * of its own, and a function of the module's takes what it is given here.
 */
function says({ expression }: ts.CallExpression, said: ts.Expression): boolean {
  const value = unwrap(said);
  if (ts.isObjectLiteralExpression(value)) return contentOf(value) !== undefined;
  const isOwn =
    ts.isPropertyAccessExpression(expression) &&
    expression.expression.kind === ts.SyntaxKind.ThisKeyword;
  return !isOwn || ts.isStringLiteralLike(value) || ts.isTemplateExpression(value);
}

function contentOf({ properties }: ts.ObjectLiteralExpression): ts.Node | undefined {
  return properties.find((item) => propertyName(item.name) === 'content');
}

/** Whether all but the text of an answer means at a place what it means where it stands. */
function isKnown(
  { expression, arguments: given }: ts.CallExpression,
  { text }: BotReply,
  at: ts.Node,
  fn: ts.FunctionLikeDeclaration,
): boolean {
  return [expression, ...given.filter((_, index) => index < text)].every((part) =>
    isKnownAt(part, at, fn),
  );
}

function codeOf({ call, row }: Reply, message: string): string {
  const said = call.arguments.at(row.text);
  const object = said && unwrap(said);
  const text =
    object && ts.isObjectLiteralExpression(object) && contentOf(object)
      ? `{ content: '${message}' }`
      : `'${message}'`;
  const before = call.arguments.slice(0, row.text).map((item) => `${item.getText()}, `);
  return `await ${call.expression.getText()}(${before.join('')}${text})`;
}
