import { propertyName } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { memberPath, optionsOf, type Value } from '../values/value';
import { sdkOfClient } from './clients';

/**
 * Whether a call goes through a client whose configuration checks the input before the model sees
 * it.
 */
export function isGuarded(callee: Value, evaluator: Evaluator): boolean {
  const { root } = memberPath(callee);
  const guards = sdkOfClient(root, evaluator)?.row.guards;
  if (!guards || (root.kind !== 'call' && root.kind !== 'instance')) return false;
  const config = root.node?.arguments?.[0];
  // A configuration in a file is taken at its word.
  return (
    config !== undefined &&
    optionsOf(evaluator.evaluate(config, root.frame), 2).some(
      (option) =>
        option.kind !== 'object' ||
        option.node.properties.some((property) =>
          guards.includes((propertyName(property.name) ?? '').toLowerCase()),
        ),
    )
  );
}
