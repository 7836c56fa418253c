import type { Schemas } from '../checkRows';
import type { Model } from '../model';

/**
 * What JSON Schema calls what a text may be, and where a schema hides in a route's options. Source:
 * json-schema.org, "Validation".
 */
export const JSON_SCHEMA = {
  /** Members that lead to the schema of a body or of its fields. */
  holders: '{schema,body,querystring,properties}',
  values: '{enum,const}',
  maximum: 'maxLength',
  notText: '{number,integer,boolean,null}',
} as const;

/** TypeBox's names, which Elysia's `t` has too. Source: github.com/sinclairzx81/typebox. */
export const TYPEBOX_PARTS: Schemas['parts'] = {
  object: '{Object,Composite}',
  list: '{Array,Tuple}',
  record: 'Record',
  union: 'Union',
  join: 'Intersect',
  wrapper: '{Optional,Readonly,Partial,Required,Pick,Omit,Nullable,MaybeEmpty}',
  text: 'String',
  opaque: '{Any,Unknown}',
  allowed:
    '{Number,Integer,Boolean,Literal,Null,Undefined,Date,Enum,UnionEnum,Numeric,BooleanString}',
};

/**
 * Modules whose functions only describe data, the same wherever they are called: schemas, and what
 * makes JSON Schema of them (zod.dev, openai-node `helpers/zod`).
 */
export const DESCRIBING: ReadonlySet<string> = new Set([
  'zod',
  'zod/v3',
  'zod/v4',
  'zod-to-json-schema',
  'openai/helpers/zod',
]);

/**
 * Methods of such schemas that look at values, or change them, by a function: what is said of a
 * schema in JSON Schema is the same without them (zod-to-json-schema, `effectStrategy: 'input'`).
 */
export const LOOKING: ReadonlySet<string> = new Set(['refine', 'superRefine', 'transform']);

