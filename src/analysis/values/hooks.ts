import type ts from 'typescript';
import type { Site } from '../source/host';
import type { Engine } from './engine';
import { optionsOf, union, type Frame, type Value } from './value';

/** The name of React's or Vue's own function that a callee is. */
function hookOf(callee: Value): string | undefined {
  if (
    callee.kind === 'external' &&
    /^(react|preact\/hooks|preact|vue|@vue\/reactivity)$/.test(callee.name)
  )
    return callee.path[callee.path.length - 1];
  // Nuxt imports Vue's by themselves.
  return callee.kind === 'global' ? callee.name : undefined;
}

/** `useMemo(() => new OpenAI(…), [])` is what its function gives. Source: react.dev/reference/react/useMemo. */
export function memoized(
  engine: Engine,
  callee: Value,
  node: ts.CallExpression,
  site: Site,
  frame?: Frame,
): Value | undefined {
  const [first] = node.arguments;
  return first && hookOf(callee) === 'useMemo'
    ? union(
        optionsOf(engine.evaluate(first, frame), 4).map(
          (option) => engine.returned(option, [], site) ?? { kind: 'unknown', site },
        ),
        site,
      )
    : undefined;
}

/**
 * `useRef(new OpenAI(…)).current`, `useState(() => new OpenAI(…))[0]`, `shallowRef(new OpenAI(…)).value`: what the state was made with, when that is an
 * object of a class. Anything else may have been replaced by what people entered.
 */
export function kept(engine: Engine, object: Value, name: string, site: Site): Value | undefined {
  if (object.kind !== 'call') return undefined;
  const hook = hookOf(object.callee);
  const fits =
    (hook === 'useRef' && name === 'current') ||
    (hook === 'useState' && name === '0') ||
    (/^(ref|shallowRef)$/.test(hook ?? '') && name === 'value');
  const [first] = object.node.arguments;
  if (!fits || !first) return undefined;
  const made = optionsOf(engine.evaluate(first, object.frame), 4).map((option) =>
    hook === 'useState' ? (engine.returned(option, [], site) ?? option) : option,
  );
  const instances = made.filter((option) => option.kind === 'instance');
  return instances.length > 0 ? union(instances, site) : undefined;
}
