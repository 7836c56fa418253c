import ts from 'typescript';
import { lookup } from '../../../analysis/source/scope';
import { walk } from '../../../analysis/source/syntax';
import { callersOf } from './callers';
import { constantCode } from './constantCode';
import type { Sight } from './uses';

/**
 * Whether an address is the same whoever asks: each parameter in it is given one constant by all
 * the callers that there can be.
 */
export function isSameForAll(address: ts.Expression, sight: Sight): boolean {
  let isSame = true;
  walk(address, (node) => {
    const declared = ts.isIdentifier(node) ? lookup(node) : undefined;
    const owner = declared && ts.findAncestor(declared, (item) => !isPartOfPattern(item));
    if (owner && ts.isParameter(owner)) isSame &&= owner === declared && isGivenOne(owner, sight);
  });
  return isSame;
}

function isPartOfPattern(node: ts.Node): boolean {
  return ts.isBindingElement(node) || ts.isBindingName(node);
}

function isGivenOne(parameter: ts.ParameterDeclaration, sight: Sight): boolean {
  const { calls, complete } = callersOf(parameter.parent, sight);
  const index = parameter.parent.parameters.indexOf(parameter);
  const codes = calls.map(({ arguments: given = [] }) => {
    const value = given.some(ts.isSpreadElement)
      ? undefined
      : (given.at(index) ?? parameter.initializer);
    return value && constantCode(value, { sight });
  });
  return complete && codes[0] !== undefined && new Set(codes).size === 1;
}
