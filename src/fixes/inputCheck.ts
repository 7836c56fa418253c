import ts from 'typescript';
import type { RequestDetail, RequestFact } from '../analysis/facts';
import { lookup, lookupName } from '../analysis/source/scope';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../edits/inStyle';
import { nodeSpanning } from '../edits/nodeAt';
import { styleOf } from '../edits/style';
import { natureOf, sdkOf } from '../models/vendors';
import type { Guard } from './guardEdits';
import { originOf, type InputPlace } from './inputPlace';
import {
  givesTools,
  inputShape,
  isPartOfFile,
  isWholeConversation,
  type InputShape,
} from './inputShape';
import { isComposed, isKeptByRole, isMapped } from './inputOrigin';
import { schemaCheck } from './schemaCheck';
import { shownMaximum } from './shownMaximum';
import { systemMessageOfPage } from './pageMessages';
import { isTypeScript } from './typescript';
import { measured, type Measured } from './withoutFiles';

/** A line or two that somebody types. */
const MAX = 4000;
/** What people paste as a whole: documents, code, transcripts. */
const MAX_DOCUMENT = 40_000;
const DOCUMENTS: readonly string[] = [
  ...['text', 'content', 'document', 'doc', 'article', 'transcript', 'markdown', 'html', 'code'],
  ...['resume', 'page', 'description', 'minutes', 'email', 'letter', 'essay', 'story', 'diff'],
  ...['log', 'logs', 'lyrics', 'report', 'review', 'prompt', 'instructions', 'context', 'plan'],
];
/** Objects, lists and conversations: what Express takes of a body where nothing else is said. */
const MAX_WHOLE = 100_000;

/** What is taken apart before it is searched: a book has as many characters. */
const MAX_WORKED_UP = 1_000_000;

/** A picture, a recording or a file as a data URL: no API takes more in one request. */
const MAX_FILE = 20_000_000;

/** The check of one value. */
export interface InputCheck {
  readonly kind: InputShape['kind'] | 'messages';
  /** What passes, in words. */
  readonly limit: string;
  guard(workspace: Workspace): Guard;
}

/** The most characters of a text, by what its name says of it. */
export function maxOf(name: string): number {
  const word = name.toLowerCase();
  return DOCUMENTS.some((end) => word.endsWith(end)) ? MAX_DOCUMENT : MAX;
}

/**
 * The check that a value gets: it lets through whatever the handler makes sense of today and bounds
 * its length. A reason where the roles of its messages could not be checked without harm.
 */
export function checkOf(
  place: InputPlace,
  flow: RequestDetail['flows'][number],
  request: RequestFact,
  workspace: Workspace,
): InputCheck | { readonly reason: string } {
  const parameters = parametersOn(flow, workspace).filter(
    ({ parent }) => parent !== place.handler.fn,
  );
  const shape = inputShape(place, parameters);
  const shown = shownMaximum(workspace) ?? 0;
  if (place.whole) return itemsCheck(place, request, Math.max(MAX_WHOLE, 5 * shown));
  if (
    isWholeConversation(place, 'messages') ||
    (flow.wholeMessages && (flow.part === 'messages' || shape.kind === 'list'))
  )
    return conversationCheck(place, shape, request, workspace);
  const isObject = shape.kind === 'any' || shape.kind === 'list';
  if (flow.wholeMessages && flow.hasRoles && isObject)
    return itemsCheck(place, request, Math.max(MAX_WHOLE, 5 * shown));
  if (isPartOfFile(place, sdkOf(request).media ?? []))
    return {
      kind: 'any',
      limit: `a text of at most ${MAX_FILE} characters, as pictures and files have`,
      guard: (around) => textGuard(place, shape, MAX_FILE, around),
    };
  const { kind } = natureOf(request);
  // What the model is given as it came may hold pictures.
  if (shape.kind === 'any' && place.isRequest && kind === 'text')
    return itemsCheck(place, request, Math.max(MAX_WHOLE, shown));
  // An API takes a page at a time; who takes a document apart before may be given a whole one.
  if (kind === 'embedding' && !place.isRequest)
    return sizeCheck(place, shape, Math.max(MAX_WORKED_UP, shown));
  const max = isObject || isComposed(place) ? MAX_WHOLE : maxOf(place.name);
  return sizeCheck(place, shape, Math.max(max, shown));
}

