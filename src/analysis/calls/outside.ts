import ts from 'typescript';
import { registrationOf, type Entry } from './entries';
import { methodEntry } from './methods';
import { useAt, type Use } from './positions';
import { usesOf } from './uses';
import type { Evaluator } from '../values/engine';

/** A caller of a function that is outside the code, with the registration that shows it. */
export interface OutsideCaller {
  readonly entry: Entry;
  /**
   * The call that registers the function: its other arguments may be middleware, its receiver may
   * carry a schema.
   */
  readonly registration?: ts.CallExpression | ts.NewExpression;
}

/**
 * Everything outside the code that calls a function: frameworks by registration, decorator or
 * export, the platform, the page.
 */
export function outsideCallers(
  evaluator: Evaluator,
  fn: ts.FunctionLikeDeclaration,
): OutsideCaller[] {
  const own = methodEntry(evaluator, fn);
  if (own) return [{ entry: own }];
  const { program } = evaluator;
  const file = evaluator.siteOf(fn).file;
  return usesOf(evaluator, fn).flatMap((use): OutsideCaller[] => {
    switch (use.kind) {
      case 'argument': {
        const found = registeredBy(evaluator, use);
        return found ? [found] : [];
      }
      case 'attribute':
        return [{ entry: { kind: 'ui', what: `the handler \`${use.node.name.getText()}\`` } }];
      case 'assigned':
        return /^on[a-z]+$/.test(use.name)
          ? [
              {
                entry: {
                  kind: use.name === 'onmessage' ? 'socket' : 'ui',
                  what: `\`${use.name}\``,
                },
              },
            ]
          : [];
      case 'exported': {
        const found = program.handlerOf(
          file,
          use.property === undefined ? use.name : `${use.name}.${use.property}`,
        );
        if (!found) return [];
        const { entry: kind, what, limit } = found;
        return [{ entry: { kind, what, ...(limit ? { limit } : {}) } }];
      }
      default:
        return [];
    }
  });
}

/**
 * The registration of a function that is handed over, also through a wrapper: `app.post('/ask',
 * asyncHandler(async (req, res) => …))`.
 */
export function registeredBy(
  evaluator: Evaluator,
  use: Use & { readonly kind: 'argument' },
):
  | (OutsideCaller & {
      readonly registration: ts.CallExpression | ts.NewExpression;
      readonly wrapped: boolean;
    })
  | undefined {
  for (let at = use, depth = 0; depth < 3; depth++) {
    const registration = registrationOf(evaluator, at.call, at.index, at.property);
    if (registration.kind === 'entry')
      return { entry: registration.entry, registration: at.call, wrapped: depth > 0 };
    // What runs its callback here and now, an array method or a promise, registers nothing.
    const outer =
      registration.kind === 'here' && !isImmediate(at.call) ? useAt({ node: at.call }) : undefined;
    if (outer?.kind !== 'argument') return undefined;
    at = outer;
  }
  return undefined;
}

function isImmediate(call: ts.CallExpression | ts.NewExpression): boolean {
  if (ts.isNewExpression(call)) return true;
  return (
    ts.isPropertyAccessExpression(call.expression) &&
    /^(map|flatMap|filter|reduce|then|catch|finally|forEach|some|every|find|sort|all)$/.test(
      call.expression.name.text,
    )
  );
}
