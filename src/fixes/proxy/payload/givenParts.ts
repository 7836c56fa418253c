import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { callersOf } from './callers';
import { assignmentTo, outward } from './outward';
import { writtenValue } from './taking';
import { homeOf, usesOf, type Sight } from './uses';

/**
 * What the callers write under a name into the objects that they give to a parameter, or to one
 * that a pattern takes apart: `undefined` where one leaves it out. Nothing where an object is not
 * written out in its place, or a caller may be out of sight.
 */
export function partsGiven(
  owner: ts.Node,
  key: string,
  sight: Sight,
): readonly (ts.Expression | undefined)[] | undefined {
  const objects = objectsGiven(owner, sight);
  const parts = objects?.map((object) => (object ? partOf(object, key) : undefined));
  return parts?.every((part) => part !== 'unknown') ? parts : undefined;
}

/** What an object holds under a name, where that can be read off it. */
function partOf(
  { properties }: ts.ObjectLiteralExpression,
  key: string,
): ts.Expression | 'unknown' | undefined {
  const named = properties.map((item) => propertyName(item.name));
  const [first, ...more] = properties.filter((_, index) => named[index] === key);
  if (named.includes(undefined) || more.length > 0) return 'unknown';
  return first && (writtenValue(first) ?? 'unknown');
}

function objectsGiven(
  owner: ts.Node,
  sight: Sight,
): readonly (ts.ObjectLiteralExpression | undefined)[] | undefined {
  if (ts.isVariableDeclaration(owner)) {
    const held = owner.initializer && unwrap(owner.initializer);
    const home = held && ts.isIdentifier(held) ? homeOf(held, sight) : undefined;
    return home && ts.isParameter(home) ? objectsGiven(home, sight) : undefined;
  }
  if (!ts.isParameter(owner) || owner.dotDotDotToken) return undefined;
  if (ts.isIdentifier(owner.name) && !isOnlyRead(owner, sight)) return undefined;
  const { calls, complete } = callersOf(owner.parent, sight);
  const index = owner.parent.parameters.indexOf(owner);
  const given = calls.map(({ arguments: list = [] }) => {
    const value = list.at(index) ?? owner.initializer;
    const object = value && unwrap(value);
    return list.some(ts.isSpreadElement) || (object && !ts.isObjectLiteralExpression(object))
      ? 'unknown'
      : object;
  });
  return complete && given.every((object) => object !== 'unknown') ? given : undefined;
}

/** Whether nothing writes into what a parameter holds, or hands it on. */
function isOnlyRead(parameter: ts.ParameterDeclaration, sight: Sight): boolean {
  return usesOf(parameter, sight).nodes.every((use) => {
    const place = outward(use).parent;
    if (ts.isVariableDeclaration(place)) return !ts.isIdentifier(place.name);
    if (!ts.isPropertyAccessExpression(place)) return false;
    const around = outward(place).parent;
    return (
      assignmentTo(place) === undefined &&
      !(ts.isCallExpression(around) && around.expression === outward(place))
    );
  });
}
