import ts from 'typescript';
import { lookup, lookupName } from '../analysis/source/scope';
import { unwrap } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { inStyle } from '../edits/inStyle';
import type { Fix } from './fix';
import { guardEdits, inputPlaces, type InputPlace } from './inputPlace';
import { isRequiredText } from './requiredText';
import { answersByItself, importsByAddress, wantsEveryReturn } from './safe';
import { schemaCheck } from './schemaCheck';
import { schemaMaximum } from './schemaMaximum';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';

const MAX = 4000;
/** What people paste as a whole: documents, code, transcripts. */
const MAX_DOCUMENT = 40_000;
const DOCUMENT =
  /(text|content|document|doc|article|transcript|markdown|html|code|resume|page|description)$/i;
/** A conversation: some fifty turns of that length would be far above it. */
const MAX_LIST = 40_000;

/**
 * Puts the documented check before the request, or before the handler hands the value on: its type
 * and its length, 400 when they are wrong.
 */
export const validateInput: Fix = {
  meta: {
    id: 'validate-input',
    summary:
      'Checks type and length of the input in its handler and answers 400, with the limit as ' +
      'a named constant, by the schema library of the project when it has one; where a schema ' +
      'checks the type, it gets a maximum.',
    rules: ['unvalidated-prompt-input'],
    safe: true,
  },
  plan(finding, workspace) {
    // What a schema checks already needs no second check beside it.
    const schema =
      finding.variant === 'no-maximum' ? schemaMaximum(finding, workspace, maxOf) : undefined;
    if (schema) return schema;
    for (const place of inputPlaces(finding, workspace)) {
      const {
        name,
        syntax: { path: file },
      } = place;
      const list = finding.variant === 'messages' || isUsedAsList(place);
      if (!list && !mayBeText(place)) continue;
      const limit = list
        ? `a list of at most ${MAX_LIST} characters in all`
        : `a text of at most ${maxOf(name)} characters`;
      return {
        safe: !list && isSafeAt(place, workspace),
        title: `Check \`${name}\` ${place.isRequest ? 'before the request' : 'where it comes in'}: ${limit}`,
        changes: () => [{ kind: 'edit', file, edits: edits(place, list, workspace) }],
      };
    }
    return undefined;
  },
};

/**
 * A list may hold pictures, an answer may need the headers of its siblings: there a person has to
 * look.
 */
function isSafeAt(place: InputPlace, workspace: Workspace): boolean {
  return (
    !importsByAddress(place.syntax) &&
    !answersByItself(place.handler) &&
    !wantsEveryReturn(place.syntax, workspace) &&
    isRequiredText(place, workspace.facts(place.syntax.path).requests)
  );
}

function maxOf(name: string): number {
  return DOCUMENT.test(name) ? MAX_DOCUMENT : MAX;
}

const LIST_METHODS =
  'map|flatMap|filter|forEach|at|reduce|find\\w*|some|every|push|pop|shift|unshift|join';

/** Whether the handler treats the value as a list: maps it, looks at its elements. */
function isUsedAsList({ handler, name }: InputPlace): boolean {
  const code = name.replace(/[.$?]/g, '\\$&');
  const uses = [
    String.raw`\b${code}\s*(?:\??\.(?:${LIST_METHODS})\(|\??\.?\[)`,
    String.raw`\.\.\.${code}\b`,
    String.raw`Array\.isArray\(${code}\)`,
  ];
  return new RegExp(uses.join('|')).test(handler.body.getText());
}

/**
 * Words of names that hold numbers, lists or files: demanding a text of them would turn right
 * requests away.
 */
const NO_TEXT = [
  /^age$/i,
  /(count|number|num|amount|size|limit|level|score|price|year|days|duration|temperature|index)$/i,
  /(messages|history|items|list|files?|options|config|settings|[^s]s)$/i,
];

/**
 * Whether the value can be demanded to be a text: it is read off the request as it is, or put
 * together as one.
 */
function mayBeText({ node, name }: InputPlace): boolean {
  const word = name.split('.').pop() ?? '';
  if (NO_TEXT.some((pattern) => pattern.test(word))) return false;
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return true;
  const value = declaration.initializer && unwrap(declaration.initializer);
  if (!value) return false;
  if (ts.isCallExpression(value) || ts.isAwaitExpression(value))
    return /\.(trim|toString|slice|substring|get|text|toLowerCase)\([^)]*\)$|^String\(/.test(
      value.getText(),
    );
  return !(
    ts.isArrayLiteralExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isNewExpression(value)
  );
}

function edits(place: InputPlace, list: boolean, workspace: Workspace): TextEdit[] {
  const { syntax, name } = place;
  const style = styleOf(syntax.sourceFile);
  const word = name.split('.').pop() ?? name;
  const constant = `MAX_${word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_LENGTH`;
  const declaredAs = (as: string) =>
    lookupName(as, syntax.sourceFile.statements[0] ?? syntax.sourceFile);
  const known = declaredAs(constant) !== undefined;
  // The list's elements may have any shape: only its size is sure.
  const check = list ? undefined : schemaCheck(syntax, workspace);
  const wanted = check && `const ${word}Schema = ${inStyle(check.schema(constant), style)}`;
  // Another handler may have the same check already; any other schema of that name is something
  // else.
  const own = declaredAs(`${word}Schema`)?.parent.getText();
  const schema = own === undefined || own === wanted ? `${word}Schema` : `${word}TextSchema`;
  const wrong = check
    ? check.fails(schema, name)
    : list
      ? `!Array.isArray(${name}) || JSON.stringify(${name}).length > ${constant}`
      : `typeof ${name} !== 'string' || ${name}.length > ${constant}`;
  const lines = [
    ...(known ? [] : [`const ${constant} = ${list ? MAX_LIST : maxOf(name)};`]),
    ...(check && declaredAs(schema) === undefined
      ? [`const ${schema} = ${check.schema(constant)};`]
      : []),
  ];
  return guardEdits(place, {
    condition: wrong,
    message: `Invalid ${word}`,
    constants: lines,
    imports: check?.imports ?? [],
  });
}
