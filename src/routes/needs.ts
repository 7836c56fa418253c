/** Code beside its payload that a route needs: imports of packages, and constants made by them. */
export interface Needs {
  readonly imports: readonly {
    /** `{ z }`, `z`, `* as z` */
    readonly names: string;
    readonly from: string;
  }[];
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
  const names = [
    ...imports.flatMap((item) => item.names.match(/[\w$]+/g) ?? []),
    ...declarations.map(({ name }) => name),
  ];
  return names.some((name) => OWN.has(name) || others.includes(name) || name.endsWith('_TEXTS'));
}

/** The import statements, one for each module. */
export function neededImports({ imports }: Needs): string[] {
  const named = new Map<string, string[]>();
  const lines: string[] = [];
  for (const { names, from } of imports) {
    const inner = /^\{ (.*) \}$/.exec(names)?.[1];
    if (inner === undefined) lines.push(`import ${names} from '${from}';`);
    else named.set(from, [...(named.get(from) ?? []), inner]);
  }
  return [
    ...lines,
    ...[...named].map(([from, names]) => `import { ${names.join(', ')} } from '${from}';`),
  ];
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