/** The check of a list of messages: who may speak in it is as much a matter as how much. */
function conversationCheck(
  place: InputPlace,
  shape: InputShape,
  request: RequestFact,
  workspace: Workspace,
): InputCheck | { readonly reason: string } {
  const shown = shownMaximum(workspace) ?? 0;
  if (isMapped(place))
    return isKeptByRole(place)
      ? sizeCheck(place, { ...shape, kind: 'any' }, Math.max(MAX_WHOLE, shown))
      : {
          reason:
            `what \`${place.name}\` holds is made by another function: check the roles and the ` +
            'length of the list where it comes in',
        };
  const page = systemMessageOfPage(workspace);
  return page === undefined
    ? messagesCheck(place, shape, request, Math.max(MAX_WHOLE, 5 * shown))
    : {
        reason:
          `\`${page}\` sends system messages of its own in \`${place.name}\`: move their text to ` +
          'the server first, then its roles can be checked',
      };
}

/** The check of a value that is no conversation: by its type where that is known, and its length. */
function sizeCheck(place: InputPlace, shape: InputShape, max: number): InputCheck {
  const said = { text: 'a text', printed: 'a value', list: 'a list', any: 'a value' }[shape.kind];
  return {
    kind: shape.kind,
    limit: `${said} of at most ${max} characters${shape.kind === 'list' ? ' in all' : ''}`,
    guard: (around) =>
      shape.kind === 'text' ? textGuard(place, shape, max, around) : sizeGuard(place, shape, max),
  };
}

/** The parameters by which a value goes on its way to a request. */
function parametersOn(
  { steps }: RequestDetail['flows'][number],
  workspace: Workspace,
): ts.ParameterDeclaration[] {
  const found = steps.flatMap(({ file, start, end }) => {
    const syntax = workspace.syntax(file);
    const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
    const name = node && ts.isShorthandPropertyAssignment(node) ? node.name : node;
    const declaration = name && ts.isIdentifier(name) ? lookup(name) : undefined;
    return declaration && ts.isParameter(declaration) ? [declaration] : [];
  });
  return [...new Set(found)];
}

/** A value's last name, its constant, and whether the file has one of that name already. */
function namesOf({ name, syntax }: InputPlace) {
  const word = name.split('.').pop() ?? name;
  const constant = `MAX_${word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_LENGTH`;
  const declared = (other: string) =>
    lookupName(other, syntax.sourceFile.statements[0] ?? syntax.sourceFile);
  return { word, constant, declared };
}

function constantLines({ constant, declared }: ReturnType<typeof namesOf>, max: number): string[] {
  return declared(constant) === undefined ? [`const ${constant} = ${max};`] : [];
}

/** A condition that does not hold for what may be missing. */
function unlessMissing(name: string, { optional }: InputShape, wrong: string): string {
  return optional ? `${name} != null && (${wrong})` : wrong;
}

/** `typeof x !== 'string' || x.length > MAX`, or the same by the project's schema library. */
function textGuard(place: InputPlace, shape: InputShape, max: number, workspace: Workspace): Guard {
  const { name, syntax } = place;
  const names = namesOf(place);
  const { word, constant, declared } = names;
  const check = schemaCheck(syntax, workspace);
  const style = styleOf(syntax.sourceFile);
  const wanted = check && `const ${word}Schema = ${inStyle(check.schema(constant), style)}`;
  // Another handler may have the same check already; any other schema of that name is something
  // else.
  const own = declared(`${word}Schema`)?.parent.getText();
  const schema =
    own === undefined || `const ${own}` === wanted || own === wanted
      ? `${word}Schema`
      : `${word}TextSchema`;
  const wrong = check
    ? check.fails(schema, name)
    : `typeof ${name} !== 'string' || ${name}.length > ${constant}`;
  return {
    condition: unlessMissing(name, shape, wrong),
    message: `Invalid ${word}`,
    constants: [
      ...constantLines(names, max),
      ...(check && declared(schema) === undefined
        ? [`const ${schema} = ${check.schema(constant)};`]
        : []),
    ],
    imports: check?.imports ?? [],
  };
}

