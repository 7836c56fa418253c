/** Where an application keeps its route after the fix, and how it is started. */
export type Host =
  | 'vite'
  | 'next'
  | 'next pages'
  | 'sveltekit'
  | 'astro'
  | 'nuxt'
  | 'express'
  | 'fastify'
  | 'hono'
  | 'netlify'
  | 'lambda'
  | 'workers';

/** Every choice that made an application, by the part of it that was chosen. */
export type Choices = Readonly<Record<string, string>>;

/** What one step of a run does: a call of the entry's `submit`, or a request to the server. */
export interface Step {
  readonly name: string;
  readonly input: unknown;
  /** How OpenAI answers; `text` when it is not given. */
  readonly answer?: Answer;
  /** It is longer than anybody would send: a check of the input refuses it. */
  readonly tooLong?: true;
  /** The application itself throws at what it refuses, and its framework or its catch answers. */
  readonly throwsAtIt?: true;
}

/** How the recording OpenAI answers. */
export type Answer = 'text' | 'json' | 'limited' | 'refused' | 'down' | 'cut';

/** A small application that is made up from choices. */
export interface Application {
  readonly files: ReadonlyMap<string, string>;
  readonly choices: Choices;
  readonly host: Host;
  /** The module that is called: of a page it exports `submit`, of a server its handler. */
  readonly entry: string;
  readonly kind: 'page' | 'server';
  readonly steps: readonly Step[];
}
