import { beginsLine } from '../analysis/source/text';
import ts from 'typescript';
import type { Package } from '../analysis/source/packages';
import { dependencyRange } from '../models/package';
import { propertyName, unwrap, walk } from '../analysis/source/syntax';
import type { Nature } from '../models/sdk';
import { natureOf } from '../models/vendors';
import type { Fix } from './fix';
import { nodeSpanning } from '../edits/nodeAt';
import type { TextEdit } from '../edits/edit';
import { indentationAt } from '../edits/indentation';

/** A page of text; enough for most answers, and a bound for the bill. */
const TOKENS = 1000;

/** Adds the limit that the API at hand takes to the options of a request. */
export const limitOutput: Fix = {
  meta: {
    id: 'limit-output',
    summary: 'Adds a limit on the answer’s length, by the name that the API takes.',
    rules: ['unbounded-output'],
    safe: false,
  },
  plan(finding, workspace) {
    const request = workspace
      .facts(finding.file)
      .requests.find((item) => item.detail?.callee.start === finding.start);
    const syntax = workspace.syntax(finding.file);
    const node = request && syntax && nodeSpanning(syntax.sourceFile, request.start, request.end);
    const call = node && ts.isExpression(node) ? unwrap(node) : undefined;
    if (!request || !syntax || !call || !ts.isCallExpression(call)) return undefined;
    const name = limitName(natureOf(request), workspace.packages.of(finding.file));
    let payload: ts.ObjectLiteralExpression | undefined;
    walk(call, (item) => {
      if (
        !payload &&
        ts.isObjectLiteralExpression(item) &&
        item.properties.some((property) => propertyName(property.name) === 'model')
      )
        payload = item;
    });
    const [first] =
      payload?.properties.filter((property) => propertyName(property.name) === 'model') ?? [];
    if (!name || !first) return undefined;
    const edit = insertion(syntax.text, first, `${name}: ${TOKENS}`);
    return {
      title: `Limit the answer to ${TOKENS} tokens (\`${name}\`)`,
      note: 'Choose the limit that your answers need.',
      changes: () => [{ kind: 'edit', file: finding.file, edits: [edit] }],
    };
  },
};

/**
 * Behind a property, on a line of its own when the property has one; a comment at the end of that
 * line stays where it is.
 */
function insertion(text: string, after: ts.Node, property: string): TextEdit {
  const end = after.getEnd();
  if (!beginsLine(text, after.getStart())) return { start: end, end, text: `, ${property}` };
  const indent = indentationAt(text, after.getStart());
  const rest = /^,[^\n]*/.exec(text.slice(end));
  if (!rest) return { start: end, end, text: `,\n${indent}${property}` };
  const at = end + rest[0].replace(/\r$/, '').length;
  return { start: at, end: at, text: `\n${indent}${property},` };
}

/**
 * The limit's name in the version of the SDK that the package has; the newest where that is not
 * said.
 */
function limitName({ limit }: Nature, pkg: Package): string | undefined {
  if (limit === undefined || typeof limit === 'string') return limit;
  const version = /^\D*(\d+)/.exec(dependencyRange(pkg, limit.package) ?? '')?.[1];
  const names = Object.entries(limit.since).sort(([a], [b]) => Number(b) - Number(a));
  return names.find(([since]) => version === undefined || Number(since) <= Number(version))?.[1];
}
