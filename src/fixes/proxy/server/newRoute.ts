import type { Package } from '../../../analysis/source/packages';
import { join } from '../../../analysis/source/paths';
import type { Workspace } from '../../../analysis/workspace';
import { checkedOutcome } from '../../checkChanges';
import { isRefusal, type Outcome, type Plan } from '../../fix';
import { isVersion3 } from '../../sdkVersion';
import { styleOf } from '../../../edits/style';
import { routesFor } from './placeRoutes';
import { envPlaces, routeChanges } from './routeChanges';
import { envChanges } from './envChanges';

/** A plan for a route without a call to move, and the file to open when it is there. */
export interface NewRoute extends Pick<Plan, 'title' | 'note'> {
  readonly file: string;
  /** Works out the changes; never throws. */
  attempt(): Outcome;
}

const MODEL = 'gpt-5-mini';

/**
 * A server route from the templates of the proxy fixes, for a package to build on: one message in,
 * the answer out. `undefined` when the package has no place for one, or a manifest that cannot be
 * added to.
 */
export function newRoute(
  pkg: Package,
  workspace: Workspace,
  streams: boolean,
): NewRoute | undefined {
  try {
    return planRoute(pkg, workspace, streams);
  } catch {
    return undefined;
  }
}

function planRoute(pkg: Package, workspace: Workspace, streams: boolean): NewRoute | undefined {
  if (isVersion3(pkg)) return undefined;
  const sources = workspace.packages
    .filesOf(pkg)
    .filter((file) => /\.[mc]?[jt]sx?$/.test(file) && !file.endsWith('.d.ts'));
  const sample = sources
    .map((file) => workspace.syntax(file))
    .find((syntax) => syntax !== undefined && syntax.sourceFile.statements.length > 0);
  const { quote, semicolons, indent } = sample
    ? styleOf(sample.sourceFile)
    : { quote: "'" as const, semicolons: true, indent: '  ' };
  const typescript =
    workspace.text(join(pkg.dir, 'tsconfig.json') ?? 'tsconfig.json') !== undefined;
  const planned = routesFor(
    [
      {
        method: 'chat.completions.create',
        streams,
        typescript,
        quote,
        semicolons,
        indent,
        fields: [{ name: 'message', kind: 'text' }],
        payload: [
          `model: '${MODEL}',`,
          ...(streams ? ['stream: true,'] : []),
          "messages: [{ role: 'user', content: message }],",
        ],
      },
    ],
    pkg,
    workspace,
  );
  if (!planned || isRefusal(planned)) return undefined;
  const { files, changes, note } = routeChanges(planned, workspace);
  const route = streams ? 'a streaming server route' : 'a server route';
  return {
    title: `Create ${route} \`${files[0]}\` (${planned.framework.title})`,
    note:
      'Set OPENAI_API_KEY on the server; a page asks the route with ' +
      `\`fetch(${planned.asked[0].address}, …)\`.${note}`,
    file: files[0],
    attempt: () =>
      checkedOutcome(
        () => [...changes, ...envChanges(new Set(), new Map(), envPlaces(planned), workspace)],
        files[0],
        workspace,
      ),
  };
}