/** Libraries that describe what a value must be. Sources: the documentation of each. */
export const schemas: readonly Model[] = [
  {
    id: 'zod',
    title: 'zod',
    packages: ['zod', '@hono/zod-openapi', 'astro/zod', 'astro:schema', '@zod/mini'],
    things: {
      schema: { from: ['{z,zod}.*()', '{z,zod}.coerce.*()', '*()', 'coerce.*()'], builds: true },
    },
    schemas: {
      named: 'z',
      parts: {
        object: '{object,strictObject,looseObject,interface}',
        list: '{array,tuple,set}',
        record: '{record,map}',
        union: '{union,or,discriminatedUnion,xor}',
        join: '{extend,safeExtend,merge,and,intersection}',
        wrapper:
          '{optional,nullable,nullish,exactOptional,default,prefault,catch,lazy,preprocess,' +
          'readonly,brand,partial,pick,omit,trim,toLowerCase}',
        test: '{refine,superRefine,check}',
        cap: '{max,length,lte,lt,regex,uuid,cuid,cuid2,ulid,nanoid,email,url,ip,datetime,date,emoji}',
        text: 'string',
        opaque: '{any,unknown,custom,instanceof,json}',
        allowed:
          '{number,int,boolean,stringbool,date,bigint,literal,enum,nativeEnum,null,undefined,void,never,nan}',
        bounded: '{uuid,guid,cuid,cuid2,ulid,nanoid,email,url,ip,ipv4,ipv6,hex,iso}',
      },
      checks: '{parse,parseAsync,decode}',
      reports: '{safeParse,safeParseAsync,safeDecode}',
      results: 'data',
    },
  },
  {
    id: 'valibot',
    title: 'Valibot',
    packages: ['valibot'],
    things: { schema: { from: ['v.*()', '*()'] } },
    schemas: {
      named: 'v',
      parts: {
        object: '{object,strictObject,looseObject}',
        list: '{array,tuple,set}',
        record: '{record,map}',
        pipe: '{pipe,pipeAsync}',
        union: '{union,variant}',
        join: 'intersect',
        wrapper: '{optional,nullable,nullish,exactOptional,fallback,lazy,readonly,brand}',
        cap:
          '{maxLength,length,maxGraphemes,maxBytes,maxWords,regex,uuid,email,url,isoDate,' +
          'isoDateTime,cuid2,nanoid,ulid}',
        text: 'string',
        opaque: '{any,unknown,custom,instance}',
        allowed: '{number,boolean,bigint,date,literal,picklist,enum,null,undefined}',
        bounded: '{uuid,email,url}',
      },
      checks: '{parse,parseAsync,assert}',
      reports: '{safeParse,safeParseAsync}',
      tests: 'is',
      results: 'output',
    },
  },
  {
    id: 'yup',
    title: 'yup',
    packages: ['yup'],
    things: { schema: { from: ['yup.*()', '*()'], builds: true } },
    schemas: {
      named: 'yup',
      parts: {
        object: '{object,shape}',
        list: '{array,tuple,of}',
        join: 'concat',
        wrapper: '{optional,nullable,default,lazy,defined}',
        test: 'test',
        cap: '{max,length,matches,uuid,email,url,datetime}',
        text: 'string',
        opaque: 'mixed',
        allowed: '{number,boolean,bool,date,oneOf}',
      },
      checks: '{validate,validateSync,cast}',
      tests: '{isValid,isValidSync}',
      results: 'value',
    },
  },
  {
    id: 'joi',
    title: 'Joi',
    packages: ['joi', '@hapi/joi', 'celebrate'],
    things: { schema: { from: ['Joi.*()', '*()'], builds: true } },
    schemas: {
      named: 'Joi',
      parts: {
        object: '{object,keys}',
        list: '{array,items}',
        union: '{alternatives,try}',
        join: 'concat',
        wrapper: '{optional,allow,default}',
        test: 'custom',
        cap: '{max,length,regex,pattern,uuid,guid,email,hex,isoDate}',
        text: 'string',
        opaque: 'any',
        allowed: '{number,boolean,date,valid,equal}',
      },
      checks: '{validateAsync,attempt,assert}',
      reports: 'validate',
      results: 'value',
    },
  },
  {
    id: 'superstruct',
    title: 'Superstruct',
    packages: ['superstruct'],
    things: { schema: { from: ['s.*()', '*()'] } },
    schemas: {
      named: 's',
      parts: {
        object: '{object,type}',
        list: '{array,tuple,set}',
        record: '{record,map}',
        union: 'union',
        join: '{assign,intersection}',
        wrapper: '{optional,nullable,defaulted,trimmed,coerce,partial,pick,omit,nonempty}',
        size: '{size,pattern}',
        text: 'string',
        opaque: '{any,unknown,instance}',
        allowed: '{number,integer,boolean,bigint,date,literal,enums,never}',
      },
      checks: '{assert,create,mask}',
      reports: 'validate',
      tests: 'is',
    },
  },
  {
    id: 'typebox',
    title: 'TypeBox',
    packages: ['@sinclair/typebox', 'typebox', '@fastify/type-provider-typebox'],
    things: { schema: { from: ['{Type,t}.*()', '*()'] } },
    schemas: {
      named: 'Type',
      parts: TYPEBOX_PARTS,
      checks: '{Parse,Decode,Assert,Cast}',
      tests: 'Check',
    },
  },
  {
    id: 'arktype',
    title: 'ArkType',
    packages: ['arktype'],
    things: { schema: { from: ['type()', 'scope().*()'], builds: true } },
    schemas: {
      parts: {
        object: 'type',
        list: 'array',
        union: 'or',
        join: '{and,merge}',
        cap: '{atMostLength,exactlyLength,lessThanLength}',
        test: 'narrow',
      },
      checks: '{assert,from}',
      tests: 'allows',
      called: 'value',
      texts: {
        allowed: /^['"]|^(number|boolean|bigint|Date)\b/,
        bounded: /<=?\s*\d|\b(email|uuid|url)\b/,
      },
    },
  },
  {
    id: 'effect-schema',
    title: 'Effect Schema',
    packages: ['effect', 'effect/Schema', '@effect/schema'],
    things: { schema: { from: ['{Schema,S}.*', '*'], builds: true } },
    schemas: {
      parts: {
        object: '{Struct,Class}',
        list: '{Array,Tuple,NonEmptyArray}',
        record: 'Record',
        pipe: 'pipe',
        union: 'Union',
        join: 'extend',
        wrapper: '{optional,NullOr,UndefinedOr,NullishOr,optionalWith}',
        cap: '{maxLength,length,pattern,between}',
        text: '{String,NonEmptyString,Trimmed,NonEmptyTrimmedString}',
        opaque: '{Any,Unknown}',
        allowed: '{Number,Boolean,Literal,Enums,Date,Null,BigInt}',
        bounded: '{UUID,ULID}',
      },
      makers: '{decode*,validate*,assert*,is}',
    },
  },
  {
    id: 'ajv',
    title: 'Ajv',
    packages: ['ajv', 'ajv/dist/*', '@hyperjump/json-schema'],
    things: { schema: { from: ['default().compile()', '{Ajv,Ajv2019,Ajv2020}().compile()'] } },
    schemas: {
      named: 'ajv',
      parts: { json: 'compile' },
      called: 'test',
    },
  },
];
