import ts from 'typescript';
import { blankBefore } from '../../analysis/source/text';
import { lookupName } from '../../analysis/source/scope';
import type { Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { FileChange, TextEdit } from '../../edits/edit';
import { beginningOf } from '../../edits/beginning';
import { styleOf } from '../../edits/style';
import type { Refusal } from '../fix';
import { isTypeScript } from '../typescript';
import { askersOf, someAsker, type Asker } from './askers';
import { collected, wholeText } from './collected';
import { readerText } from './readerText';
import { shownPieces } from './shownPieces';

/** How those who ask a route read its stream. */
export interface Callers {
  /** Those that show each piece, and those that wait for the end. */
  readonly shows: number;
  readonly waits: number;
  readonly changes: readonly (FileChange & { readonly kind: 'edit' })[];
}

/**
 * The edits of everyone in the workspace who asks a route, so that they read its stream; a reason
 * where one of them could not go on. `key` is the property that held the text, `own` the modules of
 * the handler and of its registration.
 */
export function callersOf(
  url: string | undefined,
  key: string | undefined,
  own: readonly string[],
  workspace: Workspace,
): Callers | Refusal {
  // What a router is mounted under is not looked for: `/` may be any address.
  const isKnown = url !== undefined && url.length > 1;
  const some = isKnown ? undefined : someAsker(workspace);
  if (some !== undefined)
    return {
      reason:
        `which address the handler answers is not known here, and \`${some}\` asks addresses of a ` +
        'server: let the page read events where it expects the whole answer first',
    };
  const byFile = new Map<string, Asker[]>();
  for (const asker of isKnown ? askersOf(url, own, workspace) : [])
    byFile.set(asker.file, [...(byFile.get(asker.file) ?? []), asker]);
  let shows = 0;
  let waits = 0;
  const changes: (FileChange & { readonly kind: 'edit' })[] = [];
  for (const [file, askers] of byFile) {
    const syntax = workspace.syntax(file);
    const read = askers.map((asker) => syntax && readingOf(asker, key, syntax));
    const left = read.findIndex((item) => item === undefined);
    if (!syntax || left >= 0) return unread(askers[Math.max(left, 0)], workspace);
    const found = read.filter((item) => item !== undefined);
    const isWaiting = found.some(({ waits: late }) => late);
    const helpers = helpersFor(syntax, isWaiting);
    if (helpers === undefined) return unread(askers[0], workspace);
    shows += found.filter(({ waits: late }) => !late).length;
    waits += found.filter(({ waits: late }) => late).length;
    const edits = [...found.map(({ edit }) => edit), ...behindImports(syntax, helpers)];
    changes.push({ kind: 'edit', file, edits });
  }
  return { shows, waits, changes };
}

/** Reads the stream where a body was read: piece by piece where the text is shown, else to its end. */
function readingOf(
  { call }: Asker,
  key: string | undefined,
  syntax: Syntax,
): { readonly edit: TextEdit; readonly waits: boolean } | undefined {
  const shown = call && shownPieces(call, key, syntax);
  if (shown) return { edit: shown, waits: false };
  const edit = call && collected(call, key);
  return edit && { edit, waits: true };
}

function unread({ file, node }: Asker, workspace: Workspace): Refusal {
  const { line } = workspace.lines(file).position(node.getStart());
  return {
    reason:
      `\`${file}\` (line ${line + 1}) asks for the whole answer in a way that is not adapted here: ` +
      'let it read a stream of events first',
  };
}

/** The code of the helpers that a file lacks; `undefined` where their names mean something else. */
function helpersFor(syntax: Syntax, isWaiting: boolean): string[] | undefined {
  const style = styleOf(syntax.sourceFile);
  const [first] = syntax.sourceFile.statements;
  const wanted = [
    ['readPieces', readerText(isTypeScript(syntax), style)],
    ...(isWaiting ? [['readText', wholeText(isTypeScript(syntax), style)]] : []),
  ];
  const lacking: string[] = [];
  for (const [name, code] of wanted) {
    const declared = lookupName(name, first)?.getText();
    if (declared === undefined) lacking.push(code);
    // Another route of the file may have brought the same one.
    else if (!code.endsWith(declared)) return undefined;
  }
  return lacking;
}

/** The helpers stand behind the imports. */
function behindImports(syntax: Syntax, helpers: readonly string[]): TextEdit[] {
  if (helpers.length === 0) return [];
  const style = styleOf(syntax.sourceFile);
  const { sourceFile } = syntax;
  const last = sourceFile.statements.findLast(ts.isImportDeclaration);
  const { at, behind } = last ? { at: last.getEnd(), behind: true } : beginningOf(sourceFile);
  const margin = blankBefore(syntax.text, (last ?? sourceFile.statements[0]).getStart());
  const { lineBreak } = style;
  const text = helpers
    .join('\n\n')
    .replaceAll('\n', `${lineBreak}${margin}`)
    .replaceAll(`${lineBreak}${margin}${lineBreak}`, lineBreak + lineBreak);
  return [
    behind
      ? { start: at, end: at, text: `${lineBreak}${lineBreak}${margin}${text}` }
      : { start: at, end: at, text: `${text}${lineBreak}${lineBreak}${margin}` },
  ];
}
