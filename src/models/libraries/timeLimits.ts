/** How long a platform lets a handler take before it answers 504 in its place. */
export interface TimeLimit {
  readonly seconds: number;
  /** Who answers then, for messages. */
  readonly who: string;
}

/** Longer than this no answer takes that is not meant to. */
export const LONGEST_ANSWER = 300;

/**
 * The export by which a module of routes sets the limit of its handlers, in seconds, and who keeps
 * it. Source: vercel.com/docs/functions, "Configuring maximum duration".
 */
export const exportedTimeLimit = { name: 'maxDuration', who: 'the platform' } as const;

/** Source: docs.aws.amazon.com/apigateway, "Quotas": the integration timeout of a REST API. */
export const gatewayTimeLimit: TimeLimit = { seconds: 29, who: 'an API Gateway' };
