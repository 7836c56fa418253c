import type { Nature, Request, Sdk, Service } from '../sdk';

const TEXT: Nature = { kind: 'text', limit: 'maxTokens' };

/** Its addresses are signed: nobody asks them by hand. Source: docs.aws.amazon.com/bedrock. */
const service: Service = {
  id: 'bedrock',
  vendor: 'Amazon Bedrock',
  hosts: ['bedrock-runtime.*.amazonaws.com'],
  endpoints: [
    { path: 'model/*/{converse,invoke}', kind: 'text' },
    { path: 'model/*/{converse-stream,invoke-with-response-stream}', kind: 'text', streams: true },
    { path: 'chat/completions', kind: 'text', limit: 'max_tokens', conversation: true },
  ],
  keyHeaders: ['authorization'],
  key: {
    shapes: [],
    variables: ['AWS_BEARER_TOKEN_BEDROCK'],
    names: /BEDROCK_?(?:API|KEY|TOKEN)|TOKEN_BEDROCK/,
    hint: /bedrock/i,
  },
  pages: {
    keys: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
    limits: 'console.aws.amazon.com/servicequotas/home/services/bedrock/quotas',
  },
  elsewhere: {
    names: ['bedrock', 'aws'],
    aiSdk: {
      packages: ['@ai-sdk/amazon-bedrock'],
      provider: 'bedrock',
      maker: 'createAmazonBedrock',
    },
    langchain: '{ChatBedrockConverse,BedrockChat,ChatBedrock,BedrockEmbeddings}',
  },
};

/** `client.send(new ConverseCommand({ … }))`, or the method of that name. */
function sent(command: string, method: string, nature: Nature): Request[] {
  return [
    { ...nature, call: 'send', command, common: true, api: command, payload: COMMAND },
    { ...nature, call: method, payload: { ...COMMAND, body: 0 } },
  ];
}

const COMMAND = {
  body: 'command',
  settings: 1,
  inner: ['inferenceConfig', 'textGenerationConfig'],
} as const;

/**
 * AWS's client of Bedrock. Source: aws-sdk-js-v3, `clients/client-bedrock-runtime/src`;
 * docs.aws.amazon.com/bedrock, "Inference request parameters".
 */
export const bedrock: Sdk = {
  id: 'bedrock',
  title: 'Amazon Bedrock’s client',
  service,
  packages: ['@aws-sdk/client-bedrock-runtime'],
  clients: [
    {
      call: '{BedrockRuntimeClient,BedrockRuntime}',
      made: 'new',
      keys: ['credentials.secretAccessKey', 'token.token'],
      endpoints: [],
    },
  ],
  requests: [
    ...sent('ConverseCommand', 'converse', TEXT),
    ...sent('ConverseStreamCommand', 'converseStream', { ...TEXT, streams: true }),
    // What its models are and take, the body says.
    ...sent('InvokeModelCommand', 'invokeModel', { kind: 'text' }),
    ...sent('InvokeModelWithResponseStreamCommand', 'invokeModelWithResponseStream', {
      kind: 'text',
      streams: true,
    }),
    ...sent('InvokeModelWithBidirectionalStreamCommand', 'invokeModelWithBidirectionalStream', {
      kind: 'audio',
    }),
    ...sent('StartAsyncInvokeCommand', 'startAsyncInvoke', { kind: 'video' }),
    ...sent(
      '{ApplyGuardrailCommand,InvokeGuardrailChecksCommand}',
      '{applyGuardrail,invokeGuardrailChecks}',
      { kind: 'moderation' },
    ),
    ...sent(
      '{CountTokensCommand,GetAsyncInvokeCommand,ListAsyncInvokesCommand}',
      '{countTokens,getAsyncInvoke,listAsyncInvokes}',
      { kind: 'management' },
    ),
  ],
  payload: COMMAND,
  parts: {
    messages: { role: 'user', roles: true, list: true },
    system: { role: 'instructions', roles: true },
    prompt: { role: 'user' },
    inputText: { role: 'user' },
  },
  media: ['image', 'document', 'video'],
  options: {
    stream: 'stream',
    // It counts the first attempt too.
    retries: 'maxAttempts',
    signal: 'abortSignal',
    transport: 'requestHandler',
    formats: [],
    formatHolders: [],
    formatMakers: '{}',
    choices: ['toolChoice'],
  },
  outputLimits: [
    ...['maxTokens', 'max_tokens', 'max_tokens_to_sample', 'maxTokenCount', 'max_gen_len'],
    ...['max_new_tokens', 'maxNewTokens'],
  ],
  ownRetries: 2,
  rateLimits: [{ call: '**.ThrottlingException', is: 'class' }],
  rateLimitWords: /throttl|too.?many.?requests|service.?quota|\b429\b/i,
  endSigns: ['stopReason', 'stop_reason', 'completionReason', 'finish_reason'],
  instructionRoles: [],
};
