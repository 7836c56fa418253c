import type ts from 'typescript';
import { matches } from '../../models/match';
import type { Summary } from '../../models/model';
import type { Site } from '../source/host';
import type { Engine } from './engine';
import { plainReference } from './plainReference';
import { optionsOf, union, type Frame, type Value } from './value';

/** What a call of a library of pages gives of what it is given, where that is known for certain. */
function gives(callee: Value): Summary['gives'] | undefined {
  const reference = plainReference(callee);
  const [match] = reference ? matches('summaries', reference) : [];
  return match?.certain ? match.row.gives : undefined;
}

/** `useMemo(() => new OpenAI(…), [])` is what its function gives. */
export function memoized(
  engine: Engine,
  callee: Value,
  node: ts.CallExpression,
  site: Site,
  frame?: Frame,
): Value | undefined {
  const [first] = node.arguments;
  return first && gives(callee) === 'result'
    ? union(
        optionsOf(engine.evaluate(first, frame), 4).map(
          (option) => engine.returned(option, [], site) ?? { kind: 'unknown', site },
        ),
        site,
      )
    : undefined;
}

/** The member under which a holder of state has what it was made with. */
const HELD: Partial<Record<Summary['gives'], string>> = {
  current: 'current',
  pair: '0',
  state: 'value',
};

/**
 * `useRef(new OpenAI(…)).current`, `useState(() => new OpenAI(…))[0]`, `shallowRef(new
 * OpenAI(…)).value`: what the state was made with, when that is an object of a class. Anything else
 * may have been replaced by what people entered.
 */
export function kept(engine: Engine, object: Value, name: string, site: Site): Value | undefined {
  if (object.kind !== 'call' || !/^(current|0|value)$/.test(name)) return undefined;
  const holds = gives(object.callee);
  const [first] = object.node.arguments;
  if (!holds || HELD[holds] !== name || !first) return undefined;
  const made = optionsOf(engine.evaluate(first, object.frame), 4).map((option) =>
    holds === 'pair' ? (engine.returned(option, [], site) ?? option) : option,
  );
  const instances = made.filter((option) => option.kind === 'instance');
  return instances.length > 0 ? union(instances, site) : undefined;
}
