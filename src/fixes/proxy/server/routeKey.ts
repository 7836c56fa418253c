import { serviceOf, services } from '../../../models/vendors';
import type { FileChange } from '../../../edits/edit';
import type { Refusal } from '../../fix';

/** The variable that the new routes read a vendor's key from, and the vendor's name. */
export interface RouteKey {
  readonly variable: string;
  readonly vendor: string;
}

/** What routes are written with when nobody else is asked. */
const [first] = services;
export const FIRST_KEY: RouteKey = { variable: first.key.variables[0], vendor: first.vendor };

/**
 * Whose key the routes of a client hold: a gateway's own, so that the first vendor's never goes to
 * its address.
 */
export function routeKeyOf(provider: string): RouteKey {
  const service = serviceOf(provider);
  return service && service.vendor !== FIRST_KEY.vendor
    ? { variable: service.key.variables[0], vendor: service.vendor }
    : FIRST_KEY;
}

/** A text of the routes, with their key in the place of the one that they are written with. */
export function namingKey(text: string, { variable, vendor }: RouteKey): string {
  return variable === FIRST_KEY.variable
    ? text
    : text
        .replaceAll(FIRST_KEY.variable, variable)
        .replaceAll(`The request to ${FIRST_KEY.vendor} failed`, `The request to ${vendor} failed`);
}

/**
 * The files of the routes with their key. A reason where a framework's settings hold it under a name
 * that is not said in them.
 */
export function withRouteKey(
  changes: readonly FileChange[],
  key: RouteKey,
): readonly FileChange[] | Refusal {
  if (key.variable === FIRST_KEY.variable) return changes;
  const named = changes.map((change): FileChange => {
    if (change.kind === 'create') return { ...change, text: namingKey(change.text, key) };
    if (change.kind === 'delete') return change;
    return {
      ...change,
      edits: change.edits.map((edit) => ({ ...edit, text: namingKey(edit.text, key) })),
    };
  });
  const routes = named.filter((change) => change.kind === 'create');
  return routes.some(({ text }) => readsKey(text, key.variable))
    ? named
    : {
        reason:
          `This framework keeps the key in settings that are written for ${FIRST_KEY.vendor}: ` +
          `let a route of yours ask ${key.vendor}, and let the page ask that route.`,
      };
}

/** Whether a text names the variable outside of a comment. */
function readsKey(text: string, variable: string): boolean {
  return text
    .split('\n')
    .some((line) => line.includes(variable) && !line.trimStart().startsWith('//'));
}
