import ts from 'typescript';
import type { Site } from '../source/host';
import { matches } from '../../models/match';
import { lookup, referencesTo, type Declaration } from '../source/scope';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { optionsOf } from '../values/value';
import { exportNames } from './exportNames';
import { importers, namesIn } from './importers';
import { methodCalls } from './methodCalls';
import { isThis } from './identity';
import {
  elementsOf,
  holderAround,
  isHolder,
  isListing,
  ownReads,
  runsAtOnce,
  readsOf,
} from './elements';
import { isAsync, memberName, positionsOf, useAt, type Position, type Use } from './positions';

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

/**
 * What a function does with another one that it is given as a parameter, or as a property of one:
 * it calls it, hands it on, or keeps it for later.
 */
export function usesOfParameter(
  evaluator: Evaluator,
  parameter: ts.ParameterDeclaration,
  property: string | undefined,
): readonly Use[] {
  const search = new Search(evaluator, evaluator.siteOf(parameter), false);
  search.beginAt(parameter, property);
  return search.uses;
}

/** The search for the uses of the function, or the parameter, at a site. */
class Search {
  readonly uses: Use[] = [];
  readonly files = new Set<string>();

  /** `leaves` is false where what a function gives back is looked at by somebody else. */
  constructor(
    private readonly evaluator: Evaluator,
    private readonly site: Site,
    private readonly leaves = true,
  ) {}

