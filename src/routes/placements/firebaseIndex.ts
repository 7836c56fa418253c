import { isRecord, readJsonObject } from '../../analysis/source/packages';
import { setInJson } from '../../edits/json';
import type { FirebaseIndexPlacement } from '../../models/frameworks/placement';
import { dependencyRange } from '../../models/package';
import { isCommonJs, toCommonJs } from '../commonJs';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { camelCase, folderOf, importExtension } from './names';

/**
 * A function of its own, exported by the index of the functions, to which the page's hosting sends
 * `/api/…`.
 */
export function httpsFunction(
  placement: FirebaseIndexPlacement,
  spec: RouteSpec,
  { pkg, files, read }: RoutePlace,
): RouteFile | undefined {
  const { versions, indexes, envFile, note } = placement;
  const index = indexes.find((path) => files.includes(path));
  const hosting = ['firebase.json', '../firebase.json'].find((path) => read(path) !== undefined);
  if (index === undefined || hosting === undefined) return undefined;
  if (!versions.test(dependencyRange(pkg, 'firebase-functions') ?? '')) return undefined;
  const source = read(index) ?? '';
  const name = camelCase(spec.name);
  const url = `/api/${spec.name}`;
  const rewrite = rewritten(read(hosting) ?? '', rewriteOf(url, name, source));
  if (!rewrite || new RegExp(`\\b${name}\\b`).test(source)) return undefined;
  const extension = index.slice(index.lastIndexOf('.'));
  const own = { ...spec, typescript: extension === '.ts' };
  const shape = shapeOf(own);
  const text = routeText(own, placement.dialect(name, shape));
  if (text === undefined) return undefined;
  const commonJs = isCommonJs(source);
  const ending = own.typescript ? importExtension(source, read('tsconfig.json') ?? '') : extension;
  const from = `'./${spec.name}${ending}'`;
  const exported = commonJs
    ? `exports.${name} = require(${from}).${name};`
    : `export { ${name} } from ${from};`;
  return {
    file: `${folderOf(index)}${spec.name}${extension}`,
    text: commonJs ? toCommonJs(text, name) : text,
    url,
    envFile,
    patches: [
      { file: index, edits: lastLine(source, exported) },
      { file: hosting, edits: rewrite },
    ],
    note: note(shape.variable),
  };
}

/** The rewrite that sends an address to a function, in the region that the index sets for all. */
function rewriteOf(url: string, functionId: string, source: string): Record<string, unknown> {
  const region = /setGlobalOptions\([^)]*\bregion:\s*['"]([\w-]+)['"]/.exec(source)?.[1];
  return { source: url, function: { functionId, ...(region === undefined ? {} : { region }) } };
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
