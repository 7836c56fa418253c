import { dependsOn } from '../package';
import { nodeDialect, nodeUpload, READABLE, streamBody, webDialect, type Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import { typesOf } from './loaded';
import type { FileRoute, ProjectView, RouteShape } from './placement';

/** The files of the app router that Next.js renders itself. */
const SERVER_COMPONENT =
  /^(src\/)?app\/(.*\/)?(page|layout|template|default|loading|not-found|sitemap|robots|opengraph-image)\.[jt]sx?$/;

/** Hooks that React refuses in a server component. */
const STATEFUL =
  /import\s[^;]*\buse(State|Effect|Reducer|Ref|LayoutEffect)\b[^;]*from\s*['"]react['"]/;

/**
 * Next.js, app router and pages router. Source: nextjs.org/docs, "Server and Client Components",
 * "Environment Variables".
 */
export const next: Framework = {
  id: 'next',
  title: 'Next.js',
  packages: ['next'],
  things: { response: { from: 'NextApiResponse()', builds: true } },
  sinks: [
    { call: ['NextResponse', 'NextResponse.json'], into: 'response' },
    { call: '<response>.{json,send,write,end}', into: 'response' },
    { call: ['<response>.redirect', 'NextResponse.redirect'], into: 'address' },
    { call: ['{redirect,permanentRedirect}', 'useRouter().{push,replace}'], into: 'address' },
  ],
  readers: [
    {
      call: '{NextRequest,NextApiRequest,GetServerSidePropsContext}()',
      of: 'type',
      is: { as: 'http' },
    },
  ],
  exportedLimits: [{ name: 'config', option: 'api.bodyParser.sizeLimit' }],
  sources: [
    {
      of: 'page',
      kind: 'request',
      members: { searchParams: 'the query', params: 'the query', query: 'the query' },
    },
    { of: 'http', kind: 'request', members: { nextUrl: 'the address' } },
  ],
  publicEnvPrefixes: ['NEXT_PUBLIC_'],
  applies: (pkg, packages) =>
    dependsOn(pkg, packages, 'next') || [...pkg.files].some((file) => /^next\.config\./.test(file)),
  entry({ local, directive, head }) {
    if (directive === 'use server')
      return { surface: 'server', why: "it is marked 'use server'", boundary: true };
    if (directive === 'use client')
      return { surface: 'browser', why: "it is a client component ('use client')" };
    if (/^(src\/)?app\/(.*\/)?route\.[jt]sx?$/.test(local))
      return { surface: 'server', why: 'it is a route handler' };
    if (/^(src\/)?pages\/api\//.test(local))
      return { surface: 'server', why: 'it is an API route' };
    if (/^(src\/)?(middleware|proxy|instrumentation)\.[jt]s$/.test(local))
      return { surface: 'edge', why: 'it is middleware', boundary: true };
    if (/^(src\/)?pages\/.*\.[jt]sx?$/.test(local))
      return { surface: 'browser', why: 'it is a page of the pages router' };
    if (SERVER_COMPONENT.test(local)) return { surface: 'server', why: 'it is a server component' };
    if (STATEFUL.test(head))
      return { surface: 'browser', why: 'it uses React state, which only client components have' };
    return undefined;
  },
  // Inside `app`, a component is a server component until a client one imports it.
  fallback: ({ local }) =>
    /\.[jt]sx$/.test(local)
      ? { surface: 'server', why: 'components of Next.js run on the server unless marked' }
      : undefined,
  gates: /^(src\/)?(middleware|proxy)\.[jt]s$/,
  serverExports: ({ local }) =>
    /^(src\/)?pages\//.test(local)
      ? ['getServerSideProps', 'getStaticProps', 'getStaticPaths', 'getInitialProps']
      : [],
  handlers({ local, directive }) {
    if (/^(src\/)?app\/(.*\/)?route\.[jt]sx?$/.test(local))
      return { names: /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/, what: 'the route handler' };
    if (/^(src\/)?pages\/api\//.test(local)) return { names: /^default$/, what: 'the API route' };
    if (/^(src\/)?pages\//.test(local))
      return {
        names: /^(default|getServerSideProps|getStaticProps)$/,
        entry: 'page',
        what: 'the page',
      };
    if (directive === undefined && /^(src\/)?app\/(.*\/)?(page|layout)\.[jt]sx?$/.test(local))
      return { names: /^(default|generateMetadata)$/, entry: 'page', what: 'the page' };
    return /^(src\/)?(middleware|proxy)\.[jt]s$/.test(local)
      ? { names: /^(default|middleware|proxy)$/, what: 'the middleware' }
      : undefined;
  },
  // nextjs.org/docs, "basePath", "Static Exports".
  site: {
    configs: 'next.config',
    base: 'basePath',
    files: [{ option: 'output', is: 'export' }],
  },
  placement: { kind: 'file', at: routeFile },
  urlOf(local) {
    const path =
      /^(?:src\/)?app\/(.+)\/route\.[jt]sx?$/.exec(local)?.[1] ??
      /^(?:src\/)?pages\/(api\/.+?)(?:\/index)?\.[jt]sx?$/.exec(local)?.[1];
    // Groups `(name)` are no part of an address.
    return path === undefined || path.includes('[')
      ? undefined
      : `/${path
          .split('/')
          .filter((part) => !/^\(.*\)$/.test(part))
          .join('/')}`;
  },
  secret: (name) => nodeSecret(name, '.env.local'),
};

/** A route handler where there is an app router, else an API route. */
function routeFile(shape: RouteShape, { files }: ProjectView): FileRoute {
  const { name, typescript } = shape;
  const extension = typescript ? 'ts' : 'js';
  const root = files.some((file) => file.startsWith('src/app/') || file.startsWith('src/pages/'))
    ? 'src/'
    : '';
  const url = `/api/${name}`;
  if (!files.some((file) => file.startsWith(`${root}app/`)))
    return { file: `${root}pages/api/${name}.${extension}`, url, dialect: pagesDialect(shape) };
  return {
    file: `${root}app/api/${name}/route.${extension}`,
    url,
    dialect: webDialect(
      typescript
        ? 'export async function POST(request: Request): Promise<Response> {'
        : 'export async function POST(request) {',
    ),
  };
}

function pagesDialect({ typescript, takesFile, takesPicture }: RouteShape): Dialect {
  return nodeDialect(
    typescript
      ? 'export default async function handler(req: NextApiRequest, res: NextApiResponse): Promise<void> {'
      : 'export default async function handler(req, res) {',
    {
      imports: [
        ...(takesFile ? [READABLE] : []),
        ...(typescript ? [typesOf('next', 'NextApiRequest', 'NextApiResponse')] : []),
      ],
      settings: [
        ...(takesPicture
          ? ["export const config = { api: { bodyParser: { sizeLimit: '5mb' } } };"]
          : []),
        ...(takesFile ? ['export const config = { api: { bodyParser: false } };'] : []),
      ],
      upload: nodeUpload(streamBody('req', typescript), 'req.headers'),
      answer: (json, status, headers) => [
        ...(headers ? ["res.setHeader('Retry-After', seconds);"] : []),
        `res.status(${status}).json(${json});`,
        'return;',
      ],
    },
  );
}
