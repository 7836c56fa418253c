import ts from 'typescript';
import type { Site } from '../source/host';
import { classMember } from './classes';
import type { Engine } from './engine';
import { envOfMember } from './env';
import { externalEnvOr } from './exported';
import { kept } from './hooks';
import { propertiesOf } from './properties';
import { optionsOf, prependTrail, union, type Frame, type Value } from './value';

/** A member of whatever a value may be. */
export function member(engine: Engine, object: Value, name: string, site: Site): Value {
  const options = optionsOf(object).map((option) =>
    prependTrail(memberOf(engine, option, name, site), option.trail ?? []),
  );
  const solid = options.filter((option) => option.kind !== 'unknown' && option.kind !== 'constant');
  return union(solid.length > 0 ? solid : options.slice(0, 1), site);
}

function memberOf(engine: Engine, object: Value, name: string, site: Site): Value {
  const env = envOfMember(object, name, site);
  if (env) return env;
  switch (object.kind) {
    case 'object':
      return (
        (object.without?.includes(name)
          ? undefined
          : property(engine, object.node, name, object.frame)) ?? {
          kind: 'member',
          object,
          name,
          site,
        }
      );
    case 'module':
      return engine.exported(object.path, name, site);
    case 'external':
      return externalEnvOr({
        kind: 'external',
        name: object.name,
        path: [...object.path, name],
        site,
      });
    case 'class':
    case 'instance': {
      const owner = object.kind === 'class' ? object : object.of;
      if (owner.kind !== 'class') return { kind: 'member', object, name, site };
      return (
        classMember(engine, owner.node, name, object) ?? { kind: 'member', object, name, site }
      );
    }
    default:
      return kept(engine, object, name, site) ?? { kind: 'member', object, name, site };
  }
}

function property(
  engine: Engine,
  node: ts.ObjectLiteralExpression,
  name: string,
  frame?: Frame,
): Value | undefined {
  const { evaluate, siteOf } = engine;
  // The last one written wins, as at run time.
  for (const item of [...engine.concluded(node, propertiesOf).mayBe(name)].reverse()) {
    if (ts.isSpreadAssignment(item)) {
      const spread = engine.once(item, name, () =>
        engine.member(evaluate(item.expression, frame), name, siteOf(item)),
      );
      // None of what is spread may have it: `...(fast ? { effort: 'low' } : {})` says nothing of
      // `stream`.
      if (
        spread &&
        optionsOf(spread, 8).some((option) => option.kind !== 'unknown' && option.kind !== 'member')
      )
        return spread;
    } else {
      if (ts.isPropertyAssignment(item)) return evaluate(item.initializer, frame);
      if (ts.isShorthandPropertyAssignment(item)) return evaluate(item.name, frame);
      if (ts.isGetAccessorDeclaration(item))
        return (
          returnsOf(engine, item, { fn: item, args: [], depth: 0 }) ?? {
            kind: 'unknown',
            site: siteOf(item),
          }
        );
      if (ts.isMethodDeclaration(item)) return { kind: 'function', node: item, site: siteOf(item) };
    }
  }
  return undefined;
}

/** What a call of a function of the workspace gives back. */
export function returned(
  engine: Engine,
  callee: Value,
  args: readonly Value[],
  site: Site,
  frame?: Frame,
): Value | undefined {
  if (callee.kind !== 'function') return undefined;
  const level = (frame?.depth ?? 0) + 1;
  if (level > 6) return { kind: 'unknown', site };
  return returnsOf(engine, callee.node, {
    fn: callee.node,
    args,
    depth: level,
    ...(callee.frame ? { parent: callee.frame } : {}),
  });
}

/** The union of what a function's own `return` statements give back. */
function returnsOf(
  engine: Engine,
  fn: ts.FunctionLikeDeclaration,
  frame: Frame,
): Value | undefined {
  const { evaluate, siteOf } = engine;
  if (!fn.body) return undefined;
  if (!ts.isBlock(fn.body)) return evaluate(fn.body, frame);
  const options: Value[] = [];
  engine.walk(fn.body, (node) => {
    if (!ts.isReturnStatement(node) || !node.expression) return;
    let owner: ts.Node = node.parent;
    while (owner !== fn && !ts.isFunctionLike(owner)) owner = owner.parent;
    if (owner === fn) options.push(evaluate(node.expression, frame));
  });
  return options.length > 0 ? union(options, siteOf(fn)) : undefined;
}
