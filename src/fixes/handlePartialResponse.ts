import ts from 'typescript';
import { propertyName, unwrap } from '../analysis/source/syntax';
import { natureOf, sdkOf } from '../models/vendors';
import { inStyle } from '../edits/inStyle';
import type { Finding } from '../rules/rule';
import { requestName } from '../rules/requests';
import { isRefusal, type Fix, type Refusal } from './fix';
import { nodeSpanning } from '../edits/nodeAt';
import { inFile, readingOf, type FileEdit, type Reading } from './partial/reading';
import { stoppingEdits } from './partial/stopping';
import { tellingEdits } from './partial/telling';
import { styleOf } from '../edits/style';
import type { FileChange } from '../edits/edit';
import { indentationAt } from '../edits/indentation';

/** Stops the request when the reader has gone, and tells the reader when the stream breaks off. */
export const handlePartialResponse: Fix = {
  meta: {
    id: 'handle-partial-response',
    summary:
      'Stops the request when the reader leaves, says so in the stream when it breaks off, ' +
      'and in the log when its limit has cut it off.',
    rules: ['unhandled-partial-response'],
    safe: true,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
    const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
    if (!request || !syntax || !call || !ts.isCallExpression(call)) return undefined;
    const reading = readingOf(request, call, syntax, workspace);
    if (!reading) return undefined;
    if (finding.surface === 'browser')
      return {
        reason:
          `what the page shows of ${requestName(request)} is its own to say: catch the failure ` +
          'around the loop, and show that the answer broke off',
      };
    const { variant = '' } = finding;
    const parts = [
      ...(variant.includes('no-abort') ? [stoppingEdits(reading)] : []),
      ...(TELLS.test(variant) ? [tellingEdits(reading)] : []),
      ...(variant.includes('cut-off') ? [lookAtEnd(reading)] : []),
    ];
    const refused = parts.find((part) => isRefusal(part));
    if (refused && isRefusal(refused)) return refused;
    const edits = parts.flatMap((part) => (isRefusal(part) ? [] : part));
    return {
      title: title(finding),
      // What a reader takes for the last word depends on what it reads, and what a stream that stops
      // still does depends on its code: a person decides.
      safe: variant === 'cut-off' || isBareOption(reading, variant),
      ...noteOf(reading, variant),
      changes: () => byFile(edits),
    };
  },
};

/** What an option does when an answer ends it does not do for one that is stopped. */
function noteOf({ call, request }: Reading, variant: string): { readonly note?: string } {
  const { ends, stopped } = sdkOf(request).hearing ?? {};
  const body = call.arguments[0] && unwrap(call.arguments[0]);
  if (!variant.includes('no-abort') || !ends || !stopped || !body) return {};
  const hears =
    ts.isObjectLiteralExpression(body) &&
    body.properties.some((item) => propertyName(item.name) === ends);
  return hears
    ? {
        note:
          `\`${ends}\` does not run for an answer that is stopped: what must happen in any case ` +
          `belongs into \`${stopped}\` too.`,
      }
    : {};
}

const TELLS = /hidden|uncaught|late/;

function byFile(edits: readonly FileEdit[]): FileChange[] {
  const files = [...new Set(edits.map(({ file }) => file))];
  return files.map((file) => ({
    kind: 'edit',
    file,
    edits: edits
      .filter((edit) => edit.file === file)
      .map(({ start, end, text }) => ({ start, end, text })),
  }));
}

/** Settings beside the body, which hears of the end in no option of its own. */
function isBareOption({ call, request }: Reading, variant: string): boolean {
  const { payload } = sdkOf(request);
  const body = call.arguments[0] && unwrap(call.arguments[0]);
  return (
    variant === 'no-abort' &&
    payload.settings === payload.body &&
    body !== undefined &&
    ts.isObjectLiteralExpression(body) &&
    !body.properties.some((item) => propertyName(item.name)?.startsWith('on'))
  );
}

function title({ variant }: Finding): string {
  const stops = variant?.includes('no-abort') ?? false;
  const tells = /hidden|uncaught|late/.test(variant ?? '');
  if (variant === 'cut-off') return 'Say in the log when an answer was cut off';
  return stops && tells
    ? 'Tell the reader when the stream breaks off, and stop when the reader leaves'
    : stops
      ? 'Stop the request when the reader leaves'
      : 'Tell the reader when the stream breaks off';
}

/**
 * A line at the end of the loop that says when the limit of tokens has cut the answer off: what is
 * stored goes on being stored.
 */
function lookAtEnd({ loop, request, readIn }: Reading): readonly FileEdit[] | Refusal {
  const name = requestName(request);
  const { cutOff } = natureOf(request);
  const [declaration] =
    loop && ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations : [];
  const last = loop && ts.isBlock(loop.statement) ? loop.statement.statements.at(-1) : undefined;
  if (!declaration || !ts.isIdentifier(declaration.name) || !last || cutOff === undefined)
    return {
      reason:
        `the pieces of ${name} are read in a way that is not followed here: look at why the ` +
        'answer ended before it is stored',
    };
  const style = styleOf(readIn.sourceFile);
  const isCut = cutOff.replaceAll('{piece}', declaration.name.text);
  const line = inStyle(
    `if (${isCut}) console.warn('The answer was cut off: its limit of tokens is too low.');`,
    style,
  );
  const margin = indentationAt(readIn.text, last.getStart());
  return inFile(readIn, [
    { start: last.getEnd(), end: last.getEnd(), text: `${style.lineBreak}${margin}${line}` },
  ]);
}
