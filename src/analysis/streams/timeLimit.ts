import ts from 'typescript';
import {
  exportedTimeLimit,
  LONGEST_ANSWER,
  type TimeLimit,
} from '../../models/libraries/timeLimits';
import { outsideCallers } from '../calls/outside';
import type { Step } from '../source/host';
import { stepAt } from '../steps';
import type { Evaluator } from '../values/engine';
import { handlersOf } from './twin';

/** A limit of the platform's, and where it is set if that is in sight. */
export type LimitAt = TimeLimit & { readonly at?: Step };

/** How long the platform lets the handlers take that a request serves: the shortest it is. */
export function timeLimitOf(evaluator: Evaluator, request: ts.Node): LimitAt | undefined {
  return handlersOf(evaluator, request)
    .flatMap(({ fn }) =>
      outsideCallers(evaluator, fn).flatMap(({ entry, registration }) =>
        registration || entry.kind !== 'http'
          ? []
          : (exportedLimit(evaluator, fn) ?? entry.limit ?? []),
      ),
    )
    .filter(({ seconds }) => seconds <= LONGEST_ANSWER)
    .sort((a, b) => a.seconds - b.seconds)[0];
}

/** `export const maxDuration = 30` beside a handler that a framework calls. */
function exportedLimit(evaluator: Evaluator, handler: ts.Node): LimitAt | undefined {
  const { name, who } = exportedTimeLimit;
  for (const statement of handler.getSourceFile().statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isExported = statement.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
    );
    const declaration = statement.declarationList.declarations.find(
      (item) => ts.isIdentifier(item.name) && item.name.text === name,
    );
    const value = declaration?.initializer;
    if (!isExported || !declaration || !value || !ts.isNumericLiteral(value)) continue;
    const at = stepAt(declaration, evaluator, `${who} ends the call after ${value.text} seconds`);
    return { seconds: Number(value.text), who, at };
  }
  return undefined;
}
