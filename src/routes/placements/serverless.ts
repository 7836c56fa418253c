import type { ServerlessPlacement } from '../../models/frameworks/placement';
import { isCommonJs, toCommonJs } from '../commonJs';
import type { Patch, RouteFile, RoutePlace, RouteSpec } from '../route';
import { routeText } from '../routeText';
import { shapeOf } from '../shape';
import { camelCase, folderOf } from './names';

/**
 * A function of the Serverless framework beside the ones that are there, under the same gateway.
 */
export function serverlessFunction(
  placement: ServerlessPlacement,
  spec: RouteSpec,
  { files, exists, read }: RoutePlace,
): RouteFile | undefined {
  const config = placement.configs.find((path) => read(path) !== undefined);
  const gateway = config === undefined ? undefined : gatewayOf(read(config) ?? '');
  if (config === undefined || !gateway) return undefined;
  const { yaml, table, rest } = gateway;
  const sibling = files.find((path) => path.replace(/\.[mc]?[jt]s$/, '') === gateway.handler);
  if (sibling === undefined) return undefined;
  const extension = sibling.slice(sibling.lastIndexOf('.'));
  const stem = `${folderOf(sibling)}${spec.name}`;
  const file = `${stem}${extension}`;
  const key = camelCase(spec.name);
  if (exists(file) || new RegExp(`^${table[1]}${key}:`, 'm').test(yaml)) return undefined;
  const own = { ...spec, typescript: extension.endsWith('ts') };
  const shape = shapeOf(own);
  const { variable } = shape;
  const text = routeText(own, placement.dialect(rest, shape));
  if (text === undefined) return undefined;
  const source = read(sibling) ?? '';
  const commonJs = isCommonJs(source) || /^(module\.)?exports\./m.test(source);
  return {
    file,
    text: commonJs ? toCommonJs(text, 'handler') : text,
    url: `/${spec.name}`,
    envFile: placement.envFile,
    patches: [
      {
        file: config,
        edits: entryIn(table, key, functionLines(spec.name, stem, { rest, variable })),
      },
    ],
    note: placement.note(variable),
  };
}

interface Gateway {
  readonly yaml: string;
  /**
   * The head of the table of functions up to its first entry, whose indentation is the first group.
   */
  readonly table: RegExpExecArray;
  /** The module of a function that is there, without its extension. */
  readonly handler: string;
  /** One for REST, and not for HTTP. */
  readonly rest: boolean;
}

/**
 * The table of functions and their gateway; `undefined` where there is none, or one that no page of
 * another origin may ask.
 */
function gatewayOf(yaml: string): Gateway | undefined {
  const table = /^functions:[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*([ \t]+)[\w-]+:/m.exec(yaml);
  const handler = /^[ \t]+handler:[ \t]*['"]?([\w./-]+)\.\w+/m.exec(yaml)?.[1];
  const rest = /^[ \t]+- http:/m.test(yaml);
  const asked = rest || /^[ \t]+- httpApi:/m.test(yaml);
  return table && handler !== undefined && asked && /\bcors:/.test(yaml)
    ? { yaml, table, handler, rest }
    : undefined;
}

/** What the table says of a function, indented by two spaces a level. */
function functionLines(
  name: string,
  stem: string,
  { rest, variable }: { readonly rest: boolean; readonly variable: string },
): string[] {
  return [
    `handler: ${stem}.handler`,
    'environment:',
    `  ${variable}: \${env:${variable}}`,
    'timeout: 29',
    'events:',
    `  - ${rest ? 'http' : 'httpApi'}:`,
    `      path: /${name}`,
    '      method: post',
    ...(rest ? ['      cors: true'] : []),
  ];
}

/** A function as the first of the table, in the table's own indentation. */
function entryIn(table: RegExpExecArray, key: string, lines: readonly string[]): Patch['edits'] {
  const [found, unit] = table;
  const at = table.index + found.lastIndexOf('\n') + 1;
  const inUnits = lines.map((line) =>
    line.replace(/^ +/, (spaces) => unit.repeat(spaces.length / 2)),
  );
  const text = [`${key}:`, ...inUnits.map((line) => `${unit}${line}`)]
    .map((line) => `${unit}${line}\n`)
    .join('');
  return [{ start: at, end: at, text }];
}
