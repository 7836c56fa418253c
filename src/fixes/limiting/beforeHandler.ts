import ts from 'typescript';
import { unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { TextEdit } from '../../edits/edit';
import { inStyle } from '../../edits/inStyle';
import { styleOf } from '../../edits/style';
import type { Limiter } from '../../models/limiters/limiter';
import type { Plan, Refusal } from '../fix';
import { importing, importsDefault, isTaken, namesFrom, type Wanted } from './names';
import { cannotAskFor, countingPlan } from './manifest';

/** The route that a limiter is put before. */
export interface Route {
  readonly file: string;
  readonly syntax: Syntax;
  readonly call: ts.CallExpression;
  readonly calls: number;
}

/** Puts middleware before a handler: what the file makes already, else what is usual. */
export function beforeHandler(
  { file, syntax, call, calls }: Route,
  limiter: Limiter & { stands: 'before-handler' },
  workspace: Workspace,
): Plan | Refusal {
  const place = placeIn(call);
  if (!place) return { reason: 'the address of the route does not stand first in its call' };
  const own = ownLimiter(syntax, limiter, call);
  if (own !== undefined)
    return {
      title: `Put \`${own}\` before the handler`,
      changes: () => [{ kind: 'edit', file, edits: [inserted(place, own)] }],
    };
  const wanted: Wanted[] = [
    limiter,
    ...(limiter.needs ?? []).map((item) => ({ ...item, exported: 'named' as const })),
  ];
  const taken = wanted.find((item) => isTaken(syntax, item));
  if (taken) return { reason: `\`${taken.name}\` is the name of something else here` };
  const refused = cannotLoad(file, syntax, limiter) ?? cannotAskFor(file, limiter, workspace);
  if (refused) return refused;
  const made = inStyle(limiter.made(calls), { ...styleOf(syntax.sourceFile), semicolons: true });
  return countingPlan({ file, calls }, limiter, workspace, () => [
    ...joined(wanted.flatMap((item) => importing(syntax, item))),
    inserted(place, made),
  ]);
}

/** Lines that are put at one place, as one. */
function joined(edits: readonly TextEdit[]): TextEdit[] {
  return edits.reduce<TextEdit[]>((out, edit) => {
    const same = out.findIndex(({ start, end }) => start === edit.start && end === edit.end);
    if (same < 0) return [...out, edit];
    return out.with(same, { ...edit, text: out[same].text + edit.text });
  }, []);
}

/** A file of TypeScript that imports nothing by default may not be able to. */
function cannotLoad(file: string, syntax: Syntax, limiter: Limiter): Refusal | undefined {
  return limiter.exported === 'default' &&
    /\.[mc]?ts$/.test(file) &&
    !importsDefault(syntax, limiter.frameworks)
    ? {
        reason:
          `\`${limiter.from}\` is imported by default, and nothing shows that this file may: put it ` +
          'before the handler, imported as your other modules are',
      }
    : undefined;
}

interface Place {
  readonly at: number;
  /** The handlers follow an address; else they come first. */
  readonly behindAddress: boolean;
}

/** Where a limiter goes: behind name and address, or first where `route('/ask')` has taken it. */
function placeIn({ arguments: args, expression }: ts.CallExpression): Place | undefined {
  const [first] = args;
  if (!first) return undefined;
  const texts = args.findIndex((item) => !ts.isStringLiteralLike(item));
  if (texts > 0) return { at: args[texts - 1].getEnd(), behindAddress: true };
  return hasTakenAddress(expression) ? { at: first.getStart(), behindAddress: false } : undefined;
}

/** `app.route('/ask').get(…)`: the address was given before, on the same chain. */
function hasTakenAddress(callee: ts.Expression): boolean {
  for (let at = callee; ts.isPropertyAccessExpression(at);) {
    const owner = unwrap(at.expression);
    if (!ts.isCallExpression(owner)) return false;
    at = owner.expression;
    if (ts.isPropertyAccessExpression(at) && at.name.text === 'route') return true;
  }
  return false;
}

function inserted({ at, behindAddress }: Place, code: string): TextEdit {
  return { start: at, end: at, text: behindAddress ? `, ${code}` : `${code}, ` };
}

/** The name of a limiter that the file makes before the route is registered. */
function ownLimiter(
  syntax: Syntax,
  { from }: Limiter,
  call: ts.CallExpression,
): string | undefined {
  const makers = new Set(namesFrom(syntax, from));
  for (const statement of syntax.sourceFile.statements) {
    if (!ts.isVariableStatement(statement) || statement.end > call.pos) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const value = initializer && unwrap(initializer);
      if (
        value &&
        ts.isIdentifier(name) &&
        ts.isCallExpression(value) &&
        ts.isIdentifier(value.expression) &&
        makers.has(value.expression.text)
      )
        return name.text;
    }
  }
  return undefined;
}
