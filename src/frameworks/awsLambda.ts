import { nodeSecret, type Framework } from './framework';

/** AWS Lambda, bare or with the Serverless framework, SST or CDK. Source: docs.aws.amazon.com/lambda, "Building Lambda functions with Node.js". */
export const awsLambda: Framework = {
  id: 'aws-lambda',
  title: 'AWS Lambda',
  applies: (pkg) => ['aws-lambda', '@types/aws-lambda', 'serverless', 'sst', 'aws-cdk-lib'].some((name) => pkg.dependencies.has(name)) || [...pkg.files].some((file) => /^serverless\.(ya?ml|ts)$|^template\.ya?ml$|^samconfig\.toml$/.test(file)),
  entry: ({ head, specifiers }) => (/export\s+(const|async\s+function|function)\s+handler\b|exports\.handler\s*=/.test(head) || specifiers.includes('aws-lambda') ? { surface: 'server', why: 'it is a Lambda handler' } : undefined),
  handlers: () => ({ names: /^(handler|main)$/, what: 'the Lambda handler' }),
  secret: (name) => nodeSecret(name),
};
