import ts from 'typescript';
import type { Fix } from './fix';
import { nodeAt } from './nodeAt';

const RETRIES = 3;

/** Gives the SDK its own retries back: exponential, jittered, with respect for Retry-After. */
export const addRetryWithBackoff: Fix = {
  meta: { id: 'add-retry-with-backoff', summary: 'Switches the SDK’s retries with growing delays on again.', rules: ['disabled-retries'], safe: false },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const property = syntax && nodeAt(syntax.sourceFile, finding.start).parent;
    const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
    // A constant may serve other purposes too: only the number written in place is changed.
    if (!value || !ts.isNumericLiteral(value)) return undefined;
    return {
      title: `Let the SDK try again up to ${RETRIES} times, with growing delays`,
      changes: () => [{ kind: 'edit', file: finding.file, edits: [{ start: value.getStart(), end: value.getEnd(), text: String(RETRIES) }] }],
    };
  },
};
