import type { RouteFile } from '../routes/route';
import { frameworkRoutes, INSTRUCTIONS, MODEL, type FrameworkRoute } from './frameworkRoutes';

/** A snippet as VS Code reads it from a file. */
export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** The languages that snippets are for, and the editor's names for each. */
export const snippetLanguages = {
  typescript: ['typescript', 'typescriptreact'],
  javascript: ['javascript', 'javascriptreact'],
} as const;

type Language = keyof typeof snippetLanguages;

/** Both patterns for each framework in one language, by their titles. */
export function snippetsOf(language: Language): Record<string, Snippet> {
  const entries = [false, true].flatMap((streams) =>
    frameworkRoutes(streams).flatMap((found): [string, Snippet][] => {
      const route = found[language];
      return route ? [[titleOf(found, streams), snippetOf(found.id, route, streams)]] : [];
    }),
  );
  return Object.fromEntries(entries);
}

function titleOf({ title }: FrameworkRoute, streams: boolean): string {
  return `${streams ? 'Streaming route' : 'Server proxy route'}: ${title.replaceAll('`', '')}`;
}

function snippetOf(id: string, route: RouteFile, streams: boolean): Snippet {
  return {
    prefix: `airlock-${streams ? 'stream' : 'proxy'}-${id === 'browser-app' ? 'new-server' : id}`,
    description: describe(route, streams),
    body: [
      ...[`${route.file}, asked at ${route.url}`, ...placing(route)].map(
        (line) => `// ${escaped(line)}`,
      ),
      ...route.text.trimEnd().split('\n').map(withStops),
      '$0',
    ],
  };
}

/** What makes the route part of an application that is there. */
function placing({ mount, patches = [] }: RouteFile): string[] {
  return [
    ...(mount ? [`In the application: ${mount.importLine} ${mount.statement}`] : []),
    ...(patches.length > 0
      ? [`To be listed in ${patches.map(({ file }) => file).join(', ')}`]
      : []),
  ];
}

function describe({ file }: RouteFile, streams: boolean): string {
  const answer = streams
    ? 'sends the answer as it grows, and stops when the reader leaves'
    : 'answers with the whole';
  return `A route for ${file} that keeps the key, checks the input, handles rate limits and ${answer}.`;
}

/**
 * A line in the syntax of snippets: the instructions and the model are places to type, and a tab is
 * one level in, as the file has it.
 */
function withStops(line: string): string {
  return escaped(line)
    .replace(/^(?: {2})+/, (spaces) => '\t'.repeat(spaces.length / 2))
    .replace(escaped(INSTRUCTIONS), `\${1:${INSTRUCTIONS}}`)
    .replace(`'${MODEL}'`, `'\${2:${MODEL}}'`);
}

/** A dollar begins a tab stop, and a backslash takes that from it. */
function escaped(text: string): string {
  return text.replace(/[\\$]/g, '\\$&');
}
