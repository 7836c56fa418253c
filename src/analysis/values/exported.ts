import ts from 'typescript';
import type { Site } from '../source/host';
import type { ExportTable } from '../source/imports';
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
  const { active, program } = engine;
  const key = `${path}\n${name}`;
  if (seen.has(key) || active.has(key)) return { kind: 'unknown', site };
  seen.add(key);
  const table = program.exports(path);
  const syntax = program.syntax(path);
  if (!table || !syntax) return { kind: 'unknown', site };
  const target = table.names.get(name);
  const search: Search = { engine, path, site, seen };
  active.add(key);
  try {
    return target
      ? targetValue(search, target, syntax.sourceFile)
      : (throughStars(search, table, name) ?? whole(search, table, name));
  } finally {
    active.delete(key);
  }
}

/** A search for an export in one module, with what it has asked on its way there. */
interface Search {
  readonly engine: Engine;
  readonly path: string;
  readonly site: Site;
  readonly seen: Set<string>;
}

type Target = ExportTable['names'] extends ReadonlyMap<string, infer T> ? T : never;

function targetValue(search: Search, target: Target, file: ts.SourceFile): Value {
  const { engine, site } = search;
  switch (target.kind) {
    case 'expression':
      return engine.evaluate(target.node);
    case 'declaration': {
      const { node } = target;
      return ts.isClassDeclaration(node)
        ? { kind: 'class', node, site: engine.siteOf(node) }
        : { kind: 'function', node, site: engine.siteOf(node) };
    }
    case 'local': {
      const declaration = topLevel(file, target.name);
      return declaration ? engine.declared(declaration, target.name) : { kind: 'unknown', site };
    }
    case 'reexport':
      return reexported(search, target.specifier, target.name);
  }
}

function reexported({ engine, path, site, seen }: Search, specifier: string, name: string): Value {
  const to = engine.program.resolve(specifier, path);
  if (to.kind === 'external')
    return { kind: 'external', name: to.name, path: name === '*' ? [] : [name], site };
  return name === '*'
    ? { kind: 'module', path: to.path, site }
    : exported(engine, to.path, name, site, seen);
}

/** `export * from './other'` */
function throughStars(
  { engine, path, site, seen }: Search,
  table: ExportTable,
  name: string,
): Value | undefined {
  for (const star of table.stars) {
    const to = engine.program.resolve(star, path);
    if (to.kind === 'external') continue;
    const value = exported(engine, to.path, name, site, seen);
    if (value.kind !== 'unknown') return value;
  }
  return undefined;
}

/**
 * `import x from './common.js'` of a CommonJS module, and `import { x }` of a module whose whole is
 * one object.
 */
function whole({ engine, path, site }: Search, table: ExportTable, name: string): Value {
  const target = table.names.get('default');
  if (name !== 'default' && target?.kind === 'expression')
    return engine.member(engine.evaluate(target.node), name, site);
  return name === 'default' && table.names.size > 0
    ? { kind: 'module', path, site }
    : { kind: 'unknown', site };
}

/** Some modules export variables of the environment. */
export function externalEnvOr(value: Value): Value {
  return importedEnv(value) ?? value;
}

function topLevel(file: ts.SourceFile, name: string): Declaration | undefined {
  const anchor = file.statements[0] ?? file.endOfFileToken;
  return lookupName(name, anchor);
}
