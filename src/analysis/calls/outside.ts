import type ts from 'typescript';
import { decoratedEntry, namedEntry, registrationOf, type Entry } from './entries';
import { usesOf } from './uses';
import type { Evaluator } from '../values/engine';

/** A caller of a function that is outside the code, with the registration that shows it. */
export interface OutsideCaller {
  readonly entry: Entry;
  /** The call that registers the function: its other arguments may be middleware, its receiver may carry a schema. */
  readonly registration?: ts.CallExpression | ts.NewExpression;
}

/** Everything outside the code that calls a function: frameworks by registration, decorator or export, the platform, the page. */
export function outsideCallers(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): OutsideCaller[] {
  const own = decoratedEntry(fn) ?? namedEntry(fn);
  if (own) return [{ entry: own }];
  const { program } = evaluator;
  const file = evaluator.siteOf(fn).file;
  return usesOf(evaluator, fn).flatMap((use): OutsideCaller[] => {
    switch (use.kind) {
      case 'argument': {
        const registration = registrationOf(evaluator, use.call, use.index, use.property);
        return registration.kind === 'entry' ? [{ entry: registration.entry, registration: use.call }] : [];
      }
      case 'attribute':
        return [{ entry: { kind: 'ui', what: `the handler \`${use.node.name.getText()}\`` } }];
      case 'assigned':
        return /^on[a-z]+$/.test(use.name) ? [{ entry: { kind: use.name === 'onmessage' ? 'socket' : 'ui', what: `\`${use.name}\`` } }] : [];
      case 'exported': {
        const what = program.handlerOf(file, use.property === undefined ? use.name : `${use.name}.${use.property}`);
        return what === undefined ? [] : [{ entry: { kind: 'http', what } }];
      }
      default:
        return [];
    }
  });
}