  /** Begins at a parameter: at its name, or at that of the property taken out of it. */
  beginAt(parameter: ts.ParameterDeclaration, property: string | undefined): void {
    const { name, parent } = parameter;
    if (ts.isIdentifier(name)) {
      const held = property === undefined ? {} : { property };
      if (parameter.dotDotDotToken)
        for (const node of referencesTo(parameter, name.text))
          this.elementsAt({ node, ...held }, 0);
      else this.follow({ kind: 'named', declaration: parameter, name: name.text, ...held }, 0);
      if (ts.isParameterPropertyDeclaration(parameter, parent) && ts.isClassLike(parent.parent))
        this.throughField({ kind: 'field', owner: parent.parent, name: name.text, ...held }, 0);
      return;
    }
    for (const element of name.elements) {
      if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) continue;
      const taken = memberName(element.propertyName) ?? element.name.text;
      if (property !== undefined && taken === property)
        this.follow({ kind: 'named', declaration: element, name: element.name.text }, 0);
    }
  }

  /** Begins where the function stands: at its name, its class, or the expression it is. */
  begin(fn: ts.FunctionLikeDeclaration): void {
    const { parent } = fn;
    if (ts.isMethodDeclaration(fn) || ts.isGetAccessorDeclaration(fn)) {
      const name = memberName(fn.name);
      if (name === undefined) return;
      if (ts.isClassLike(parent)) this.throughClass(parent, name, 0);
      else if (ts.isObjectLiteralExpression(parent)) this.at({ node: parent, property: name }, 0);
    } else if (ts.isFunctionDeclaration(fn)) this.named(fn, fn.name?.text);
    else if (ts.isConstructorDeclaration(fn)) {
      const { name } = fn.parent;
      if (name) this.named(fn.parent, name.text);
    } else if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) this.at({ node: fn }, 0);
  }

  private named(declaration: Declaration, name: string | undefined): void {
    if (name === undefined) this.add({ kind: 'exported', name: 'default' }, 0);
    else this.add({ kind: 'named', declaration, name }, 0);
  }

  private throughClass(owner: ts.ClassLikeDeclaration, name: string, hops: number): void {
    for (const { node, file } of methodCalls(this.evaluator, this.site, owner, name)) {
      this.files.add(file);
      this.at({ node }, hops);
    }
  }

  /** A position: what happens there, or to what is taken out of the list or table that it is. */
  private at(position: Position, hops: number): void {
    const use = useAt(position);
    const isListed =
      use?.kind === 'argument' && ts.isCallExpression(use.call) && isListing(use.call);
    if (use && !isListed) return this.add(use, hops);
    if (hops > MAX_HOPS) return;
    this.elementsAt(position, hops);
    const { node, ...held } = position;
    const holder = holderAround(this.evaluator, node);
    if (holder)
      for (const read of readsOf(holder)) this.elementsAt({ node: read, ...held }, hops + 1);
  }

  private elementsAt({ node, property }: Position, hops: number): void {
    for (const element of elementsOf(this.evaluator, node)) {
      // The values of a table are the functions; those of a list may be objects that hold them.
      const use = useAt({ node: element });
      const asObject = property === undefined ? undefined : useAt({ node: element, property });
      this.add(use?.kind === 'call' ? use : (asObject ?? use), hops + 1);
    }
  }

  private add(use: Use | undefined, hops: number): void {
    if (!use || this.uses.length >= MAX_USES) return;
    if (use.kind === 'named') return this.follow(use, hops);
    if (use.kind === 'field') return this.throughField(use, hops);
    if (use.kind === 'argument' && this.intoHolder(use, hops)) return;
    if (use.kind === 'assigned' && this.intoObject(use, hops)) return;
    // What a wrapper returns often is the function again: `const ask = useCallback(async () => …)`.
    if (use.kind === 'argument' && use.property === undefined)
      this.add(wrappedUse(this.evaluator, use.call), hops + 1);
    this.uses.push(use);
    if (use.kind === 'exported')
      for (const position of this.elsewhere(use.name, use.property)) this.at(position, hops + 1);
    if (use.kind === 'returned' && this.leaves && hops < 3) this.callsOf(use.fn, hops);
  }

  /** A field: where its class and others use it, or what it holds. */
  private throughField(use: Use & { readonly kind: 'field' }, hops: number): void {
    if (hops > MAX_HOPS) return;
    const { owner, name, property } = use;
    if (property === undefined) this.throughClass(owner, name, hops + 1);
    const held = property === undefined ? {} : { property };
    for (const node of ownReads(owner, name))
      if (property !== undefined || !useAt({ node })) this.at({ node, ...held }, hops + 1);
  }

  /** A list, a set or a map that it is put into: what is taken out of that. */
  private intoHolder(use: Use & { readonly kind: 'argument' }, hops: number): boolean {
    const { call, index, property } = use;
    if (hops > MAX_HOPS) return false;
    const held = property === undefined ? {} : { property };
    if (ts.isNewExpression(call)) {
      if (!isHolder(call)) return false;
      this.at({ node: call, ...held }, hops + 1);
      return true;
    }
    const argument = call.arguments[index];
    const holder = argument && holderAround(this.evaluator, argument);
    if (!holder) return false;
    for (const node of readsOf(holder)) this.elementsAt({ node, ...held }, hops + 1);
    return true;
  }

  /** `const api = {}; api.ask = async () => …`: the object is followed with that property. */
  private intoObject({ node: { left }, name }: Use & { readonly kind: 'assigned' }, hops: number) {
    const object = ts.isPropertyAccessExpression(left) ? left.expression : undefined;
    const declaration = object && ts.isIdentifier(object) ? lookup(object) : undefined;
    const isObject =
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      ts.isObjectLiteralExpression(declaration.initializer);
    if (isObject && ts.isIdentifier(declaration.name))
      this.follow(
        { kind: 'named', declaration, name: declaration.name.text, property: name },
        hops + 1,
      );
    return isObject;
  }

  /** A name: every place where it stands, and the names under which it is exported. */
  private follow(use: Use & { readonly kind: 'named' }, hops: number): void {
    if (hops > MAX_HOPS) return;
    const { declaration, name, property } = use;
    for (const position of positionsOf(declaration, name, property)) this.at(position, hops + 1);
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
        this.at({ node: outer.node }, hops + 2);
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

/** What happens to what a wrapper gives, where that has a name and may be the function again. */
export function wrappedUse(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
): Use | undefined {
  const outer = useAt({ node: call });
  const isNamed = outer?.kind === 'named' || outer?.kind === 'exported' || outer?.kind === 'field';
  return isNamed && mayGiveFunction(evaluator, call) ? outer : undefined;
}

/**
 * Whether what a call gives may be the function that it was given. What runs it and gives a promise
 * of its result does not: a method of lists or promises, a function that is `async`, or a library
 * that tries it again.
 */
function mayGiveFunction(
  evaluator: Evaluator,
  call: ts.CallExpression | ts.NewExpression,
): boolean {
  if (ts.isNewExpression(call)) return true;
  if (runsAtOnce(call)) return false;
  const options = optionsOf(evaluator.evaluate(call.expression), 4);
  if (options.every((option) => option.kind === 'function' && isAsync(option.node))) return false;
  return !referencesOf(evaluator, call.expression).some((reference) =>
    matches('retries', reference).some(({ certain }) => certain),
  );
}