/** What is no text is measured as it is written: as JSON, or as it is printed. */
function sizeGuard(place: InputPlace, shape: InputShape, max: number): Guard {
  const { name } = place;
  const names = namesOf(place);
  const { word, constant } = names;
  const wrong =
    shape.kind === 'list'
      ? unlessMissing(
          name,
          shape,
          `!Array.isArray(${name}) || JSON.stringify(${name}).length > ${constant}`,
        )
      : shape.kind === 'printed'
        ? `String(${name} ?? '').length > ${constant}`
        : `JSON.stringify(${name} ?? '').length > ${constant}`;
  return {
    condition: wrong,
    message: `Invalid ${word}`,
    constants: constantLines(names, max),
    imports: [],
  };
}

/**
 * A conversation: its roles, so that nobody writes instructions, and the length of its texts.
 * Pictures, recordings and files among its parts are left out of that: any photo is longer.
 */
function messagesCheck(
  place: InputPlace,
  shape: InputShape,
  request: RequestFact,
  max: number,
): InputCheck {
  const { name } = place;
  const names = namesOf(place);
  const { word, constant } = names;
  const roles = ['user', 'assistant', ...(givesTools(place) ? ['tool'] : [])];
  const allowed = `[${roles.map((role) => `'${role}'`).join(', ')}]`;
  const { size, constants } = sizeOf(place, request, name);
  const isUntyped = isTypeScript(place.syntax) && isReadOfAny(place.node);
  const message = isUntyped ? '(message: { role?: string } | null)' : '(message)';
  const role = isUntyped ? "message?.role ?? ''" : 'message?.role';
  return {
    kind: 'messages',
    limit: `a list of messages of people and the model, with texts of at most ${max} characters in all`,
    guard: () => ({
      condition: unlessMissing(
        name,
        shape,
        `!Array.isArray(${name}) || ${name}.some(${message} => !${allowed}.includes(${role})) || ` +
          `${size} > ${constant}`,
      ),
      message: `Invalid ${word}`,
      constants: [...constantLines(names, max), ...constants],
      imports: [],
    }),
  };
}

/**
 * What a request takes as a text or as a list of items, calls of tools among them: only its size is
 * bounded.
 */
function itemsCheck(place: InputPlace, request: RequestFact, max: number): InputCheck {
  const { name } = place;
  const names = namesOf(place);
  const { size, constants } = sizeOf(place, request, `${name} ?? ''`);
  return {
    kind: 'any',
    limit: `a text or items of at most ${max} characters in all`,
    guard: () => ({
      condition: `${size} > ${names.constant}`,
      message: `Invalid ${names.word}`,
      constants: [...constantLines(names, max), ...constants],
      imports: [],
    }),
  };
}

/** What is read of a value of any type has any type itself, whatever was asked of it before. */
function isReadOfAny(node: InputPlace['node']): boolean {
  const declaration = ts.isPropertyAccessExpression(node) ? originOf(node) : undefined;
  const isTyped =
    declaration &&
    (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) &&
    declaration.type;
  return declaration !== undefined && !isTyped;
}

function sizeOf(place: InputPlace, request: RequestFact, value: string): Measured {
  return measured(value, sdkOf(request), {
    typed: isTypeScript(place.syntax),
    has: namesOf(place).declared('withoutFiles') !== undefined,
  });
}
