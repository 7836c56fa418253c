import ts from 'typescript';
import type { Site } from '../../../analysis/source/host';
import { pathOf, unwrap, type Syntax } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { inStyle } from '../../../edits/inStyle';
import { insertAfterImports } from '../../../edits/insertAfterImports';
import { needsModel, OWN_BASE, type Method } from '../../../routes/methods';
import { isRefusal, type Refusal } from '../../fix';
import type { Asking } from '../../../routes/route';
import { removeStatement } from '../../../edits/removeStatement';
import { nodeSpanning } from '../../../edits/nodeAt';
import { styleOf } from '../../../edits/style';
import { serviceOf } from '../../../models/vendors';
import { ELSEWHERE } from '../refusals';
import { isSameForAll } from './addressGiven';
import { passedOnAt, type PassedOn } from './passedOn';
import { requestOf, routeMethod } from './rawRequest';
import { quoted } from './constantCode';
import { formCall, type FormCall } from './formCall';
import { headerOptions } from './headerOptions';
import { setupText } from '../page/askServer';
import { heldKeyEdits } from '../page/heldKeys';
import { idleFields } from '../page/idleFields';
import { answerReads } from '../page/answerReads';
import { callersEdits, listEdits, within } from '../page/callersEdits';
import { goingWith, type GoingAlong } from '../page/goingAlong';
import { importedKeys } from '../page/importedKeys';
import { importsOfTypes } from '../page/importsOfTypes';
import { keyStatements } from '../page/keyStatements';
import { rawParts, type RawParts } from './rawParts';
import { sentEntries, splitPayload, type Split } from './splitPayload';
import type { TextEdit } from '../../../edits/edit';
import { mergeEdits } from '../../../edits/mergeEdits';

/** A raw HTTP request to OpenAI in a browser, with what a move to the server changes. */
export interface RawCall {
  /** Where the request begins. */
  readonly start: number;
  readonly syntax: Syntax;
  readonly method: Method;
  /** Whom it asks. */
  readonly provider: string;
  readonly split: Split;
  /** What carries the key to the request, and goes with it. */
  readonly carriers: readonly ts.Node[];
  /**
   * What the server's client is made with for the address and the headers of the request, a
   * property a line.
   */
  readonly options: readonly string[];
  /**
   * The edits, by file, that make it ask the own server: its address, its headers, what it sends.
   * The answer is read as before.
   */
  edits(asked: Asking): ReadonlyMap<string, readonly TextEdit[]>;
}

/** The address of a route as it stands in a page. */
export function addressIn({ address }: Asking, { sourceFile }: Syntax): string {
  const { quote } = styleOf(sourceFile);
  return inStyle(address, { quote, semicolons: true });
}

/** The request that a finding is about, when its payload is in sight. */
export function rawCall(site: Site, workspace: Workspace): RawCall | Refusal | undefined {
  const asked = askedAt(site, workspace) ?? passedOnAt(site, workspace);
  const syntax = workspace.syntax(site.file);
  const method = asked && routeMethod(asked.request);
  if (!asked || !syntax || !method) return undefined;
  const { call, fetching = call, request } = asked;
  const reads = answerReads([call, fetching], workspace);
  if (reads) return reads;
  const { start, base, provider } = request;
  const options = base === undefined || base === OWN_BASE ? [] : [`baseURL: ${quoted(base)},`];
  const found = { start, syntax, method, provider, options };
  const form = formCall(call, syntax, workspace);
  const parts = form ? undefined : rawParts(request, call, syntax, workspace);
  const address = (form ?? parts)?.address;
  if (address && !isSameForAll(address, workspace)) return ELSEWHERE;
  const moved: RawCall | Refusal | undefined = form
    ? { ...found, split: form.split, ...movedForm(form, syntax, workspace) }
    : writtenCall(found, parts, workspace);
  return base === undefined && moved && !isRefusal(moved) ? ELSEWHERE : moved;
}

/** The request that stands at a place. */
function askedAt(site: Site, workspace: Workspace): PassedOn | undefined {
  const request = requestOf(site, workspace.facts(site.file));
  const syntax = workspace.syntax(site.file);
  const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
  const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
  return request && call && ts.isCallExpression(call) ? { request, call } : undefined;
}

/** A request whose payload is an object. */
function writtenCall(
  found: Omit<RawCall, 'split' | keyof Moved>,
  parts: RawParts | undefined,
  workspace: Workspace,
): RawCall | Refusal | undefined {
  if (!parts) return undefined;
  const { method, provider, syntax } = found;
  const { object, added } = parts.payload;
  const split = splitPayload(object, workspace, { method, added });
  if (isRefusal(split)) return split;
  if (needsModel(method) && !split.payload.some((line) => /^model\b/.test(line))) return NO_MODEL;
  const credits = serviceOf(provider)?.creditHeaders ?? [];
  const options = headerOptions([parts.secret, parts.instanceHeaders], credits, workspace);
  if ('reason' in options) return options;
  return {
    ...found,
    split,
    options: [...found.options, ...options],
    ...movedPayload(parts, split, syntax, workspace),
  };
}

const NO_MODEL: Refusal = {
  reason: 'What this request sends names no model, which a route of today’s SDK has to be told.',
};

/** What goes with the key of a request, and the edits of its page. */
type Moved = Pick<RawCall, 'carriers' | 'edits'>;

