import ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { propertyName, unwrap } from '../analysis/source/syntax';
import { beginsLine } from '../analysis/source/text';
import { addProperty } from '../edits/addProperty';
import type { TextEdit } from '../edits/edit';
import { indentationAt, indenting } from '../edits/indentation';
import { styleOf } from '../edits/style';
import { sdkOf } from '../models/vendors';
import { isFetched } from './httpStatus';

/**
 * A setting of a request, where its SDK takes it: among the options of the body, or in the argument
 * behind; `undefined` where that is not written in place.
 */
export function settingEdits(
  call: ts.CallExpression,
  request: RequestFact,
  name: string,
  value: string,
): readonly TextEdit[] | undefined {
  const { payload } = sdkOf(request);
  const property = `${name}: ${value}`;
  if (payload.settings === payload.body) return inObject(call.arguments[0], name, property);
  if (payload.body === 'http')
    return isFetched(request) ? inObject(call.arguments[1], name, property) : undefined;
  const at =
    typeof payload.settings === 'number'
      ? payload.settings
      : payload.settings === 'behind-body'
        ? bodyAt(call) + 1
        : 0;
  if (at === 0 || call.arguments.some(ts.isSpreadElement)) return undefined;
  const settings = call.arguments.at(at);
  if (settings) return inObject(settings, name, property);
  return call.arguments.length === at ? addedArgument(call, `{ ${property} }`) : undefined;
}

/** One argument more; where the others take several lines, each gets lines of its own. */
function addedArgument({ arguments: given }: ts.CallExpression, code: string): readonly TextEdit[] {
  const file = given[0].getSourceFile();
  const [start, end] = [given[0].getStart(), given[given.length - 1].getEnd()];
  const isLong = file.text.slice(start, end).includes('\n');
  const isBroken = beginsLine(file.text, start);
  const { lineBreak, indent } = styleOf(file);
  const margin = lineBreak + indentationAt(file.text, start);
  if (isBroken) return [{ start: end, end, text: `,${margin}${code}` }];
  if (!isLong) return [{ start: end, end, text: `, ${code}` }];
  return [
    { start, end: start, text: `${margin}${indent}` },
    ...indenting(given[0].parent, start, end, indent),
    { start: end, end: given.end, text: `,${margin}${indent}${code},${margin}` },
  ];
}

/** The position of the body: the first object that is written there, else the only argument. */
function bodyAt({ arguments: given }: ts.CallExpression): number {
  const written = given.findIndex((item) => ts.isObjectLiteralExpression(unwrap(item)));
  return written >= 0 ? written : given.length === 1 ? 0 : -1;
}

/** A property of an object that is written in place and does not have it. */
function inObject(
  value: ts.Expression | undefined,
  name: string,
  property: string,
): readonly TextEdit[] | undefined {
  const object = value && unwrap(value);
  if (!object || !ts.isObjectLiteralExpression(object) || object.properties.length === 0)
    return undefined;
  return object.properties.some((item) => propertyName(item.name) === name)
    ? undefined
    : [addProperty(object, property)];
}
