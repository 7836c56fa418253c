import { getNodeValue, parseTree } from 'jsonc-parser';
import type { TextEdit } from '../../../edits/edit';
import { setInJson } from '../../../edits/json';
import type { Framework, Site } from '../../../models/frameworks/framework';
import type { RouteFile, RoutePlace } from '../../../routes/route';
import type { Refusal } from '../../fix';

type ByHand = NonNullable<Site['byHand']>;

/**
 * A route with the edits that list it where its project lists by hand what is built and who answers;
 * the route as it is where the project does not, a reason where it cannot be listed.
 */
export function listedRoute(
  route: RouteFile,
  { site }: Framework,
  read: RoutePlace['read'],
): RouteFile | Refusal {
  const byHand = site?.byHand;
  const text = byHand && read(byHand.file);
  if (!byHand || text === undefined) return route;
  const root = valueIn(text);
  const entry = byHand.entries.find((name) => root?.[name] !== undefined);
  if (entry === undefined) return route;
  const edits = listing(byHand, text, route);
  return edits
    ? { ...route, patches: [...(route.patches ?? []), { file: byHand.file, edits }] }
    : {
        reason:
          `\`${byHand.file}\` lists its \`${entry}\` by hand, so a new file would not be ` +
          'served as a route.',
      };
}

/**
 * The edits that list a route before everything that may lead its address elsewhere. `undefined`
 * where not every entry is a list of objects, or where one may take the file of the route already.
 */
function listing(
  { entries, item, covers }: ByHand,
  text: string,
  { file, url }: RouteFile,
): readonly TextEdit[] | undefined {
  const root = valueIn(text);
  const edits = entries.map((entry) => {
    const list = root?.[entry];
    const isKnown = Array.isArray(list) && list.length > 0 && list.every(isObject);
    return isKnown && !list.some((one) => covers(entry, one, file))
      ? setInJson(text, [entry, 0], item(entry, { file, url }))
      : undefined;
  });
  const known = edits.filter((list) => list !== undefined);
  return known.length === edits.length ? known.flat() : undefined;
}

function valueIn(text: string): Record<string, unknown> | undefined {
  const root = parseTree(text);
  const value: unknown = root && getNodeValue(root);
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
