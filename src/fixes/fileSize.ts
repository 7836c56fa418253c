import ts from 'typescript';
import { lookup, lookupName } from '../analysis/source/scope';
import type { InputCheck } from './inputCheck';
import type { InputPlace } from './inputPlace';
import { namesIn } from './inputOrigin';
import { usesOf } from './requiredText';

/**
 * So many megabytes a recording may have. Source: platform.openai.com/docs, "Speech to text": files
 * are limited to 25 MB. Whatever is longer was never served.
 */
const MEGABYTES = 25;

/** Where a recording goes: other files may be larger. */
const RECORDED: readonly string[] = ['file', 'audio'];

/**
 * The check of an uploaded recording's size, which no request above it got an answer to;
 * `undefined` where it is not certain that the value has a `size`, or that it is a recording.
 */
export function fileSizeCheck(place: InputPlace, part: string): InputCheck | undefined {
  const { name, node, syntax } = place;
  if (!RECORDED.includes(part) || !isTyped(node)) return undefined;
  const word = name.split('.').pop() ?? name;
  const constant = `MAX_${word.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_SIZE`;
  const anchor = syntax.sourceFile.statements[0] ?? syntax.sourceFile;
  const isAsked = usesOf(place).some(isQuestioned);
  return {
    kind: 'any',
    limit: `a file of at most ${MEGABYTES} MB, as the API takes`,
    guard: () => ({
      condition: `${isAsked ? `${name} && ` : ''}${name}.size > ${constant}`,
      message: `Invalid ${word}`,
      constants:
        lookupName(constant, anchor) === undefined
          ? [`const ${constant} = ${MEGABYTES} * 1024 * 1024;`]
          : [],
      imports: [],
    }),
  };
}

/** A variable or parameter that the code itself declares to be a file: `… as File`. */
function isTyped(node: InputPlace['node']): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)))
    return false;
  const cast =
    declaration.initializer && ts.isAsExpression(declaration.initializer)
      ? declaration.initializer.type
      : undefined;
  const type = declaration.type ?? cast;
  return type !== undefined && namesIn(type).some((item) => item === 'File' || item === 'Blob');
}

/** `if (!file)`, `file ? … : …`: it may be missing. */
function isQuestioned(use: ts.Node): boolean {
  const { parent } = use;
  return (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isConditionalExpression(parent) ||
    (ts.isPropertyAccessExpression(parent) && parent.questionDotToken !== undefined)
  );
}
