import ts from 'typescript';
import type { LeakFact } from '../analysis/facts';
import { basename } from '../analysis/source/paths';
import type { Workspace } from '../analysis/workspace';
import type { TextEdit } from '../edits/edit';
import { inStyle } from '../edits/inStyle';
import { mergeEdits } from '../edits/mergeEdits';
import { nodeSpanning } from '../edits/nodeAt';
import { styleOf } from '../edits/style';
import type { Finding } from '../rules/rule';
import { envEntry } from './envFiles';
import { isRefusal, type Fix, type Plan, type Refusal } from './fix';
import { withholdFailure } from './withhold/failure';
import { withholdHolder } from './withhold/holder';
import { withholdKey as withholdText } from './withhold/key';
import type { LeakPlace, Withheld } from './withhold/place';

/** Takes out of a log, an answer or an error what holds a key, and leaves what else is said. */
export const withholdKey: Fix = {
  meta: {
    id: 'withhold-key',
    summary:
      'Takes the key out of what is logged, answered or thrown, and leaves what else is said there.',
    rules: ['leaked-api-key'],
    safe: false,
  },
  plan(finding, workspace) {
    const leak = workspace
      .facts(finding.file)
      .leaks.find(({ start, end }) => start === finding.start && end === finding.end);
    return leak ? ofLeak(leak, workspace) : ofEntry(finding, workspace);
  },
};

const TITLES: Readonly<Record<'log' | 'response' | 'error', string>> = {
  log: 'Log it without the key',
  response: 'Answer without the key',
  error: 'Write the error without the key',
};

const ROTATE =
  'Create a new key and revoke this one: it may stand in logs and answers that are kept.';

function ofLeak(leak: LeakFact, workspace: Workspace): Plan | Refusal | undefined {
  const { kind } = leak;
  const syntax = workspace.syntax(leak.file);
  if (!syntax) return undefined;
  if (kind === 'other-vendor')
    return { reason: 'each vendor wants a key of its own: choose it by what chooses the address' };
  if (kind === 'public-config' || kind === 'bundle' || kind === 'env-prefix')
    return { reason: 'pages are built with the key: move what they request to your server' };
  const edits: TextEdit[] = [];
  for (const { start, end, what } of leak.parts ?? []) {
    const spanning = nodeSpanning(syntax.sourceFile, start, end);
    const node = spanning && ts.isShorthandPropertyAssignment(spanning) ? spanning.name : spanning;
    if (!node || !ts.isExpression(node)) return undefined;
    const withheld = PARTS[what]({ leak, what, node, syntax, workspace });
    if (isRefusal(withheld)) return withheld;
    edits.push(...withheld);
  }
  if (edits.length === 0)
    return { reason: `where ${leak.secret} enters what leaves here is not in sight` };
  const style = styleOf(syntax.sourceFile);
  return {
    title: kind === 'url' || kind === 'client-props' ? 'Take the key out' : TITLES[kind],
    note:
      kind === 'response' ? `${ROTATE} Whoever read it from the answer gets it no more.` : ROTATE,
    changes: () => [
      {
        kind: 'edit',
        file: leak.file,
        edits: mergeEdits(
          edits.map((edit) => ({ ...edit, text: inStyle(edit.text, style) })),
          syntax.text,
        ),
      },
    ],
  };
}

const PARTS: Readonly<Record<LeakPlace['what'], (place: LeakPlace) => Withheld>> = {
  key: withholdText,
  holder: withholdHolder,
  failure: withholdFailure,
};

/** The value of an `.env` template goes; what git has of another file is not in the file. */
function ofEntry({ file, start }: Finding, workspace: Workspace): Plan | Refusal | undefined {
  const entry = workspace.facts(file).envEntries.find((item) => item.start === start);
  const text = workspace.text(file);
  const written = entry && text !== undefined ? envEntry(text, entry.name) : undefined;
  if (!written || text === undefined) return undefined;
  const name = basename(file);
  if (!isTemplate(name))
    return {
      reason:
        `git keeps what it has seen: create a new key, then take \`${name}\` out of git with ` +
        `\`git rm --cached\` and name it in \`.gitignore\``,
    };
  const from = text.indexOf('=', written.nameStart) + 1;
  const lineEnd = /\r?\n$/.exec(text.slice(written.start, written.end))?.[0].length ?? 0;
  return {
    title: `Leave the value of \`${written.name}\` empty`,
    note: 'Create a new key and revoke this one: everyone with a clone has it.',
    changes: () => [
      { kind: 'edit', file, edits: [{ start: from, end: written.end - lineEnd, text: '' }] },
    ],
  };
}

/** What a template of an `.env` file ends with: it is made to be shared, without values. */
const TEMPLATES: readonly string[] = [
  'example',
  'sample',
  'template',
  'dist',
  'default',
  'defaults',
];

function isTemplate(name: string): boolean {
  return TEMPLATES.includes(name.slice(name.lastIndexOf('.') + 1));
}
