import ts from 'typescript';
import { EMPTY, PLAIN, unknown, type Beginning } from './beginnings';
import { constantCode } from './constantCode';
import type { Item } from './items';
import type { Passage } from './listMethods';
import type { Sight } from './uses';
import { INSTRUCTING, PEOPLE } from './words';

/** What a message is when it has passed through all that is done with its list. */
export function judged(item: Item, passages: readonly Passage[], sight: Sight): Beginning {
  let made: ReturnType<Passage> = item;
  for (const passage of passages.toReversed()) {
    const before: Item = made;
    made = passage(before);
    if (made === 'dropped') return EMPTY;
    // It may be left out: nothing is lost when it is what somebody said.
    made ??= isSaid(before) ? before : undefined;
    if (!made) return unknown(item.node);
  }
  if (isSaid(made)) return PLAIN;
  const [role, ...more] = made.words('role') ?? [];
  if (role === undefined || more.length > 0 || !INSTRUCTING.has(role)) return unknown(item.node);
  const code = codeOf(made, passages.length > 0, sight);
  return {
    kind: 'instructed',
    messages: [{ node: item.node, role, ...(code === undefined ? {} : { code }) }],
  };
}

/** Instructions as code of the server's. */
function codeOf(item: Item, isMade: boolean, sight: Sight): string | undefined {
  if (!isMade && ts.isObjectLiteralExpression(item.node)) return constantCode(item.node, { sight });
  const parts = item.names?.map((name) => {
    const code = item.code(name);
    return code === undefined ? undefined : `${name}: ${code}`;
  });
  return parts?.every((part) => part !== undefined) ? `{ ${parts.join(', ')} }` : undefined;
}

/** Whether a message is certainly one of a person, the model or a tool, or of nobody. */
function isSaid(item: Item): boolean {
  return item.words('role')?.every((word) => PEOPLE.has(word) || word === '') ?? false;
}
