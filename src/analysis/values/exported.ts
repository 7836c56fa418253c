import ts from 'typescript';
import type { Site } from '../source/host';
import { lookupName, type Declaration } from '../source/scope';
import type { Engine } from './engine';
import { importedEnv } from './env';
import type { Value } from './value';

/** An import: a name of a module of the workspace, or of a package outside it. */
export function moduleValue(engine: Engine, specifier: string, name: string, at: ts.Node): Value {
  const { program, siteOf } = engine;
  const site = siteOf(at);
  const target = program.resolve(specifier, site.file);
  if (target.kind === 'external')
    return externalEnvOr({
      kind: 'external',
      name: target.name,
      path: name === '*' ? [] : [name],
      site,
    });
  return name === '*'
    ? { kind: 'module', path: target.path, site }
    : exported(engine, target.path, name, site);
}

/** What a module exports under a name, re-exports followed; circles of modules end in `unknown`. */
export function exported(
  engine: Engine,
  path: string,
  name: string,
  site: Site,
  seen = new Set<string>(),
): Value {
  const { active, declared, evaluate, member, program, siteOf } = engine;
  const key = `${path}\n${name}`;
  if (seen.has(key) || active.has(key)) return { kind: 'unknown', site };
  seen.add(key);
  const table = program.exports(path);
  const syntax = program.syntax(path);
  if (!table || !syntax) return { kind: 'unknown', site };
  const target = table.names.get(name);
  active.add(key);
  try {
    if (target) {
      switch (target.kind) {
        case 'expression':
          return evaluate(target.node);
        case 'declaration':
          return ts.isClassDeclaration(target.node)
            ? { kind: 'class', node: target.node, site: siteOf(target.node) }
            : { kind: 'function', node: target.node, site: siteOf(target.node) };
        case 'local': {
          const declaration = topLevel(syntax.sourceFile, target.name);
          return declaration ? declared(declaration, target.name) : { kind: 'unknown', site };
        }
        case 'reexport': {
          const to = program.resolve(target.specifier, path);
          if (to.kind === 'external')
            return {
              kind: 'external',
              name: to.name,
              path: target.name === '*' ? [] : [target.name],
              site,
            };
          return target.name === '*'
            ? { kind: 'module', path: to.path, site }
            : exported(engine, to.path, target.name, site, seen);
        }
      }
    }
    for (const star of table.stars) {
      const to = program.resolve(star, path);
      if (to.kind === 'external') continue;
      const value = exported(engine, to.path, name, site, seen);
      if (value.kind !== 'unknown') return value;
    }
    // `import x from './common.js'` of a CommonJS module, and `import { x }` of a module whose whole is one object.
    const whole = table.names.get('default');
    if (name !== 'default' && whole?.kind === 'expression')
      return member(evaluate(whole.node), name, site);
    return name === 'default' && table.names.size > 0
      ? { kind: 'module', path, site }
      : { kind: 'unknown', site };
  } finally {
    active.delete(key);
  }
}

/** Some modules export variables of the environment. */
export function externalEnvOr(value: Value): Value {
  return importedEnv(value) ?? value;
}

function topLevel(file: ts.SourceFile, name: string): Declaration | undefined {
  const anchor = file.statements[0] ?? file.endOfFileToken;
  return lookupName(name, anchor);
}
