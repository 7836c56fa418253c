import ts from 'typescript';
import { referencesTo } from '../../../analysis/source/scope';
import { outward } from './outward';

/** What every promise has, and what a generator has: the own helper gives these too. */
const OF_PROMISES: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);
const OF_GENERATORS: ReadonlySet<string> = new Set(['next', 'return', 'throw']);

/**
 * The first member that the page reads of a call's promise, or of its stream, that the SDK alone
 * gives: `withResponse`, `asResponse`, a stream's `controller`.
 */
export function memberOfSdk(call: ts.CallExpression, streams: boolean): string | undefined {
  const promised = memberRead(call);
  if (promised !== undefined && !OF_PROMISES.has(promised)) return promised;
  if (!streams) return undefined;
  const given = outward(call);
  const kept = given.parent;
  const places =
    ts.isVariableDeclaration(kept) && ts.isIdentifier(kept.name)
      ? referencesTo(kept, kept.name.text)
      : given === call
        ? []
        : [given];
  return places
    .map((place) => memberRead(outward(place)))
    .find((member) => member !== undefined && !OF_GENERATORS.has(member));
}

function memberRead(node: ts.Node): string | undefined {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node
    ? parent.name.text
    : undefined;
}
