import { exportsOf } from '../../analysis/source/imports';
import { propertyIn } from '../../analysis/source/held';
import { literalOf } from '../../analysis/source/literal';
import { isCommonJs } from '../../analysis/source/moduleKind';
import type { Syntax } from '../../analysis/source/syntax';
import { isRecord, readJsonObject } from '../../analysis/source/packages';
import { setInJson } from '../../edits/json';
import type { FirebaseIndexPlacement } from '../../models/frameworks/placement';
import { dependencyRange } from '../../models/package';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { madeIn } from './made';
import { camelCase, folderOf, importExtension } from './names';

/**
 * A function of its own, exported by the index of the functions, to which the page's hosting sends
 * `/api/…`.
 */
export function httpsFunction(
  placement: FirebaseIndexPlacement,
  spec: RouteSpec,
  { pkg, files, read, syntax: parsed }: RoutePlace,
): RouteFile | undefined {
  const { versions, indexes, envFile, note } = placement;
  const index = indexes.find((path) => files.includes(path));
  const hosting = ['firebase.json', '../firebase.json'].find((path) => read(path) !== undefined);
  if (index === undefined || hosting === undefined) return undefined;
  if (!versions.test(dependencyRange(pkg, 'firebase-functions') ?? '')) return undefined;
  const syntax = parsed(index);
  if (!syntax) return undefined;
  const name = camelCase(spec.name);
  const url = `/api/${spec.name}`;
  const rewrite = rewritten(
    read(hosting) ?? '',
    rewriteOf(url, name, regionIn(syntax, placement.region)),
  );
  if (!rewrite || exportsOf(syntax).names.has(name)) return undefined;
  const extension = index.slice(index.lastIndexOf('.'));
  const commonJs = isCommonJs(syntax);
  const own = { ...spec, typescript: extension === '.ts', commonJs };
  const shape = shapeOf(own);
  const written = routeText(own, placement.dialect(name, shape));
  if (!written) return undefined;
  const ending = own.typescript ? importExtension(syntax, read('tsconfig.json')) : extension;
  const from = `'./${spec.name}${ending}'`;
  const exported = commonJs
    ? `exports.${name} = require(${from}).${name};`
    : `export { ${name} } from ${from};`;
  return {
    file: `${folderOf(index)}${spec.name}${extension}`,
    ...written,
    url,
    envFile,
    patches: [
      { file: index, edits: lastLine(syntax.text, exported) },
      { file: hosting, edits: rewrite },
    ],
    note: note(shape.variable),
  };
}

/** The rewrite that sends an address to a function, in the region that all of them run in. */
function rewriteOf(
  url: string,
  functionId: string,
  region: string | undefined,
): Record<string, unknown> {
  return { source: url, function: { functionId, ...(region === undefined ? {} : { region }) } };
}

/** The region that the index sets for all functions, where it is written out. */
function regionIn(
  syntax: Syntax,
  { option, ...made }: FirebaseIndexPlacement['region'],
): string | undefined {
  const [options] = madeIn(syntax, made).flatMap((call) => call.arguments?.[0] ?? []);
  const set = options && propertyIn(options, option);
  const value = set && literalOf(set);
  return typeof value === 'string' ? value : undefined;
}

/** A statement behind everything else of a module. */
function lastLine(source: string, statement: string): Patch['edits'] {
  const gap = source.endsWith('\n') ? '\n' : '\n\n';
  return [{ start: source.length, end: source.length, text: `${gap}${statement}\n` }];
}

/**
 * The edit that puts a rewrite before all others of the one site in `firebase.json`: the last one
 * usually answers everything.
 */
function rewritten(
  text: string,
  entry: Readonly<Record<string, unknown>>,
): Patch['edits'] | undefined {
  const hosting = readJsonObject(text)?.hosting;
  return isRecord(hosting) ? setInJson(text, ['hosting', 'rewrites', 0], entry) : undefined;
}
