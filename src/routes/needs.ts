import type { Loaded } from '../models/frameworks/loaded';

/** Code beside its payload that a route needs: imports of packages, and constants made by them. */
export interface Needs {
  readonly imports: readonly Loaded[];
  /** In the order in which they are read; `typed` as TypeScript, `plain` as JavaScript. */
  readonly declarations: readonly {
    readonly name: string;
    readonly plain: string;
    readonly typed: string;
  }[];
}

/** Names that the templates of routes use themselves. */
const OWN: ReadonlySet<string> = new Set([
  'OpenAI',
  'Hono',
  'MAX_DOCUMENT_LENGTH',
  'MAX_FILE_SIZE',
  'MAX_LENGTH',
  'MAX_MESSAGES',
  'MAX_MESSAGE_LENGTH',
  'MAX_OUTPUT_TOKENS',
  'MAX_PICTURE_LENGTH',
  'MAX_TEXTS',
  'MAX_TEXT_LENGTH',
  'TIME_LIMIT_MS',
  'answer',
  'app',
  'body',
  'c',
  'context',
  'cors',
  'error',
  'event',
  'existsSync',
  'isHistory',
  'isTexts',
  'openai',
  'reply',
  'req',
  'request',
  'res',
  'response',
  'router',
  'seconds',
  'serve',
  'serveStatic',
  'server',
  'stream',
]);

/** Whether what a route needs would have the name of something else in it. */
export function clash({ imports, declarations }: Needs, others: readonly string[]): boolean {
  const names = [...imports.flatMap(localNames), ...declarations.map(({ name }) => name)];
  return names.some((name) => OWN.has(name) || others.includes(name) || name.endsWith('_TEXTS'));
}

/** What a module calls what it loads. */
function localNames({ names = [], whole }: Loaded): string[] {
  return [
    ...(whole ? [whole.name] : []),
    ...names.map((name) => name.split(' as ').at(-1) ?? name),
  ];
}

/** What is loaded, one entry for the names of each module. */
export function neededImports({ imports }: Needs): Loaded[] {
  const named = new Map<string, string[]>();
  const wholes = imports.filter(({ whole }) => whole);
  for (const { from, names = [] } of imports)
    if (names.length > 0) named.set(from, [...(named.get(from) ?? []), ...names]);
  return [...wholes, ...[...named].map(([from, names]): Loaded => ({ from, names }))];
}

/** The constants, a line or a few each. */
export function neededConstants({ declarations }: Needs, typescript: boolean): string[] {
  return declarations.map(
    ({ name, plain, typed }) => `const ${name} = ${typescript ? typed : plain};`,
  );
}

/** The packages that the imports are of: `zod` of `zod/v4`, `@scope/name` of `@scope/name/sub`. */
export function neededPackages({ imports }: Needs): string[] {
  const packages = imports.map(({ from }) =>
    from
      .split('/')
      .slice(0, from.startsWith('@') ? 2 : 1)
      .join('/'),
  );
  return [...new Set(packages)];
}
