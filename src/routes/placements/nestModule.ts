import ts from 'typescript';
import { importedNames, importsOf } from '../../analysis/source/imports';
import { literalOf } from '../../analysis/source/literal';
import { lookup } from '../../analysis/source/scope';
import { propertyName, unwrap, walk, type Syntax } from '../../analysis/source/syntax';
import { blankBefore } from '../../analysis/source/text';
import { addNamedImport } from '../../edits/addImport';
import type { TextEdit } from '../../edits/edit';
import { covers } from '../../models/match';
import type { NestModulePlacement } from '../../models/frameworks/placement';
import type { RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { madeAs, madeIn } from './made';
import { folderOf, importExtension, pascalCase } from './names';

/** A controller of its own, registered in the root module of the application. */
export function controllerRoute(
  placement: NestModulePlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const application = applicationOf(placement, place);
  if (!application) return undefined;
  const { root, prefix } = application;
  const local = `${spec.name}/${spec.name}.controller`;
  const file = `${folderOf(root.file)}${local}.ts`;
  const className = `${pascalCase(spec.name)}Controller`;
  const extension = importExtension(root.syntax, place.read('tsconfig.json'));
  const edits = registered(className, `./${local}${extension}`, placement.module.list, root);
  const own = { ...spec, typescript: true };
  const path = prefix === undefined ? `api/${spec.name}` : spec.name;
  const written = routeText(own, placement.dialect(className, path, shapeOf(own)));
  if (!edits || !written) return undefined;
  return {
    file,
    ...written,
    url: `/${prefix ?? 'api'}/${spec.name}`,
    patches: [{ file: root.file, edits }],
  };
}

/** The module that an application begins with. */
interface RootModule {
  readonly file: string;
  readonly syntax: Syntax;
  /** The object that its decorator is given. */
  readonly metadata: ts.ObjectLiteralExpression;
}

/**
 * The root module, and what the application puts before all addresses; `undefined` where either is
 * out of sight.
 */
function applicationOf(
  { creation, module, prefix, without }: NestModulePlacement,
  place: RoutePlace,
): { readonly root: RootModule; readonly prefix: string | undefined } | undefined {
  const { files, read, syntax: parsed } = place;
  for (const main of files.filter((path) => path.endsWith('.ts'))) {
    const syntax = creation.packages.some((name) => read(main)?.includes(name))
      ? parsed(main)
      : undefined;
    const [made] = madeIn(syntax, creation);
    if (!syntax || !made) continue;
    const named = made.arguments?.[0] && unwrap(made.arguments[0]);
    const root = named && ts.isIdentifier(named) && rootModule(named, main, module, place);
    const isOther =
      importsOf(syntax).some(({ specifier }) =>
        without.packages.some((name) => covers(name, specifier)),
      ) || without.methods.some((method) => callsOf(method, syntax).length > 0);
    const [set, ...more] = callsOf(prefix, syntax);
    if (!root || isOther || more.length > 0) return undefined;
    if (!set) return { root, prefix: undefined };
    // Options may leave addresses out of it.
    const said = set.arguments.length === 1 ? literalOf(set.arguments[0]) : undefined;
    return typeof said === 'string' ? { root, prefix: withoutSlashes(said) } : undefined;
  }
  return undefined;
}

function withoutSlashes(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '')
    .join('/');
}

/** The calls of a method of anything in a module. */
function callsOf(method: string, { sourceFile }: Syntax): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  walk(sourceFile, (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === method
    )
      found.push(node);
  });
  return found;
}

/** The module that a name of a file leads to, in its own file or in the one that it comes from. */
function rootModule(
  name: ts.Identifier,
  from: string,
  decorator: NestModulePlacement['module'],
  { resolve, syntax: parsed }: RoutePlace,
): RootModule | undefined {
  const statement = name
    .getSourceFile()
    .statements.filter(ts.isImportDeclaration)
    .find((item) => importedNames(item).includes(name.text));
  const specifier = statement?.moduleSpecifier;
  const declaration = lookup(name);
  const exported =
    declaration && ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : name.text;
  const file =
    specifier && ts.isStringLiteralLike(specifier) ? resolve(specifier.text, from) : from;
  const syntax = file === undefined ? undefined : parsed(file);
  const metadata = syntax && metadataOf(exported, syntax, decorator);
  return file !== undefined && metadata ? { file, syntax, metadata } : undefined;
}

/** The object that the decorator of a class is given. */
function metadataOf(
  name: string,
  { sourceFile }: Syntax,
  decorator: NestModulePlacement['module'],
): ts.ObjectLiteralExpression | undefined {
  const [call] = sourceFile.statements
    .filter(ts.isClassDeclaration)
    .filter((item) => item.name?.text === name)
    .flatMap((item) => ts.getDecorators(item) ?? [])
    .flatMap(({ expression }) => madeAs(expression, decorator) ?? []);
  const metadata = call?.arguments?.[0];
  return metadata && ts.isObjectLiteralExpression(metadata) ? metadata : undefined;
}

/**
 * The import of a controller and its entry in the module's list; `undefined` when the list is made
 * elsewhere.
 */
function registered(
  name: string,
  from: string,
  list: string,
  { syntax, metadata }: RootModule,
): readonly TextEdit[] | undefined {
  const loading = addNamedImport(syntax, name, from).edit;
  const entry = listEntry(name, list, metadata);
  return loading && entry && [loading, entry];
}

/** The edit that lists a controller; `undefined` when the list is no literal. */
function listEntry(
  name: string,
  list: string,
  metadata: ts.ObjectLiteralExpression,
): TextEdit | undefined {
  const { properties } = metadata;
  const listed = properties.find((property) => propertyName(property.name) === list);
  if (!listed) {
    // What is spread into it may bring a list, which another one would replace.
    if (properties.some(ts.isSpreadAssignment)) return undefined;
    const at = metadata.getStart() + 1;
    const [first] = properties;
    if (!first) return { start: at, end: at, text: ` ${list}: [${name}] ` };
    const indent = blankBefore(first.getSourceFile().text, first.getStart());
    return { start: at, end: at, text: `\n${indent}${list}: [${name}],` };
  }
  const value = ts.isPropertyAssignment(listed) ? unwrap(listed.initializer) : undefined;
  if (!value || !ts.isArrayLiteralExpression(value)) return undefined;
  const last = value.elements[value.elements.length - 1];
  const at = last ? last.getEnd() : value.getStart() + 1;
  return { start: at, end: at, text: last ? `, ${name}` : name };
}
