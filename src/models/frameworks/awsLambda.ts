import { isCommonJs, toCommonJs } from '../../routes/commonJs';
import { nodeSecret, type Framework, type RoutePlace } from './framework';
import { isBytes } from '../../routes/methods';
import { hasFile } from '../../routes/upload';
import {
  routeText,
  type Dialect,
  type Patch,
  type RouteFile,
  type RouteSpec,
} from '../../routes/route';

/** AWS Lambda, bare or with the Serverless framework, SST or CDK. Source: docs.aws.amazon.com/lambda, "Building Lambda functions with Node.js". */
export const awsLambda: Framework = {
  id: 'aws-lambda',
  title: 'AWS Lambda',
  packages: ['aws-lambda', '@types/aws-lambda'],
  readers: [
    { call: '{APIGatewayProxyEvent,APIGatewayProxyEventV2}()', of: 'type', is: { as: 'http' } },
  ],
  sources: [
    {
      of: 'http',
      kind: 'request',
      members: {
        queryStringParameters: 'the query',
        pathParameters: 'the route parameters',
        rawBody: 'the request body',
      },
      through: 'Records',
    },
  ],
  routesIn: 'gateway',
  applies: (pkg) =>
    ['aws-lambda', '@types/aws-lambda', 'serverless', 'sst', 'aws-cdk-lib'].some((name) =>
      pkg.dependencies.has(name),
    ) ||
    [...pkg.files].some((file) =>
      /^serverless\.(ya?ml|ts)$|^template\.ya?ml$|^samconfig\.toml$/.test(file),
    ),
  entry: ({ head, specifiers }) =>
    /export\s+(const|async\s+function|function)\s+handler\b|exports\.handler\s*=/.test(head) ||
    specifiers.includes('aws-lambda')
      ? { surface: 'server', why: 'it is a Lambda handler' }
      : undefined,
  handlers: () => ({ names: /^(handler|main)$/, what: 'the Lambda handler' }),
  route: lambdaRoute,
  secret: (name) => nodeSecret(name),
};

/** A function of the Serverless framework beside the ones that are there, under the same gateway. Source: serverless.com/framework/docs, "API Gateway", "HTTP API". */
function lambdaRoute(spec: RouteSpec, { files, exists, read }: RoutePlace): RouteFile | undefined {
  const config = ['serverless.yml', 'serverless.yaml'].find((path) => read(path) !== undefined);
  const yaml = config === undefined ? '' : (read(config) ?? '');
  const table = /^functions:[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*([ \t]+)[\w-]+:/m.exec(yaml);
  const handler = /^[ \t]+handler:[ \t]*['"]?([\w./-]+)\.\w+/m.exec(yaml)?.[1];
  const sibling =
    handler === undefined
      ? undefined
      : files.find((path) => path.replace(/\.[mc]?[jt]s$/, '') === handler);
  const rest = /^[ \t]+- http:/m.test(yaml);
  // A gateway gives its answer when it is whole: nothing would stream, and bytes pass it as Base64 where its settings say so. A gateway that allows no other origin is not for a page.
  if (
    spec.streams ||
    isBytes(spec.method) ||
    hasFile(spec.fields) ||
    config === undefined ||
    !table ||
    sibling === undefined ||
    !(rest || /^[ \t]+- httpApi:/m.test(yaml)) ||
    !/\bcors:/.test(yaml)
  )
    return undefined;
  const extension = sibling.slice(sibling.lastIndexOf('.'));
  const stem = `${sibling.slice(0, sibling.lastIndexOf('/') + 1)}${spec.name}`;
  const key = spec.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (exists(`${stem}${extension}`) || new RegExp(`^${table[1]}${key}:`, 'm').test(yaml))
    return undefined;
  const typescript = extension.endsWith('ts');
  const text = routeText({ ...spec, typescript }, dialect(rest));
  const source = read(sibling) ?? '';
  return {
    file: `${stem}${extension}`,
    text:
      isCommonJs(source) || /^(module\.)?exports\./m.test(source)
        ? toCommonJs(text, 'handler')
        : text,
    url: `/${spec.name}`,
    envFile: '.env',
    patches: [
      {
        file: config,
        edits: entry(table, key, [
          `handler: ${stem}.handler`,
          'environment:',
          '  OPENAI_API_KEY: ${env:OPENAI_API_KEY}',
          'timeout: 29',
          'events:',
          `  - ${rest ? 'http' : 'httpApi'}:`,
          `      path: /${spec.name}`,
          '      method: post',
          ...(rest ? ['      cors: true'] : []),
        ]),
      },
    ],
    note: 'Set OPENAI_API_KEY in the environment in which you deploy.',
  };
}

/** A function as the first of the table, in the table's own indentation. */
function entry(table: RegExpExecArray, key: string, lines: readonly string[]): Patch['edits'] {
  const [found, unit] = table;
  const at = table.index + found.lastIndexOf('\n') + 1;
  const text = [
    `${key}:`,
    ...lines.map(
      (line) => `${unit}${line.replace(/^ +/, (spaces) => unit.repeat(spaces.length / 2))}`,
    ),
  ]
    .map((line) => `${unit}${line}\n`)
    .join('');
  return [{ start: at, end: at, text }];
}

function dialect(rest: boolean): Dialect {
  // The gateway of a REST API leaves the header of the answer itself to the function.
  const own = rest
    ? "'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*'"
    : "'Content-Type': 'application/json'";
  return {
    imports: [],
    open: (ts) =>
      ts
        ? 'export async function handler(event: { body?: string | null; isBase64Encoded?: boolean }): Promise<{ statusCode: number; headers: Record<string, string>; body: string }> {'
        : 'export async function handler(event) {',
    close: '}',
    body: 'parsed(event)',
    before: (ts) => [
      '/** The body as JSON; an empty object when it is none. */',
      `function parsed(event${ts ? ': { body?: string | null; isBase64Encoded?: boolean }): Record<string, unknown>' : ')'} {`,
      '  try {',
      "    return JSON.parse(event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString() : (event.body ?? '')) ?? {};",
      '  } catch {',
      '    return {};',
      '  }',
      '}',
    ],
    answer: (json, status, headers) => [
      `return { statusCode: ${status}, headers: { ${own}${headers ? `, ${headers.slice(1, -1).trim()}` : ''} }, body: JSON.stringify(${json}) };`,
    ],
    stream: () => [],
  };
}
