import type { Reference } from '../../models/reference';
import type { Value } from './value';

/**
 * What a value leads back to, told from the value alone; `undefined` where more has to be looked
 * at, or nothing is known.
 */
export function plainReference(value: Value): Reference | undefined {
  switch (value.kind) {
    case 'external':
      return {
        root: 'package',
        name: value.name,
        path: value.path.filter((name) => name !== 'default' && name !== '*'),
      };
    case 'global': {
      const [name, ...path] = value.name.split('.');
      return { root: 'nobody', name, path };
    }
    case 'parameter':
      return { root: 'unknown', name: value.name, path: [] };
    case 'member':
      return below(plainReference(value.object), value.name);
    case 'call':
      return below(plainReference(value.callee), '()');
    case 'instance':
      return below(plainReference(value.of), '()');
    case 'class':
    case 'function':
    case 'object':
    case 'array':
    case 'text':
    case 'template':
    case 'module':
      return OWN;
    default:
      return undefined;
  }
}

/** Something of the workspace's own. */
export const OWN: Reference = { root: 'own', name: '', path: [] };

/** A member of the workspace's own is not a library's, but what it gives may be anything. */
export function below(owner: Reference | undefined, name: string): Reference | undefined {
  return !owner || owner.root === 'own' ? undefined : { ...owner, path: [...owner.path, name] };
}
