import type { Framework } from '../models/frameworks/framework';
import { newRoute } from '../routes/placements/registry';
import type { RouteFile, RouteSpec } from '../routes/route';
import { placeOf, places } from './samplePlaces';

/** A route of a framework as the fixes write it, in the languages that its projects use. */
export interface FrameworkRoute {
  readonly id: string;
  readonly title: string;
  readonly typescript?: RouteFile;
  readonly javascript?: RouteFile;
}

/** What the route tells the model before the user speaks; a snippet has a tab stop there. */
export const INSTRUCTIONS = 'Answer in at most five sentences.';
export const MODEL = 'gpt-5-mini';

/** Frameworks whose pages get the same small server as another's: shown once. */
const SHOWN_ELSEWHERE: readonly string[] = ['expo-app', 'react-native', 'plain-page'];

/** Where one framework has two kinds of projects. */
const KINDS: Readonly<Record<string, string>> = {
  next: 'Next.js, `app` folder',
  'next-pages': 'Next.js, `pages` folder',
  'browser-app': 'No framework on the server yet (a page by Vite, CRA, Angular, Vue)',
};

/** One route for each framework: a message in, the answer out, whole or as it grows. */
export function frameworkRoutes(streams: boolean): FrameworkRoute[] {
  return places()
    .filter(([id]) => !SHOWN_ELSEWHERE.includes(id))
    .map(([id, framework, files]) => ({
      id,
      title: KINDS[id] ?? framework.title,
      typescript: routeOf(framework, streams, files, true),
      javascript: routeOf(framework, streams, inJavaScript(files), false),
    }))
    .filter(({ typescript, javascript }) => typescript ?? javascript)
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
}

function inJavaScript(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file.replace(/\.ts(x?)$/, '.js$1'), text]),
  );
}

/** `undefined` where the framework writes the other language, or has no such route. */
function routeOf(
  framework: Framework,
  streams: boolean,
  files: Readonly<Record<string, string>>,
  typescript: boolean,
): RouteFile | undefined {
  const route = newRoute(framework, routeSpec(streams, typescript), placeOf(files));
  return route && isTypeScript(route.file) === typescript ? route : undefined;
}

function isTypeScript(file: string): boolean {
  return /\.m?tsx?$/.test(file);
}

/** One text in, an answer of a chat out: what the examples of every framework show. */
export function routeSpec(streams: boolean, typescript: boolean): RouteSpec {
  return {
    name: 'chat',
    method: 'chat.completions.create',
    streams,
    plainHeaders: false,
    typescript,
    quote: "'",
    semicolons: true,
    fields: [{ name: 'message', kind: 'text' }],
    payload: [
      `model: '${MODEL}',`,
      'max_completion_tokens: 2_000,',
      ...(streams ? ['stream: true,'] : []),
      'messages: [',
      `  { role: 'system', content: '${INSTRUCTIONS}' },`,
      "  { role: 'user', content: message },",
      '],',
    ],
  };
}
