import ts from 'typescript';
import { blankBefore } from '../../analysis/source/text';
import type { NestModulePlacement } from '../../models/frameworks/placement';
import { inStyle } from '../../edits/inStyle';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { folderOf, pascalCase } from './names';

/** A controller of its own, registered in the root module of the application. */
export function controllerRoute(
  { dialect }: NestModulePlacement,
  spec: RouteSpec,
  place: RoutePlace,
): RouteFile | undefined {
  const application = applicationOf(place);
  if (!application) return undefined;
  const { root, prefix } = application;
  const local = `${spec.name}/${spec.name}.controller`;
  const file = `${folderOf(root)}${local}.ts`;
  const className = `${pascalCase(spec.name)}Controller`;
  const edits = registered(className, `./${local}`, place.read(root) ?? '');
  const own = { ...spec, typescript: true };
  const path = prefix === undefined ? `api/${spec.name}` : spec.name;
  const text = routeText(own, dialect(className, path, shapeOf(own)));
  if (!edits || text === undefined) return undefined;
  return { file, text, url: `/${prefix ?? 'api'}/${spec.name}`, patches: [{ file: root, edits }] };
}

/**
 * The file of the root module, and what the application puts before all addresses; `undefined`
 * where either is out of sight.
 */
function applicationOf({
  files,
  read,
}: RoutePlace): { readonly root: string; readonly prefix: string | undefined } | undefined {
  const main = files.find(
    (path) => /\.ts$/.test(path) && /NestFactory\.create\b/.test(read(path) ?? ''),
  );
  const start = main === undefined ? '' : (read(main) ?? '');
  const rootName = /NestFactory\.create(?:<[^>]*>)?\(\s*(\w+)/.exec(start)?.[1];
  const root = files.find((path) =>
    new RegExp(`export class ${rootName}\\b`).test(read(path) ?? ''),
  );
  // Under Fastify a response is another object, and versions are part of the address.
  if (rootName === undefined || root === undefined || /FastifyAdapter|enableVersioning/.test(start))
    return undefined;
  const prefix = /setGlobalPrefix\(\s*['"]\/?([^'"]*?)\/?['"]\s*\)/.exec(start)?.[1];
  return prefix === undefined && /setGlobalPrefix/.test(start) ? undefined : { root, prefix };
}

/**
 * The import of a controller and its entry in the module's list; `undefined` when the list is made
 * elsewhere.
 */
function registered(name: string, from: string, source: string): Patch['edits'] | undefined {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest, true);
  const imports = file.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const metadata = moduleMetadata(file);
  const entry = metadata && listEntry(name, metadata, source);
  if (!entry || !last) return undefined;
  const style = {
    quote: last.moduleSpecifier.getText().startsWith('"') ? ('"' as const) : ("'" as const),
    semicolons: last.getText().endsWith(';'),
  };
  const extension = /from\s+['"]\.{1,2}\/[^'"]*(\.js)['"]/.exec(source)?.[1] ?? '';
  const loading = inStyle(`import { ${name} } from '${from}${extension}';`, style);
  return [{ start: last.getEnd(), end: last.getEnd(), text: `\n${loading}` }, entry];
}

/** The object that `@Module` is given. */
function moduleMetadata(file: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const module = file.statements
    .filter(ts.isClassDeclaration)
    .flatMap((item) => ts.getDecorators(item) ?? [])
    .map((decorator) => decorator.expression)
    .find((call) => ts.isCallExpression(call) && call.expression.getText() === 'Module');
  const metadata = module && ts.isCallExpression(module) ? module.arguments[0] : undefined;
  return metadata && ts.isObjectLiteralExpression(metadata) ? metadata : undefined;
}

/** The edit that lists a controller; `undefined` when the list is no literal. */
function listEntry(
  name: string,
  metadata: ts.ObjectLiteralExpression,
  source: string,
): Patch['edits'][number] | undefined {
  const list = metadata.properties.find((property) => property.name?.getText() === 'controllers');
  if (!list) {
    const first = metadata.properties[0];
    const indent = first ? blankBefore(source, first.getStart()) : '  ';
    const at = metadata.getStart() + 1;
    return { start: at, end: at, text: `\n${indent}controllers: [${name}],` };
  }
  const value = ts.isPropertyAssignment(list) ? list.initializer : undefined;
  if (!value || !ts.isArrayLiteralExpression(value)) return undefined;
  const last = value.elements[value.elements.length - 1];
  const at = last ? last.getEnd() : value.getStart() + 1;
  return { start: at, end: at, text: last ? `, ${name}` : name };
}