/** A form keeps its entries but for those that the server has now. */
function movedForm(form: FormCall, syntax: Syntax, workspace: Workspace): Moved {
  const idle = idleEdits(form, syntax, workspace);
  const edits: Moved['edits'] = (asked) => {
    const own = [
      ...setUp(asked, syntax),
      readdressed(form.address, asked, syntax),
      ...form.edits(asked),
      ...idle.own,
    ];
    return new Map([...idle.others, [syntax.path, mergeEdits(own, syntax.text)]]);
  };
  return { carriers: idle.carriers, edits };
}

/** In place of the payload stands what the server has not. */
function movedPayload(parts: RawParts, split: Split, syntax: Syntax, workspace: Workspace): Moved {
  const { payload, address } = parts;
  const entries = sentEntries(split);
  const text = entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
  const home = workspace.syntax(pathOf(payload.object)) ?? syntax;
  const isHere = home === syntax;
  const idle = idleEdits(parts, syntax, workspace, isHere ? split.imported : []);
  const abroad = isHere ? new Map() : importedKeys([], home, workspace, split.imported, true).edits;
  const edits: Moved['edits'] = (asked) =>
    together(workspace, [
      new Map([
        [syntax.path, [...setUp(asked, syntax), readdressed(address, asked, syntax), ...idle.own]],
      ]),
      new Map([
        [
          home.path,
          [
            ...replacedPayload(payload.object, text, home),
            ...[...split.moved, ...payload.statements].map((item) => removeStatement(home, item)),
          ],
        ],
      ]),
      payload.types,
      split.renamed,
      parts.edits(asked),
      abroad,
      idle.others,
    ]);
  return { carriers: idle.carriers, edits };
}

/** Edits of several causes, file by file. */
function together(
  workspace: Workspace,
  causes: readonly ReadonlyMap<string, readonly TextEdit[]>[],
): Map<string, readonly TextEdit[]> {
  const files = new Set(causes.flatMap((edits) => [...edits.keys()]));
  return new Map(
    [...files].map((file) => [
      file,
      mergeEdits(
        causes.flatMap((edits) => edits.get(file) ?? []),
        workspace.text(file) ?? '',
      ),
    ]),
  );
}

/**
 * What is sent in place of a payload, without the type that only the payload had: of the constant
 * that holds it, or in an assertion.
 */
function replacedPayload(payload: ts.Expression, text: string, { sourceFile }: Syntax): TextEdit[] {
  let whole: ts.Node = payload;
  while (
    ts.isAsExpression(whole.parent) ||
    ts.isSatisfiesExpression(whole.parent) ||
    ts.isTypeAssertionExpression(whole.parent) ||
    ts.isParenthesizedExpression(whole.parent)
  )
    whole = whole.parent;
  const { parent } = whole;
  const replaced = { start: whole.getStart(), end: whole.getEnd(), text };
  if (!ts.isVariableDeclaration(parent) || !parent.type) return [replaced];
  const { name, type } = parent;
  return [
    { start: name.getEnd(), end: type.getEnd(), text: '' },
    replaced,
    ...importsOfTypes(sourceFile, [type]),
  ];
}

/** What the address needs above the request. */
function setUp({ setup }: Asking, syntax: Syntax): TextEdit[] {
  return setup ? [insertAfterImports(syntax, setupText(setup, styleOf(syntax.sourceFile)))] : [];
}

function readdressed(address: ts.Expression, asked: Asking, syntax: Syntax): TextEdit {
  return {
    start: address.getStart(),
    end: address.getEnd(),
    text: addressIn(asked, syntax),
  };
}

/**
 * What only the old address and the key have needed goes: in this file, and in those that it
 * imports from.
 */
function idleEdits(
  { address, secret }: Pick<RawParts, 'address' | 'secret'>,
  syntax: Syntax,
  workspace: Workspace,
  read: readonly ts.Node[] = [],
): {
  readonly carriers: readonly ts.Node[];
  readonly own: readonly TextEdit[];
  readonly others: ReadonlyMap<string, readonly TextEdit[]>;
} {
  const gone = [address, ...(secret ? [secret] : [])];
  const along = goingFrom(gone, secret, workspace);
  const { sourceFile: file, path } = syntax;
  const lists = listEdits(along, gone);
  const statements = within(file, along.servants);
  const left = [...gone, ...statements, ...within(file, along.handed.values)];
  const keys = importedKeys(left, syntax, workspace, read, true).edits;
  const lines = [...statements, ...idleFields([...gone, ...statements])].map((item) =>
    removeStatement(syntax, item),
  );
  const isPage = (other: ts.SourceFile) => other === file;
  const others = together(workspace, [keys, callersEdits(along, lists, isPage, workspace)]);
  others.delete(path);
  const carriers = [...gone, ...statements];
  return {
    carriers: secret ? [secret, ...statements] : [],
    own: [
      ...lines,
      ...along.opened.flatMap((item) => item.edits()),
      ...(lists.get(file) ?? []),
      ...heldKeyEdits(carriers, syntax),
      ...(keys.get(path) ?? []),
    ],
    others,
  };
}

/**
 * What goes with the address and the key of a request; of what cannot be followed to all callers,
 * what its own file has for it.
 */
function goingFrom(
  gone: readonly ts.Node[],
  secret: ts.Node | undefined,
  workspace: Workspace,
): GoingAlong {
  const whole = goingWith(gone, workspace);
  if (!isRefusal(whole)) return whole;
  const { statements, opened } = keyStatements(gone);
  const own = secret ? goingWith([secret], workspace) : whole;
  if (isRefusal(own))
    return { servants: statements, opened, handed: { parameters: [], values: [] } };
  return { ...own, servants: [...new Set([...statements, ...own.servants])], opened };
}
