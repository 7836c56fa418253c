import ts from 'typescript';
import type { Site } from '../source/host';
import { propertyName } from '../source/syntax';
import type { Declaration } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { exportNames } from './exportNames';
import { importers, namesIn } from './importers';
import { methodCalls } from './methodCalls';
import { isThis } from './identity';
import { memberName, positionsOf, useAt, type Position, type Use } from './positions';

const MAX_USES = 40;
const MAX_HOPS = 6;

/** The uses of a function, and the files that were looked at for them. */
interface Found {
  readonly uses: readonly Use[];
  readonly files: readonly string[];
}

/**
 * How a function is reached, in every file of the workspace: called, handed over, exported,
 * whatever its names on the way (imports under other names, re-exports, namespaces, `require`,
 * members of objects, methods of classes and of interfaces they implement). At most 40 uses in 80
 * files; worked out once per function and state of the workspace.
 */
export function usesOf(evaluator: Evaluator, fn: ts.FunctionLikeDeclaration): readonly Use[] {
  const site = evaluator.siteOf(fn);
  const known = evaluator.remember('uses of functions', () => new Map<string, Found>());
  const key = `${site.file}:${site.start}:${site.end}`;
  const hit = known.get(key);
  if (hit) {
    // Who asks again depends on the same files.
    hit.files.forEach((file) => evaluator.program.watch(file));
    return hit.uses;
  }
  // A function that is used by itself meets the empty answer instead of a circle.
  known.set(key, { uses: [], files: [] });
  const search = new Search(evaluator, site);
  search.begin(fn);
  const found = { uses: search.uses, files: [...search.files] };
  known.set(key, found);
  return found.uses;
}

/** The search for the uses of the function at a site. */
class Search {
  readonly uses: Use[] = [];
  readonly files = new Set<string>();

  constructor(
    private readonly evaluator: Evaluator,
    private readonly site: Site,
  ) {}

  /** Begins where the function stands: at its name, its class, or the expression it is. */
  begin(fn: ts.FunctionLikeDeclaration): void {
    const { parent } = fn;
    if (ts.isMethodDeclaration(fn) || ts.isGetAccessorDeclaration(fn)) {
      const name = memberName(fn.name);
      if (name === undefined) return;
      if (ts.isClassLike(parent)) this.throughClass(fn, parent, name);
      else if (ts.isObjectLiteralExpression(parent))
        this.add(useAt({ node: parent, property: name }), 0);
    } else if (ts.isFunctionDeclaration(fn)) this.named(fn, fn.name?.text);
    else if (ts.isConstructorDeclaration(fn)) {
      const { name } = fn.parent;
      if (name) this.named(fn.parent, name.text);
    } else if (ts.isPropertyDeclaration(parent) && ts.isClassLike(parent.parent)) {
      const name = propertyName(parent.name);
      if (name !== undefined) this.throughClass(fn, parent.parent, name);
    } else if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn))
      this.add(useAt({ node: fn }), 0);
  }

  private named(declaration: Declaration, name: string | undefined): void {
    if (name === undefined) this.add({ kind: 'exported', name: 'default' }, 0);
    else this.add({ kind: 'named', declaration, name }, 0);
  }

  private throughClass(
    fn: ts.FunctionLikeDeclaration,
    owner: ts.ClassLikeDeclaration,
    name: string,
  ): void {
    for (const { node, file } of methodCalls(this.evaluator, fn, owner, name)) {
      this.files.add(file);
      this.add(useAt({ node }), 0);
    }
  }

  private add(use: Use | undefined, hops: number): void {
    if (!use || this.uses.length >= MAX_USES) return;
    if (use.kind === 'named') return this.follow(use, hops);
    // What a wrapper returns often is the function again: `const ask = useCallback(async () => …)`.
    const outer =
      use.kind === 'argument' && use.property === undefined ? useAt({ node: use.call }) : undefined;
    if (outer?.kind === 'named' || outer?.kind === 'exported') this.add(outer, hops + 1);
    this.uses.push(use);
    if (use.kind === 'exported')
      for (const position of this.elsewhere(use.name, use.property))
        this.add(useAt(position), hops + 1);
    if (use.kind === 'returned' && hops < 3) this.callsOf(use.fn, hops);
  }

  /** A name: every place where it stands, and the names under which it is exported. */
  private follow(use: Use & { readonly kind: 'named' }, hops: number): void {
    if (hops > MAX_HOPS) return;
    const { declaration, name, property } = use;
    for (const position of positionsOf(declaration, name, property))
      this.add(useAt(position), hops + 1);
    for (const exported of exportNames(this.evaluator, this.site.file, declaration, name))
      this.add(
        { kind: 'exported', name: exported, ...(property === undefined ? {} : { property }) },
        hops + 1,
      );
  }

  /** A function that is returned is what the calls of the outer one give. */
  private callsOf(fn: ts.FunctionLikeDeclaration, hops: number): void {
    for (const outer of usesOf(this.evaluator, fn))
      if (outer.kind === 'call' && ts.isExpression(outer.node))
        this.add(useAt({ node: outer.node }), hops + 2);
  }

  /** Where other modules use a name that this one exports. */
  private elsewhere(exported: string, property: string | undefined): Position[] {
    const { evaluator, site } = this;
    const wanted = property ?? (exported === 'default' ? undefined : exported);
    return importers(evaluator, site.file, wanted).flatMap((file) => {
      const syntax = evaluator.program.syntax(file);
      if (!syntax) return [];
      this.files.add(file);
      return namesIn(syntax.sourceFile, exported, property).filter(({ node }) =>
        isThis(evaluator, node, site),
      );
    });
  }
}
