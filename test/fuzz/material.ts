import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCases } from '../harness/cases';

/** What a mutated file is to its project. */
export const FRONT_ENDS = [
  'ts',
  'tsx',
  'js',
  'vue',
  'svelte',
  'astro',
  'html',
  'env',
  'package.json',
  'tsconfig.json',
  'airlock.config.json',
] as const;
export type FrontEnd = (typeof FRONT_ENDS)[number];

export type Project = ReadonlyMap<string, string>;

/** Files that few projects here have of their own. */
const ADDED: Partial<Record<FrontEnd, string>> = {
  'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }',
  'airlock.config.json':
    '{ "rules": { "hardcoded-api-key": "warning" }, "ignore": ["test/**"], "checklist": {} }',
  'package.json': '{ "name": "app", "type": "module", "dependencies": { "openai": "^6.0.0" } }',
  env: 'OPENAI_API_KEY=made-up\nVITE_OPENAI_API_KEY=made-up\n',
  html: '<script type="module">\nimport OpenAI from "openai";\nconst openai = new OpenAI({ apiKey: "made-up", dangerouslyAllowBrowser: true });\n</script>\n',
};

const PATTERNS: Partial<Record<FrontEnd, RegExp>> = {
  js: /\.[mc]?jsx?$/,
  env: /(^|\/)\.env[\w.]*$/,
};

/** The file of a project that is to be mutated for a front end. */
export function filesFor(front: FrontEnd, project: Project): string[] {
  const pattern = PATTERNS[front];
  const isOne = (file: string) =>
    pattern
      ? pattern.test(file)
      : front.includes('.')
        ? file === front || file.endsWith(`/${front}`)
        : file.endsWith(`.${front}`);
  return [...project.keys()].filter(isOne);
}

/** Projects that have a file of the front end; where they are few, all, with such a file added. */
export function projectsFor(front: FrontEnd, all: readonly Project[]): readonly Project[] {
  const own = all.filter((project) => filesFor(front, project).length > 0);
  const added = ADDED[front];
  if (added === undefined || own.length > 20) return own;
  const name = { env: '.env', html: 'index.html' }[front as string] ?? front;
  return [
    ...own,
    ...all
      .filter((project) => !project.has(name))
      .map((project) => new Map([...project, [name, added]])),
  ];
}

/** The cases of the rules, and the projects of the fixes before they were fixed. */
export function readProjects(): Project[] {
  const cases = filesIn('src/rules')
    .filter((file) => file.endsWith('.cases.md'))
    .flatMap((file) => readCases(file).map(({ files }) => files));
  const fixes = join('test', 'fixtures', 'fixes');
  const before = readdirSync(fixes).flatMap((fix) =>
    readdirSync(join(fixes, fix)).map((name) => join(fixes, fix, name, 'before')),
  );
  return [
    ...cases,
    ...before.map(
      (folder) =>
        new Map(
          filesIn(folder).map((file) => [
            file.slice(folder.length + 1).replaceAll('\\', '/'),
            readFileSync(file, 'utf8'),
          ]),
        ),
    ),
  ].filter((project) => project.size > 0);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => statSync(file).isFile())
      .sort();
  } catch {
    return [];
  }
}
