import { isMap, isPair, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { isCommonJs } from '../../analysis/source/moduleKind';
import { extname } from '../../analysis/source/paths';
import type { ServerlessPlacement } from '../../models/frameworks/placement';
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
  { files, exists, read, syntax }: RoutePlace,
): RouteFile | undefined {
  const config = placement.configs.find((path) => read(path) !== undefined);
  const gateway = config === undefined ? undefined : gatewayOf(read(config) ?? '');
  if (config === undefined || !gateway) return undefined;
  const { functions, handler, rest } = gateway;
  const sibling = files.find(
    (path) =>
      /\.[mc]?[jt]s$/.test(path) && path.slice(0, path.length - extname(path).length) === handler,
  );
  const module = sibling === undefined ? undefined : syntax(sibling);
  if (sibling === undefined || !module) return undefined;
  const extension = extname(sibling);
  const stem = `${folderOf(sibling)}${spec.name}`;
  const file = `${stem}${extension}`;
  const key = camelCase(spec.name);
  if (exists(file) || functions.has(key)) return undefined;
  const own = {
    ...spec,
    typescript: extension.endsWith('ts'),
    commonJs: isCommonJs(module),
  };
  const shape = shapeOf(own);
  const { variable } = shape;
  const written = routeText(own, placement.dialect(rest, shape));
  if (!written) return undefined;
  return {
    file,
    ...written,
    url: `/${spec.name}`,
    envFile: placement.envFile,
    patches: [
      {
        file: config,
        edits: entryIn(gateway, key, functionLines(spec.name, stem, { rest, variable })),
      },
    ],
    note: placement.note(variable),
  };
}

interface Gateway {
  readonly yaml: string;
  /** The table of functions. */
  readonly functions: YAMLMap;
  /** The offset of its first entry. */
  readonly first: number;
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
  const document = parseDocument(yaml);
  const functions: unknown = document.get('functions');
  if (document.errors.length > 0 || !isMap(functions) || functions.flow) return undefined;
  const entries = functions.items.map(({ value }) => value).filter(isMap);
  const asked = entries.flatMap((entry) => askedBy(entry));
  const rest = asked.some(({ kind }) => kind === 'http');
  const isOpen = rest
    ? asked.some(({ isOpen }) => isOpen)
    : isSaid(document.getIn(['provider', 'httpApi', 'cors']));
  const handlers = entries.flatMap((entry) => {
    const handler: unknown = entry.get('handler');
    return typeof handler === 'string' ? [handler] : [];
  });
  const key = functions.items[0]?.key;
  if (asked.length === 0 || !isOpen || handlers.length === 0 || !isScalar(key) || !key.range)
    return undefined;
  const [handler] = handlers;
  return {
    yaml,
    functions,
    first: key.range[0],
    handler: handler.slice(0, handler.lastIndexOf('.')),
    rest,
  };
}

/** How a function is asked over the gateway, and whether pages of other origins may do so. */
function askedBy(
  entry: YAMLMap,
): { readonly kind: 'http' | 'httpApi'; readonly isOpen: boolean }[] {
  const events: unknown = entry.get('events');
  if (!isSeq(events)) return [];
  return events.items.flatMap((event) => {
    const pair = isMap(event) ? event.items[0] : undefined;
    if (!isPair(pair) || !isScalar(pair.key)) return [];
    const kind = pair.key.value;
    return kind === 'http' || kind === 'httpApi'
      ? [{ kind, isOpen: isMap(pair.value) && isSaid(pair.value.get('cors')) }]
      : [];
  });
}

/** Whether an option is there and not switched off: `true`, or what it is in detail. */
function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
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
function entryIn({ yaml, first }: Gateway, key: string, lines: readonly string[]): Patch['edits'] {
  const at = yaml.lastIndexOf('\n', first - 1) + 1;
  const unit = yaml.slice(at, first);
  const inUnits = lines.map((line) =>
    line.replace(/^ +/, (spaces) => unit.repeat(spaces.length / 2)),
  );
  const text = [`${key}:`, ...inUnits.map((line) => `${unit}${line}`)]
    .map((line) => `${unit}${line}\n`)
    .join('');
  return [{ start: at, end: at, text }];
}
