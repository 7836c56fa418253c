import ts from 'typescript';
import { models } from '../../models/registry';
import { nodesOf, placeOf, type Place, type Source } from './place';

/** Where only searches live. What a library is called belongs into `src/models`. */
const FOLDERS = ['src/analysis/', 'src/rules/', 'src/checklist/'];

/** Libraries that no row speaks of yet. */
const OTHERS = `
  express fastify hono koa nest nestjs elysia trpc zod valibot yup joi typebox superstruct
  arktype ajv telegraf grammy discord slack baileys langchain axios bullmq inngest winston pino
  react vue svelte nuxt nextjs remix astro prisma socket.io angular electron firebase supabase
  vercel netlify cloudflare hapi restify multer formidable bottleneck p-retry p-queue cockatiel
  axios-retry lodash next-auth clerk auth0 upstash sentry vscode sveltekit tanstack expo deno
  fetch-retry exponential-backoff async-retry opossum
`
  .trim()
  .split(/\s+/);

/** Exported names that tell their library by themselves. */
const EXPORTS = `
  NextResponse NextRequest NextApiRequest NextApiResponse APIGatewayProxyEvent
  getServerSideProps defineEventHandler getServerSession streamText generateText streamObject
  generateObject useChat useCompletion ChatOpenAI StreamingTextResponse OpenAIStream
  APICallError RetryError AxiosError onMounted onUnmounted useState useEffect useMemo
  useCallback createSignal PrismaClient
`
  .trim()
  .split(/\s+/);

/**
 * Packages whose names are ordinary words: meant where a text is the name alone, or a path in the
 * package.
 */
const WORDS =
  'next got ky ai ws swr h3 bee-queue commander undici openai mongoose server-only client-only'.split(
    ' ',
  );

const packages = models
  .flatMap((model) => model.packages ?? [])
  .map((name) => name.replace(/\/?\*$/, ''));

/** Meant where a text is one of them, or begins with one and a slash. */
const exact = new Set([
  ...OTHERS,
  ...WORDS,
  ...packages.filter((name) => /^@?\w[\w.-]*\/|-/.test(name)),
]);

/** Meant wherever they stand with no letter beside them: names that are no ordinary words. */
const inside = [
  ...OTHERS,
  ...packages.filter((name) => /\w\W+\w/.test(name) && !WORDS.includes(name)),
].map(plain);

const exported = new Set(EXPORTS);

/**
 * Texts, regular expressions, pieces of templates and identifiers that name a library. Comments and
 * imports of files do not count.
 */
export function libraryNames(sources: readonly Source[]): Place[] {
  return sources
    .filter(({ path }) => FOLDERS.some((folder) => path.startsWith(folder)))
    .flatMap((source) =>
      nodesOf(source.tree, isNaming)
        .filter((node) => !isImportPath(node) && namesLibrary(node))
        .map((node) => placeOf(source, node)),
    );
}

type Naming =
  ts.Identifier | ts.StringLiteral | ts.RegularExpressionLiteral | ts.TemplateLiteralLikeNode;

function isNaming(node: ts.Node): node is Naming {
  return (
    ts.isIdentifier(node) ||
    ts.isStringLiteral(node) ||
    ts.isRegularExpressionLiteral(node) ||
    ts.isTemplateLiteralToken(node)
  );
}

function isImportPath(node: ts.Node): boolean {
  return ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent);
}

function namesLibrary(node: Naming): boolean {
  if (ts.isIdentifier(node)) {
    // `ExpressRequest` and `onExpress` name it, `Expression` does not.
    const words = node.text.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
    return exported.has(node.text) || hasWord(words);
  }
  // `.svelte` is a kind of file.
  if (/^\.\w+$/.test(node.text)) return false;
  if (ts.isStringLiteral(node)) {
    const [scope, name] = node.text.split('/');
    if (exact.has(node.text) || exact.has(scope) || exact.has(`${scope}/${name ?? ''}`))
      return true;
  }
  return (
    hasWord(node.text.toLowerCase()) || node.text.split(/\W+/).some((name) => exported.has(name))
  );
}

/** Whether a name of a package stands in a text with no letter or digit beside it. */
function hasWord(text: string): boolean {
  const spaced = ` ${plain(text)} `;
  return inside.some((name) => spaced.includes(` ${name} `));
}

/**
 * Letters and digits with single spaces between: `discord.js` is `discord js`, `@hapi/joi` is `hapi
 * joi`.
 */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim();
}
