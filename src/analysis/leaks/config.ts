import ts from 'typescript';
import type { Service } from '../../models/sdk';
import { services } from '../../models/vendors';
import { basename } from '../source/paths';
import { isKeyName, serviceOfName } from '../requests/keyShape';
import { dottedName, propertyName, unwrap, type Syntax } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import type { LeakFact, LeakKind } from './leak';
import { secretsIn, type Secret } from './secrets';

const BUNDLER_CONFIG =
  /^((next|nuxt|vite|astro|svelte|vue|webpack[\w.-]*|rsbuild|rspack|craco|config-overrides|farm|electron\.vite|app|gatsby|remix|quasar)\.config|webpack[\w.-]*)\.[cm]?[jt]s$/;
/** Property paths of a configuration whose values the build writes into browser code. */
const PLACES: readonly {
  readonly config: RegExp;
  readonly path: RegExp;
  readonly kind: LeakKind;
  readonly name: string;
}[] = [
  { config: /^next\./, path: /(^|\.)env$/, kind: 'bundle', name: '`env` of `next.config`' },
  {
    config: /^(next|nuxt)\./,
    path: /(^|\.)publicRuntimeConfig$/,
    kind: 'public-config',
    name: '`publicRuntimeConfig`',
  },
  {
    config: /^nuxt\./,
    path: /(^|\.)runtimeConfig\.public$/,
    kind: 'public-config',
    name: '`runtimeConfig.public`',
  },
  { config: /^nuxt\./, path: /(^|\.)env$/, kind: 'bundle', name: '`env` of `nuxt.config`' },
  {
    config: /^app\./,
    path: /(^|\.)extra$/,
    kind: 'bundle',
    name: '`extra` of the Expo configuration',
  },
  { config: /./, path: /(^|\.)(define|__APP_CONFIG__)$/, kind: 'bundle', name: '`define`' },
];

/** Secrets that a bundler's configuration writes into what browsers download. The configuration is read, never run. */
export function configLeaks(syntax: Syntax, evaluator: Evaluator): LeakFact[] {
  const config = basename(syntax.path);
  if (!BUNDLER_CONFIG.test(config)) return [];
  const leaks: LeakFact[] = [];
  const add = (node: ts.Node, kind: LeakKind, sink: string, secret: Secret) =>
    leaks.push({
      ...evaluator.siteOf(node),
      kind,
      sink,
      secret: secret.name,
      vendor: secret.vendor,
      trail: secret.trail,
    });
  evaluator.walk(syntax.sourceFile, (node) => {
    if (ts.isNewExpression(node)) return pluginLeaks(node, evaluator, add);
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return;
    if (propertyName(node.name) === 'envPrefix' && ts.isPropertyAssignment(node))
      return prefixLeaks(evaluator, node.initializer, add);
    const path = containerPath(node);
    const place = PLACES.find((item) => item.config.test(config) && item.path.test(path));
    if (!place) return;
    const value = ts.isPropertyAssignment(node) ? node.initializer : node.name;
    const [secret] = secretsIn(evaluator, evaluator.evaluate(value));
    if (secret) add(node, place.kind, place.name, secret);
  });
  return leaks;
}

/** `new webpack.DefinePlugin({…})`, `new EnvironmentPlugin(['OPENAI_API_KEY'])`. */
function pluginLeaks(
  node: ts.NewExpression,
  evaluator: Evaluator,
  add: (node: ts.Node, kind: LeakKind, sink: string, secret: Secret) => void,
): void {
  const name = dottedName(node.expression)?.at(-1);
  const argument = node.arguments?.[0] && unwrap(node.arguments[0]);
  if (!argument) return;
  if (name === 'DefinePlugin' && ts.isObjectLiteralExpression(argument)) {
    for (const property of argument.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      const [secret] = secretsIn(evaluator, evaluator.evaluate(property.initializer));
      if (secret) add(property, 'bundle', '`DefinePlugin`', secret);
    }
  } else if (name === 'EnvironmentPlugin') {
    evaluator.walk(argument, (item) => {
      const text = ts.isStringLiteralLike(item)
        ? item.text
        : ts.isPropertyAssignment(item)
          ? propertyName(item.name)
          : undefined;
      if (text !== undefined && isKeyName(text))
        add(item, 'bundle', '`EnvironmentPlugin`', plain(`\`${text}\``, serviceOfName(text)));
    });
  }
}

/** A Vite `envPrefix` that lets variables such as `OPENAI_…` into the bundle. */
function prefixLeaks(
  evaluator: Evaluator,
  value: ts.Expression,
  add: (node: ts.Node, kind: LeakKind, sink: string, secret: Secret) => void,
): void {
  const admitted: string[] = [];
  evaluator.walk(value, (node) => {
    if (ts.isStringLiteralLike(node) && admittedBy(node.text)) admitted.push(node.text);
  });
  if (admitted.length === 0) return;
  const which = admitted.includes('')
    ? 'every variable of the environment'
    : `every variable that starts with ${admitted.map((prefix) => `\`${prefix}\``).join(' or ')}`;
  add(value, 'env-prefix', '`envPrefix`', plain(which, admittedBy(admitted[0])));
}

/** The service whose key is in a variable with that prefix. */
function admittedBy(prefix: string): Service | undefined {
  return services.find(({ key }) => key.variables.some((name) => name.startsWith(prefix)));
}

/** A secret that is known by its name alone. */
function plain(name: string, service: Service | undefined): Secret {
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
