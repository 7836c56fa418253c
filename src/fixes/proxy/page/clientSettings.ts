import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Client } from '../../../models/sdk';
import type { Refusal } from '../../fix';
import { constantCode } from '../payload/constantCode';
import { objectOf } from '../payload/objectOf';
import type { Sight } from '../payload/uses';

/**
 * What a client is made with beside its key, as the server writes it: the address of a gateway, the
 * organisation, how often it tries again. A reason where a server could not have it.
 */
export function clientSettings(
  node: ts.NewExpression | ts.CallExpression,
  { keys, browserFlag }: Pick<Client, 'keys' | 'browserFlag'>,
  sight: Sight,
): readonly string[] | Refusal {
  const [argument] = node.arguments ?? [];
  if (!argument) return [];
  const options = objectOf(argument);
  // Version 3 has its key in an object of its own, and nothing else that a route needs.
  if (!options) return [];
  const settings: string[] = [];
  for (const property of options.properties) {
    const name = propertyName(property.name);
    if (name !== undefined && (keys.includes(name) || name === browserFlag)) continue;
    const code =
      name !== undefined && ts.isPropertyAssignment(property)
        ? constantCode(unwrap(property.initializer), { sight })
        : undefined;
    if (code === undefined)
      return {
        reason: `The client is made with \`${shown(property)}\`, which a server cannot take over.`,
      };
    settings.push(`${name}: ${code}`);
  }
  return settings;
}

function shown(property: ts.ObjectLiteralElementLike): string {
  const text = property.getText().replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
