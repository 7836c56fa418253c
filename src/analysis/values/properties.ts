import ts from 'typescript';
import { propertyName } from '../source/syntax';

/** The properties of an object literal, found by name. */
export interface Properties {
  /** In source order: those of the name, and what is spread into the object and may have it. */
  mayBe(name: string): readonly ts.ObjectLiteralElementLike[];
  /** The first of the name. */
  first(name: string): ts.ObjectLiteralElementLike | undefined;
}

export function propertiesOf(node: ts.ObjectLiteralExpression): Properties {
  const named = new Map<string, ts.ObjectLiteralElementLike[]>();
  const spreads: ts.ObjectLiteralElementLike[] = [];
  for (const item of node.properties) {
    const name = propertyName(item.name);
    if (ts.isSpreadAssignment(item)) spreads.push(item);
    else if (name !== undefined) {
      const known = named.get(name);
      if (known) known.push(item);
      else named.set(name, [item]);
    }
  }
  return {
    first: (name) => named.get(name)?.[0],
    mayBe(name) {
      const found = named.get(name) ?? [];
      return spreads.length === 0 ? found : [...spreads, ...found].sort((a, b) => a.pos - b.pos);
    },
  };
}
