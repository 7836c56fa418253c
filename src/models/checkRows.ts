import type { Row } from './row';

/* Rows of what bounds text on its way: schemas, limits, checks of fields, moderation. */

/** What a call of a schema library says of the text that is asked about. */
export type SchemaPart =
  /** Its argument says what each field is; one element; any field is the same. */
  | 'object'
  | 'list'
  | 'record'
  /** Its argument is a schema in JSON. */
  | 'json'
  /** Its first argument is the schema, the others narrow it. */
  | 'pipe'
  /** As weak as the weakest, as strong as the strongest of what it joins. */
  | 'union'
  | 'join'
  /** Leaves what it is called on, or given, as it is. */
  | 'wrapper'
  /** A test of the project's own, which counts where it looks at the length. */
  | 'test'
  /** Caps the length of what it is called on; of its first argument, where two numbers follow. */
  | 'cap'
  | 'size'
  /** A text of any length, unless its options hold a `maxLength`; anything at all. */
  | 'text'
  | 'opaque'
  /** Only values of the developer's own, or no text at all; a text that is short by nature. */
  | 'allowed'
  | 'bounded';

/** How a library describes what a value must be. `things.schema` says what a schema of its is. */
export interface Schemas {
  /** The name it is known by in a snippet without imports: `z`. */
  readonly named?: string;
  /** The library's names, by what they say. */
  readonly parts: Readonly<Partial<Record<SchemaPart, string>>>;
  /** What fits a value to a schema and throws where it does not fit. */
  readonly checks?: string;
  /** What fits it and tells in its result whether it did: ignored, it stops nothing. */
  readonly reports?: string;
  /** What only answers whether it fits. */
  readonly tests?: string;
  /** Members of a result that hold the value: `data`. */
  readonly results?: string;
  /** A schema is itself called with the value; what these make of it is. */
  readonly called?: 'value' | 'test';
  readonly makers?: string;
  /** Texts that stand for a schema, by what they say: `string <= 100`. */
  readonly texts?: { readonly allowed: RegExp; readonly bounded: RegExp };
}

/** A call that limits the size of what a server takes. */
export interface BodyLimit extends Row {
  /** The option that holds the limit, in bytes or as `100kb`: `limit`, `limits.fileSize`. */
  readonly option: string;
  /** It bounds uploads alone, on the routes that it is put before. */
  readonly uploads?: true;
  /** The call registers one route, and the limit is that route’s alone. */
  readonly ofRoute?: true;
}

/** A constant of a route's own module that limits what it takes. */
export interface ExportedLimit {
  /** Under which name it is exported, and the path to the limit in it. */
  readonly name: string;
  readonly option: string;
}

/** A decorator of a class's field that says what it may hold. */
export interface FieldCheck extends Row {
  readonly says: 'allowed' | 'bounded' | 'shape';
}

/** A call that makes an application check what decorators say: without it they check nothing. */
export type Enforcer = Row;

/** A call whose answer says whether a text may go on, and the member that says no: `flagged`. */
export interface Moderation extends Row {
  readonly flag: string;
}

/** A call that begins the checks of one field of a request, and the methods that bound it. */
export interface FieldChain extends Row {
  /** Methods that bound the text; of `sized` an option named `max` must be there. */
  readonly bounds: string;
  readonly sized: string;
}

/**
 * Middleware, a plug-in, a decorator or a wrapper that lets everybody through: it neither asks who
 * calls nor counts.
 */
export type Bystander = Row;
