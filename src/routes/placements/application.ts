import ts from 'typescript';
import { literalOf } from '../../analysis/source/literal';
import { referencesTo } from '../../analysis/source/scope';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import type { MadeApplication } from '../../models/frameworks/placement';
import type { RoutePlace } from '../route';
import { madeAs } from './made';

/** The variable of a module that holds an application. */
export interface Application {
  readonly file: string;
  readonly syntax: Syntax;
  readonly name: string;
  /** What stands before the paths of its routes; `undefined` where that cannot be told. */
  readonly prefix: string | undefined;
}

/** The application of a package that is started or takes others in, where there are several. */
export function applicationIn(
  made: MadeApplication,
  { files, read, syntax }: Pick<RoutePlace, 'files' | 'read' | 'syntax'>,
): Application | undefined {
  const all = files.flatMap((file) => {
    // Most files have nothing to do with the framework: only the others are parsed.
    const isAbout =
      /\.[mc]?[jt]s$/.test(file) && made.packages.some((name) => read(file)?.includes(name));
    const module = isAbout ? syntax(file) : undefined;
    return module ? applicationsOf(made, file, module) : [];
  });
  return (all.find(({ isMain }) => isMain) ?? all[0])?.application;
}

interface Candidate {
  readonly application: Application;
  /** It is started, or takes others in. */
  readonly isMain: boolean;
}

function applicationsOf(made: MadeApplication, file: string, syntax: Syntax): Candidate[] {
  return syntax.sourceFile.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration): Candidate[] => {
      const { name, initializer } = declaration;
      const chain = initializer && chainOf(initializer, made);
      if (!chain || !ts.isIdentifier(name)) return [];
      const uses = referencesTo(declaration, name.text);
      const prefix = prefixOf(chain, uses, made);
      return [
        { application: { file, syntax, name: name.text, prefix }, isMain: uses.some(isStart) },
      ];
    }),
  );
}

/** A creation and the calls that are chained to it, the creation first. */
interface Chain {
  readonly creation: ts.CallExpression | ts.NewExpression;
  readonly calls: readonly MethodCall[];
}

interface MethodCall {
  readonly method: string;
  readonly args: readonly ts.Expression[];
}

/**
 * The chain of an expression that gives an application; `undefined` for anything else, also for
 * what a chain gives that starts it: nothing can be put into that.
 */
function chainOf(expression: ts.Expression, made: MadeApplication): Chain | undefined {
  const calls: MethodCall[] = [];
  let at = unwrap(expression);
  for (;;) {
    const creation = madeAs(at, made);
    if (creation) return { creation, calls };
    if (!ts.isCallExpression(at) || !ts.isPropertyAccessExpression(at.expression)) return undefined;
    const method = at.expression.name.text;
    if (method === STARTING) return undefined;
    calls.unshift({ method, args: at.arguments });
    at = unwrap(at.expression.expression);
  }
}

const STARTING = 'listen';

/** What stands before every path: '' at the root; `undefined` where it is said, but not written out. */
function prefixOf(
  { creation, calls }: Chain,
  uses: readonly ts.Identifier[],
  { prefix: { option, method } = {} }: MadeApplication,
): string | undefined {
  const options = creation.arguments?.[0] && unwrap(creation.arguments[0]);
  const said = [
    ...(options ? optionOf(options, option) : []),
    ...[...calls, ...uses.flatMap((use) => methodCall(use) ?? [])]
      .filter((item) => item.method === method)
      .map(({ args: [first] }) => first),
  ];
  const texts = said.map((value) => (value ? literalOf(value) : undefined));
  return texts.every((text) => typeof text === 'string') ? texts.join('') : undefined;
}

/** The value of an option; a list with nothing in it where options are not written out. */
function optionOf(
  options: ts.Expression,
  name: string | undefined,
): readonly (ts.Expression | undefined)[] {
  if (name === undefined) return [];
  if (!ts.isObjectLiteralExpression(options)) return [undefined];
  return options.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return [undefined];
    if (propertyName(property.name) !== name) return [];
    return [
      ts.isPropertyAssignment(property)
        ? property.initializer
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : undefined,
    ];
  });
}

/** `app.use(…)` of a use of `app` */
function methodCall({ parent }: ts.Identifier): MethodCall | undefined {
  return ts.isPropertyAccessExpression(parent) &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
    ? { method: parent.name.text, args: parent.parent.arguments }
    : undefined;
}

/**
 * Whether a use of an application starts it, takes another in, or puts its routes into one:
 * `app.listen(…)`, `serve({ fetch: app.fetch })`, `app.route('/x', other)`,
 * `app.use(router.routes())`.
 */
function isStart(use: ts.Identifier): boolean {
  const method = methodCall(use)?.method;
  if (method !== undefined && STARTS.includes(method)) return true;
  let at: ts.Node = use;
  while (!ts.isStatement(at)) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.expression !== at) {
      const { expression } = parent;
      if (ts.isIdentifier(expression) && expression.text === 'serve') return true;
      if (method === 'routes' && ts.isPropertyAccessExpression(expression)) return true;
    }
    at = parent;
  }
  return false;
}

const STARTS: readonly string[] = [STARTING, 'route', 'mount'];
