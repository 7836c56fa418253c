import ts from 'typescript';
import type { KeyUseFact, ModuleFacts } from '../../../analysis/facts';
import type { Site } from '../../../analysis/source/host';
import { propertyName, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { nodeSpanning } from '../../../edits/nodeAt';
import { browserPlacement, type Finding } from '../../../rules/rule';
import type { Refusal } from '../../fix';
import { shownSetting } from '../server/nuxtSettings';
import { NOT_CARRIED } from '../refusals';

/**
 * Where the clients and the requests stand that a finding about a key comes from. A variable that
 * is read in a file of settings has them at the end of its way; an entry of an `.env` file and a
 * check that the key is there lead to what carries the key of that name. All of them have to move
 * for the key to leave the page; `undefined` where none is in sight.
 */
export function causesOf(
  finding: Finding,
  workspace: Workspace,
): readonly Site[] | Refusal | undefined {
  const { facts } = workspace;
  const fed = usesInPage(finding, workspace).filter((use) => isOrigin(finding, use));
  if (fed.length > 1) return fed;
  const holder = [finding, ...finding.related].find((site) => isInside(site, facts(site.file)));
  if (holder) return [holder];
  if (fed.length > 0) return fed;
  if (finding.rule !== 'public-env-api-key') return [finding];
  const uses = usesOfKey(finding, workspace);
  const beside = uses.filter(({ file }) => file === finding.file);
  const carriers = beside.length > 0 ? beside : uses;
  if (carriers.length > 0) return carriers;
  // An entry that nothing in sight carries may be anybody's.
  return finding.variant === 'env-file' ? undefined : NOT_CARRIED;
}

/** Whether a place lies in a client or in a certain request. */
function isInside({ start, end }: Site, facts: ModuleFacts): boolean {
  return askersIn(facts).some((item) => item.start <= start && item.end >= end);
}

/** The clients of a module, and its requests that are certain to ask OpenAI. */
function askersIn({ clients, requests }: ModuleFacts): readonly Site[] {
  return [
    ...clients,
    ...requests.filter(({ certain, provider }) => certain && provider === 'openai'),
  ];
}

/** The clients and the certain requests of a file that a key for OpenAI is given to. */
function usesIn(file: string, workspace: Workspace): KeyUseFact[] {
  const facts = workspace.facts(file);
  const askers = askersIn(facts);
  return facts.keyUses.filter(
    ({ provider, start }) => provider === 'openai' && askers.some((item) => item.start === start),
  );
}

/** Whether the key that is used comes from here. */
function isOrigin({ file, start, end }: Site, { origins }: KeyUseFact): boolean {
  return origins.some(
    ({ kind, site }) =>
      kind !== 'unknown' && site.file === file && site.start <= start && site.end >= end,
  );
}

/** What in the page of a finding's package carries the variable that the finding names. */
function usesOfKey(site: Site, workspace: Workspace): readonly KeyUseFact[] {
  const { name, entry } = variableAt(site, workspace);
  return usesInPage(site, workspace).filter(
    (use) =>
      use.origins.some((origin) => origin.kind === 'env' && origin.name === name) ||
      (entry !== undefined && readsSetting(entry, use, workspace)),
  );
}

/** Whether what makes a client, or a request, names a setting that every visitor gets. */
function readsSetting(name: string, { file, start, end }: Site, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  let found = false;
  if (node)
    walk(node, (item) => {
      found ||= ts.isExpression(item) && shownSetting(item) === name;
    });
  return found;
}

/** What in the page of a place's package carries any key. */
function usesInPage({ file }: Site, workspace: Workspace): readonly KeyUseFact[] {
  const pkg = workspace.packages.of(file);
  return workspace
    .relevantFiles()
    .filter((path) => workspace.packages.of(path) === pkg)
    .flatMap((path) => usesIn(path, workspace))
    .filter((use) => browserPlacement(workspace.surfaces.at(use.file, use.start)) !== undefined);
}

/**
 * A variable that is read here, or an entry of an `.env` file; the entry of a public configuration
 * that it stands in.
 */
function variableAt(
  { file, start, end }: Site,
  workspace: Workspace,
): { readonly name?: string; readonly entry?: string } {
  const { envReads, envEntries } = workspace.facts(file);
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  const property = node && ts.findAncestor(node, ts.isPropertyAssignment);
  const entry = property && propertyName(property.name);
  const read = [...envReads, ...envEntries].find((item) => item.start === start)?.name;
  const name = read ?? entry;
  return { ...(name === undefined ? {} : { name }), ...(entry === undefined ? {} : { entry }) };
}
