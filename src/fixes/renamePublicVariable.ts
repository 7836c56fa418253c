import ts from 'typescript';
import type { EnvReadFact } from '../analysis/facts';
import { kindOf } from '../analysis/source/prefilter';
import { basename, extname } from '../analysis/source/paths';
import { accessedName, dottedName, propertyName } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import type { FileChange, TextEdit } from '../edits/edit';
import { filesNaming } from './filesNaming';
import { nodeSpanning } from '../edits/nodeAt';
import { publicPrefixOf } from '../rules/keys/publicEnvApiKey';
import { isServerOnly, type Finding } from '../rules/rule';
import { envEntry, hasEnvName, isEnvName } from './envFiles';
import type { Fix, Refusal } from './fix';

/** Takes the public prefix off a variable that only server code reads. */
export const renamePublicVariable: Fix = {
  meta: {
    id: 'rename-public-variable',
    summary:
      'Gives a key that only server code reads a private name, in the code and in `.env` files.',
    rules: ['public-env-api-key'],
    safe: false,
  },
  plan(finding, workspace) {
    const name = variableOf(finding, workspace);
    const prefix = name && publicPrefixOf(name, workspace.surfaces.conventionsFor(finding.file));
    if (name === undefined || prefix === undefined) return undefined;
    const to = name.slice(prefix.length);
    if (!isEnvName(to)) return undefined;
    const reads = workspace
      .relevantFiles()
      .flatMap((file) => workspace.facts(file).envReads)
      .filter((read) => read.name === name);
    const inBrowser = reads.some(
      ({ file, start }) => !isServerOnly(workspace.surfaces.at(file, start)),
    );
    // What a page reads has to stay in the page until its call has moved.
    if (inBrowser) return undefined;
    const handed = reads.find((read) => isHandedOn(read, workspace));
    if (handed)
      return {
        reason:
          `\`${handed.file}\` hands \`${name}\` on to the page, under whatever name it is read: ` +
          'take it out there first',
      };
    const renamed = renamedReads(name, to, reads, workspace);
    if ('reason' in renamed) return renamed;
    const env = envRenames(name, to, workspace);
    if (renamed.length + env.length === 0) return undefined;
    return {
      title: `Call the variable \`${to}\`, which no build writes into a page`,
      note:
        `Rename \`${name}\` at your host too and delete the public one there. If it was ever part ` +
        'of a build for the browser, create a new key and revoke this one.',
      changes: () => [...renamed, ...env],
    };
  },
};

/** What a build's configuration calls the values that it gives to the page. */
const GIVEN: readonly string[] = ['public', 'publicRuntimeConfig', 'env', 'define', 'extra'];

/** Whether a variable is read into what a configuration gives to the page. */
function isHandedOn({ file, start, end }: EnvReadFact, workspace: Workspace): boolean {
  const syntax = workspace.syntax(file);
  if (!syntax || !/\.config$/.test(basename(file).slice(0, -extname(file).length))) return false;
  for (let at = nodeSpanning(syntax.sourceFile, start, end); at; at = at.parent)
    if (ts.isPropertyAssignment(at) && GIVEN.includes(propertyName(at.name) ?? '')) return true;
  return false;
}

/** The variable that a finding is about: read in code, or an entry of an `.env` file. */
function variableOf({ file, start }: Finding, workspace: Workspace): string | undefined {
  const { envReads, envEntries } = workspace.facts(file);
  return [...envReads, ...envEntries].find((item) => item.start === start)?.name;
}

/** The code under its new name; a reason where it is named in a way that is not followed. */
function renamedReads(
  name: string,
  to: string,
  reads: readonly EnvReadFact[],
  workspace: Workspace,
): FileChange[] | Refusal {
  const changes: FileChange[] = [];
  for (const file of filesNaming(name, workspace)) {
    const text = workspace.text(file) ?? '';
    const edits = reads
      .filter((read) => read.file === file)
      .map((read) => renamedAt(read, name, to, workspace));
    const known = edits.filter((edit) => edit !== undefined);
    if (known.length !== edits.length || known.length !== text.split(name).length - 1)
      return {
        reason: `\`${name}\` is named in \`${file}\` in a way that is not followed here`,
      };
    changes.push({ kind: 'edit', file, edits: known });
  }
  return changes;
}

/**
 * `process.env.NAME`, `process.env['NAME']`: the environment as a server has it. Other ways to read
 * it give public variables only.
 */
function renamedAt(
  { file, start, end }: EnvReadFact,
  name: string,
  to: string,
  workspace: Workspace,
): TextEdit | undefined {
  const syntax = workspace.syntax(file);
  const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
  if (
    !node ||
    !(ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) ||
    accessedName(node) !== name ||
    dottedName(node.expression)?.join('.') !== 'process.env'
  )
    return undefined;
  const at = syntax.text.lastIndexOf(name, node.getEnd());
  return { start: at, end: at + name.length, text: to };
}

/** The entries of `.env` files under their new name; one that has it already loses the old one. */
function envRenames(name: string, to: string, workspace: Workspace): FileChange[] {
  return workspace.packages.all
    .flatMap((pkg) => workspace.packages.filesOf(pkg))
    .filter((file) => kindOf(file) === 'env')
    .flatMap((file): FileChange[] => {
      const text = workspace.text(file) ?? '';
      const entry = envEntry(text, name);
      if (!entry) return [];
      const edit = hasEnvName(text, to)
        ? { start: entry.start, end: entry.end, text: '' }
        : { start: entry.nameStart, end: entry.nameStart + name.length, text: to };
      return [{ kind: 'edit', file, edits: [edit] }];
    });
}
