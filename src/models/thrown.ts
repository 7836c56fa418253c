/** How what the SDK throws is told apart. */
export type Failures =
  /**
   * By its classes, which the client's class has as static members: `error instanceof
   * OpenAI.RateLimitError`.
   */
  | {
      readonly by: 'class';
      readonly package: string;
      /** The client's class, the package's default export too. */
      readonly name: string;
      readonly rateLimit: string;
      /** What all its failures are. */
      readonly any: string;
      /** Versions in whose errors the headers are a plain object; in others they are `Headers`. */
      readonly plainHeaders: RegExp;
      /** What else its failures have beside a status and a text. */
      readonly members: readonly string[];
    }
  /**
   * By tests that the package exports, once what has been tried again is unwrapped:
   * `APICallError.isInstance(cause)`.
   */
  | {
      readonly by: 'test';
      readonly package: string;
      readonly any: string;
      readonly retried: string;
      /** What else its failures have beside a text. */
      readonly members: readonly string[];
    }
  /**
   * By the answer that they carry, as those of axios do: `error.response.status`. Source: the README
   * of axios, "Handling Errors".
   */
  | {
      readonly by: 'response';
      /** A member that says that it is one of them. */
      readonly mark: string;
      /** Members that hold the request with its headers, as the failure itself does. */
      readonly holds: string;
    }
  /** By the status that they carry, as `status` where no other name is given. */
  | {
      readonly by: 'status';
      readonly name?: string;
      /** They are those of the vendor's own SDK, handed on: what they carry, that vendor decides. */
      readonly handedOn?: true;
    };

/**
 * What the error in OpenAI's answer to a failed request says beside its message. Source:
 * platform.openai.com/docs/guides/error-codes.
 */
export const answeredError: readonly string[] = ['code', 'param', 'type'];
