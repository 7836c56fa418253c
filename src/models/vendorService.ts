/** Who is asked in the end: a vendor's service. Facts name it by its id. */
export interface Service {
  readonly id: string;
  /** The vendor, for messages: `OpenAI`. */
  readonly vendor: string;
  /**
   * Its hosts, or the part of an address that is its alone. `*` stands for anything:
   * `*.openai.azure.com`.
   */
  readonly hosts: readonly string[];
  /** What its addresses ask for, the more special path first. */
  readonly endpoints: readonly Endpoint[];
  /** The headers that carry its key, in lower case. */
  readonly keyHeaders: readonly string[];
  /**
   * Headers that say whose application asks and no more, in lower case: no answer depends on them.
   */
  readonly creditHeaders?: readonly string[];
  /** The parameter of an address that carries it. */
  readonly keyParameter?: string;
  readonly key: Key;
  /** Pages of the vendor where a key is revoked and where usage is limited. */
  readonly pages: { readonly keys: string; readonly limits: string };
  readonly elsewhere?: Elsewhere;
}

/** How libraries that ask many vendors call the models of a service. */
export interface Elsewhere {
  /** What texts with a model's name begin with: `openai` of `openai/gpt-5` and `openai:gpt-5`. */
  readonly names: readonly string[];
  /** Names of models that are its alone: `gpt-5`. */
  readonly families?: RegExp;
  /** The AI SDK: packages with its models, what is a provider there and what makes one. */
  readonly aiSdk?: {
    readonly packages: readonly string[];
    readonly provider: string;
    readonly maker: string;
  };
  /** LangChain's classes of its models. */
  readonly langchain?: string;
}

/** What the keys of a service look like and what people call them. */
export interface Key {
  /**
   * What every one of them begins with; a text without it is not looked at. Missing, like the
   * family, where they begin with anything.
   */
  readonly start?: string;
  /** Expressions (with the flag `g`) that whole keys fit; no other text does. */
  readonly shapes: readonly RegExp[];
  /** The beginning that tells a key's kind, which may be shown: `sk-proj-`. */
  readonly family?: RegExp;
  /** A text that keys hold inside and that says nothing. */
  readonly mark?: string;
  /** The environment variables that its SDKs read, the usual one first. */
  readonly variables: readonly string[];
  /**
   * Words by which other variables are known to be about the service, in `UPPER_CASE`; the hint
   * is tested first, on any case.
   */
  readonly names: RegExp;
  readonly hint: RegExp;
}

/** What a request is for. `management` sends no prompt: it looks up, lists or deletes. */
export type RequestKind =
  'text' | 'embedding' | 'image' | 'audio' | 'video' | 'moderation' | 'other' | 'management';

/** What a request is, in whatever way it is sent. */
export interface Nature {
  readonly kind: RequestKind;
  /**
   * Its prompt is one text: nothing could be moved to another role. Pictures, sound and vectors
   * never have roles.
   */
  readonly plain?: true;
  /** It streams its answer, whatever its options say. */
  readonly streams?: true;
  /** Its answer is data of a given shape. */
  readonly structured?: true;
  /** The prompt-bearing parameters of this request alone; those of its SDK where none are given. */
  readonly parts?: Parts;
  /** The option that limits its output. */
  readonly limit?: string | OptionSince;
  /** The API refuses the request without that limit: one that nobody sees is there all the same. */
  readonly limitRequired?: true;
  /**
   * The condition under which a piece of its stream says that the limit has cut the answer off,
   * with `{piece}` for the piece.
   */
  readonly cutOff?: string;
  /**
   * Nothing is thrown when its stream fails: the failure becomes a part of the stream, and goes to
   * this option.
   */
  readonly failureTo?: string;
}

/** An option whose name has changed. */
export interface OptionSince {
  readonly package: string;
  /** The version of the package from which each name holds: `4`, `4.61`. */
  readonly since: Readonly<Record<string, string>>;
  /** What services that copy the API call it. */
  readonly elsewhere?: string;
}

/** Prompt-bearing parameters by name. */
export type Parts = Readonly<Record<string, Part>>;

export interface Part {
  readonly role: 'user' | 'instructions';
  /** The API tells instructions and the user's text apart by role. */
  readonly roles?: true;
  /** It is a list of messages. */
  readonly list?: true;
  /** It is a picture, a recording or a file: its size counts, not the length of a text. */
  readonly media?: true;
}

/**
 * An address of a service, by the end of its path: `chat/completions`. `*` stands for one segment.
 */
export interface Endpoint extends Nature {
  readonly path: string;
  /** The path alone tells the service where the host is known only at run time. */
  readonly telling?: true;
  /**
   * It takes a list of messages: what a body of `messages` is sent to where the address is not in
   * sight.
   */
  readonly conversation?: true;
  /** It asks for no key: there is nothing to judge about it. */
  readonly open?: true;
}
