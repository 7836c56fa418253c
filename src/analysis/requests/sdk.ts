import type ts from 'typescript';
import type { Evaluator } from '../values/engine';
import type { Value } from '../values/value';

export type SdkId =
  'openai' | 'azure' | 'openai-v3' | 'ai-sdk' | 'langchain' | 'agents' | 'chatgpt' | 'http';

/** How a client is made by one SDK: where its options are and what they call the key and the endpoint. */
export interface ClientShape {
  readonly sdk: SdkId;
  /** Short name for people, such as `new OpenAI`. */
  readonly api: string;
  /** The value that holds the options; missing when the client takes them from the environment. */
  readonly options?: Value;
  /** Dotted option names that may hold the key, most usual first. */
  readonly keys: readonly string[];
  /** Dotted option names that may hold the endpoint. */
  readonly endpoints: readonly string[];
  /** Dotted option name of the flag that lets the client run in a browser, where there is one. */
  readonly browserFlag?: string;
  /** Whether the service is OpenAI whatever the endpoint option says. */
  readonly azure?: boolean;
}

/** A call that sends something to OpenAI. */
export interface RequestShape {
  readonly sdk: SdkId;
  /** Short name for people, such as `chat.completions.create`. */
  readonly api: string;
  /** The client the call goes through, when one is in sight: an instance or the call that made it. */
  readonly client?: Value;
  /** False when the receiver only looks like a client: an untyped parameter named `openai`. */
  readonly certain: boolean;
}

/** One way to talk to OpenAI. */
export interface Sdk {
  readonly id: SdkId;
  /** Recognises a construction from what is called, without looking at the code around it. */
  client(callee: Value, args: () => readonly Value[], construct: boolean): ClientShape | undefined;
  /** Recognises a request from the call's callee. */
  request(call: ts.CallExpression, callee: Value, evaluator: Evaluator): RequestShape | undefined;
}
