import { gatewayTimeLimit } from '../libraries/timeLimits';
import type { Dialect } from './dialect';
import { nodeSecret, type Framework } from './framework';
import type { RouteShape } from './placement';

/**
 * AWS Lambda, bare or with the Serverless framework, SST or CDK. Source:
 * docs.aws.amazon.com/lambda, "Building Lambda functions with Node.js".
 */
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
  // The gateway in front of it may have an authorizer, a key for each caller, or a throttle.
  gated: () => true,
  handlers: () => ({
    names: /^(handler|main)$/,
    what: 'the Lambda handler',
    limit: gatewayTimeLimit,
  }),
  placement: {
    kind: 'serverless',
    configs: ['serverless.yml', 'serverless.yaml'],
    envFile: '.env',
    note: (variable) => `Set ${variable} in the environment in which you deploy.`,
    dialect,
  },
  secret: (name) => nodeSecret(name),
};

/**
 * A gateway gives its answer when it is whole, so nothing would stream; bytes pass it as Base64
 * where its settings say so, so there is no way for files and sound either. Source:
 * serverless.com/framework/docs, "API Gateway", "HTTP API".
 */
function dialect(rest: boolean, { typescript }: RouteShape): Dialect {
  const event = '{ body?: string | null; isBase64Encoded?: boolean }';
  const answer = '{ statusCode: number; headers: Record<string, string>; body: string }';
  const decoded = "Buffer.from(event.body ?? '', 'base64').toString()";
  const own = rest
    ? "'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*'"
    : "'Content-Type': 'application/json'";
  return {
    imports: [],
    exported: 'handler',
    open: typescript
      ? `async function handler(event: ${event}): Promise<${answer}> {`
      : 'async function handler(event) {',
    close: '}',
    // A gateway gives up after 29 seconds.
    timeLimit: 25_000,
    body: 'parsed(event)',
    before: [
      '/** The body as JSON; an empty object when it is none. */',
      `function parsed(event${typescript ? `: ${event}): Record<string, unknown>` : ')'} {`,
      '  try {',
      `    return JSON.parse(event.isBase64Encoded ? ${decoded} : (event.body ?? '')) ?? {};`,
      '  } catch {',
      '    return {};',
      '  }',
      '}',
    ],
    answer: (json, status, headers) => {
      const more = headers ? `, ${headers.slice(1, -1).trim()}` : '';
      return [
        `return { statusCode: ${status}, headers: { ${own}${more} }, body: JSON.stringify(${json}) };`,
      ];
    },
  };
}
