import { basename, join } from '../../../analysis/source/paths';
import type { Package } from '../../../analysis/source/packages';
import type { Workspace } from '../../../analysis/workspace';
import { applyEdits } from '../../../edits/applyEdits';
import type { FileChange, TextEdit } from '../../../edits/edit';
import { removeFromJson } from '../../../edits/json';
import { DEPENDENCY_FIELDS } from '../../../models/package';
import type { Planned } from './placed';

const SDK = 'openai';

/**
 * What leaves the page's manifest where the routes have gone to a server with a manifest of its own.
 * `note` starts with a space, or is empty.
 */
export function leavingSdk(
  { routes, page, pkg }: Planned,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  workspace: Workspace,
): { readonly changes: readonly FileChange[]; readonly note: string } {
  const isApart = pkg !== page || routes.some(({ ownManifest }) => ownManifest);
  const change = isApart ? withoutSdk(page, edits, workspace) : undefined;
  return change
    ? {
        changes: [change],
        note: ` \`${SDK}\` leaves \`${change.file}\`, where nothing uses it any more.`,
      }
    : { changes: [], note: '' };
}

/**
 * The change that takes the SDK out of a page's manifest where the page has nothing left to ask by
 * it; `undefined` where any file of its package still names it, or a package that may need it is
 * there. `edits` are those of the page's files; of one that goes, the whole of it.
 */
function withoutSdk(
  page: Package,
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  workspace: Workspace,
): FileChange | undefined {
  const manifest = join(page.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  const others = [...page.dependencies].filter((name) => name !== SDK && name.includes(SDK));
  if (text === undefined || others.length > 0) return undefined;
  const left = (file: string) => applyEdits(workspace.text(file) ?? '', edits.get(file) ?? []);
  const isNamed = workspace.packages
    .filesOf(page)
    .filter((file) => !NO_USE.has(basename(file)))
    .some((file) => names(left(file)));
  if (isNamed) return undefined;
  for (const field of DEPENDENCY_FIELDS) {
    const removal = removeFromJson(text, [field, SDK]);
    if (removal.length > 0) return { kind: 'edit', file: manifest, edits: removal };
  }
  return undefined;
}

/** Files that name packages without using them. */
const NO_USE: ReadonlySet<string> = new Set([
  'package.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
]);

/** Whether a text names the SDK as imports and settings do: in quotes, itself or a part of it. */
function names(text: string): boolean {
  return ["'", '"', '`'].some((quote) =>
    [`${quote}${SDK}${quote}`, `${quote}${SDK}/`].some((written) => text.includes(written)),
  );
}
