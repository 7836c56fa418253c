import ts from 'typescript';
import type { BundledOption, Bundling } from '../../models/bundling';
import { accepts, matches } from '../../models/match';
import { models } from '../../models/registry';
import type { Service } from '../../models/sdk';
import { services } from '../../models/vendors';
import { isKeyName, serviceOfName } from '../requests/keyShape';
import { basename, extname } from '../source/paths';
import { propertyName, unwrap, type Syntax } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { shortName } from './exits';
import type { LeakFact, LeakKind } from './leak';
import { secretsIn, type Secret } from './secrets';

const BUNDLING = models.flatMap(({ bundling }) => bundling ?? []);

/**
 * Secrets that a bundler's configuration writes into what browsers download. The configuration is
 * read, never run.
 */
export function configLeaks(syntax: Syntax, evaluator: Evaluator): LeakFact[] {
  const bundling = bundlingOf(basename(syntax.path));
  if (bundling.length === 0) return [];
  const search = new Search(bundling, evaluator);
  evaluator.walk(syntax.sourceFile, (node) => {
    if (ts.isNewExpression(node)) search.plugin(node);
    else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node))
      search.option(node);
  });
  return search.leaks;
}

/** What is known of a configuration file by its name. */
function bundlingOf(name: string): readonly Bundling[] {
  if (!/^\.[cm]?[jt]s$/.test(extname(name))) return [];
  const stem = name.slice(0, -extname(name).length);
  return BUNDLING.filter(({ configs }) => configs.some((config) => accepts(config, stem)));
}

/** The leaks of one configuration file. */
class Search {
  readonly leaks: LeakFact[] = [];

  constructor(
    private readonly bundling: readonly Bundling[],
    private readonly evaluator: Evaluator,
  ) {}

  /** An option whose values are written into the code, or the one that lets variables in. */
  option(node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): void {
    const name = propertyName(node.name);
    if (ts.isPropertyAssignment(node) && this.bundling.some(({ prefixes }) => prefixes === name))
      return this.prefixes(node.initializer, `\`${name}\``);
    const option = this.optionAround(node);
    if (!option) return;
    const value = ts.isPropertyAssignment(node) ? node.initializer : node.name;
    this.carrying(node, value, option.kind, option.name);
  }

  /** `new webpack.DefinePlugin({…})`, `new EnvironmentPlugin(['OPENAI_API_KEY'])`. */
  plugin(node: ts.NewExpression): void {
    const argument = node.arguments?.[0] && unwrap(node.arguments[0]);
    if (!argument) return;
    const [match] = referencesOf(this.evaluator, node.expression).flatMap((reference) =>
      matches('bundlerPlugins', reference),
    );
    if (!match) return;
    const name = `\`${shortName(node.expression).split('.').at(-1) ?? ''}\``;
    if (match.row.writes === 'variables') this.variables(argument, name);
    else if (ts.isObjectLiteralExpression(argument))
      for (const property of argument.properties)
        if (ts.isPropertyAssignment(property))
          this.carrying(property, property.initializer, 'bundle', name);
  }

  private optionAround(node: ts.Node): BundledOption | undefined {
    const path = containerPath(node);
    return this.bundling
      .flatMap(({ options }) => options)
      .find(({ option }) => path === option || path.endsWith(`.${option}`));
  }

  /** Variables that a plug-in writes into the code, by their names. */
  private variables(names: ts.Expression, sink: string): void {
    this.evaluator.walk(names, (item) => {
      const text = ts.isPropertyAssignment(item)
        ? propertyName(item.name)
        : ts.isStringLiteralLike(item)
          ? item.text
          : undefined;
      if (text !== undefined && isKeyName(text))
        this.add(item, 'bundle', sink, named(`\`${text}\``, serviceOfName(text)));
    });
  }

  /** Prefixes that let variables such as `OPENAI_…` into the code. */
  private prefixes(value: ts.Expression, sink: string): void {
    const admitted: string[] = [];
    this.evaluator.walk(value, (node) => {
      if (ts.isStringLiteralLike(node) && admittedBy(node.text)) admitted.push(node.text);
    });
    if (admitted.length === 0) return;
    const prefixes = admitted.map((prefix) => `\`${prefix}\``).join(' or ');
    const which = admitted.includes('')
      ? 'every variable of the environment'
      : `every variable that starts with ${prefixes}`;
    this.add(value, 'env-prefix', sink, named(which, admittedBy(admitted[0])));
  }

  private carrying(node: ts.Node, value: ts.Expression, kind: LeakKind, sink: string): void {
    const [secret] = secretsIn(this.evaluator, this.evaluator.evaluate(value));
    if (secret) this.add(node, kind, sink, secret);
  }

  private add(node: ts.Node, kind: LeakKind, sink: string, secret: Secret): void {
    const { name, vendor, trail } = secret;
    this.leaks.push({
      ...this.evaluator.siteOf(node),
      kind,
      sink,
      secret: name,
      vendor,
      trail,
    });
  }
}

/** The service whose key is in a variable with that prefix. */
function admittedBy(prefix: string): Service | undefined {
  return services.find(({ key }) => key.variables.some((name) => name.startsWith(prefix)));
}

/** A secret that is known by its name alone. */
function named(name: string, service: Service | undefined): Secret {
  return { name, vendor: (service ?? services[0]).vendor, trail: [], part: false };
}

/** The dotted property names around a property, the outermost first. */
function containerPath(node: ts.Node): string {
  const names: string[] = [];
  for (let at: ts.Node = node.parent; at && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isPropertyAssignment(at)) names.unshift(propertyName(at.name) ?? '*');
  }
  return names.join('.');
}
