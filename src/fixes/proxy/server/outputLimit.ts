import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import { accepts } from '../../../models/match';
import { sdkOf } from '../../../models/vendors';
import { isAiSdk, type Method } from '../../../routes/methods';
import type { RouteSpec } from '../../../routes/route';

/** The lowest version of a package that a route must go with; `undefined` where nothing says it. */
export type VersionOf = (name: string) => readonly [number, number] | undefined;

/** A long answer, and what the models with the shortest ones can say at most. */
const TOKENS = 4096;
/** As long as most models can answer; what a model thinks counts into it too. */
const MANY_TOKENS = 16_000;
/** The API's own limit where a request of this kind names none: the answers stay as long. */
const TOKENS_OF_COMPLETIONS = 16;

/**
 * The limit on the answer that a route sets where the page's request had none: in the page its
 * reader alone set it off, on a server strangers can. `undefined` where there is one, or where
 * requests of the kind have none.
 */
export function outputLimitOf(
  { method, payload, fields, clientOptions = [] }: Omit<RouteSpec, 'name' | 'plainHeaders'>,
  versionOf: VersionOf,
): RouteSpec['limit'] {
  const { outputLimits, thinking, requests, narrow, wide } = sdkOf(
    isAiSdk(method) ? { sdk: 'ai-sdk', provider: 'openai' } : { sdk: 'openai', provider: 'openai' },
  );
  const row = requests.find(({ call }) => [call].flat().some((item) => asks(item, method)));
  const options = propertiesOf(payload);
  const own = outputLimits.find((name) => options.has(name));
  const isSet = own !== undefined && !fields.some((f) => f.name === own && f.kind === 'number');
  if (row?.limit === undefined || isSet) return undefined;
  const model = options.get('model');
  const choices = fields.find(({ name }) => name === 'model')?.options ?? [];
  const models = model && ts.isStringLiteralLike(model) ? [model.text] : choices;
  const thinks = models.some((item) => thinking?.test(item));
  const name = own ?? nameOf(row.limit, clientOptions.length > 0, versionOf);
  // An old SDK has no name that such a model takes.
  if (name === undefined || (thinks && name === 'max_tokens')) return undefined;
  if (method === 'completions.create') return { name, tokens: TOKENS_OF_COMPLETIONS };
  if (models.some((item) => narrow?.test(item))) return { name, tokens: TOKENS / 4 };
  const isWide = models.length > 0 && models.every((item) => wide?.test(item));
  return { name, tokens: thinks || isWide ? MANY_TOKENS : TOKENS };
}

/** Whether a row's way to a method is this one: `chat.completions.{create,runTools}`. */
function asks(call: string, method: Method): boolean {
  const last = call.lastIndexOf('.') + 1;
  return method.startsWith(call.slice(0, last)) && accepts(call.slice(last), method.slice(last));
}

/** What a limit is called in the version at hand, and by other services at the same address. */
function nameOf(
  limit: NonNullable<ReturnType<typeof sdkOf>['requests'][number]['limit']>,
  isElsewhere: boolean,
  versionOf: VersionOf,
): string | undefined {
  if (typeof limit === 'string') return limit;
  if (isElsewhere && limit.elsewhere !== undefined) return limit.elsewhere;
  const version = versionOf(limit.package);
  return Object.entries(limit.since)
    .map(([since, name]) => ({ since: since.split('.').map(Number), name }))
    .sort((a, b) => b.since[0] - a.since[0] || (b.since[1] ?? 0) - (a.since[1] ?? 0))
    .find(
      ({ since: [major, minor = 0] }) =>
        !version || major < version[0] || (major === version[0] && minor <= version[1]),
    )?.name;
}

/** The properties that a payload's lines say, with their values; a shorthand has its own name. */
function propertiesOf(payload: readonly string[]): ReadonlyMap<string, ts.Expression> {
  const text = `({${payload.join('\n')}})`;
  const [statement] = ts.createSourceFile('payload.ts', text, ts.ScriptTarget.Latest).statements;
  const object = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  if (!object || !ts.isObjectLiteralExpression(object)) return new Map();
  return new Map(
    object.properties.flatMap((property): [string, ts.Expression][] => {
      const name = propertyName(property.name);
      if (name === undefined) return [];
      if (ts.isPropertyAssignment(property)) return [[name, unwrap(property.initializer)]];
      return ts.isShorthandPropertyAssignment(property) ? [[name, property.name]] : [];
    }),
  );
}
