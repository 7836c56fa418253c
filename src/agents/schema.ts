import { isRecord } from '../analysis/source/packages';
import { maskKeys } from '../rules/mask';
import { visible } from '../rules/visible';

/**
 * What a tool takes, as JSON Schema: the very data that is given to clients, and that `package.json`
 * shows. Only what is used here; whatever is not named is refused.
 */
export interface InputSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

export type Field = TextField | ListField | FlagField | CountField;

interface Described {
  readonly description: string;
}

interface Text {
  readonly type: 'string';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
}

type TextField = Text & Described;

interface ListField extends Described {
  readonly type: 'array';
  readonly items: Text;
  readonly minItems?: number;
  readonly maxItems: number;
}

interface FlagField extends Described {
  readonly type: 'boolean';
}

interface CountField extends Described {
  readonly type: 'integer';
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * What is wrong with an input, in one sentence; `undefined` when it is right. Values are not quoted:
 * a key may have got into one.
 */
export function faultOf(input: unknown, schema: InputSchema): string | undefined {
  if (!isRecord(input)) return 'The input is no object; give one, such as {}.';
  const known = Object.keys(schema.properties);
  for (const [name, value] of Object.entries(input)) {
    if (!known.includes(name))
      return `"${shownName(name)}" is no property of the input; known are ${known.join(', ')}.`;
    const fault = faultOfField(value, schema.properties[name]);
    if (fault !== undefined) return `"${name}" ${fault}.`;
  }
  const missing = schema.required?.find((name) => input[name] === undefined);
  return missing === undefined ? undefined : `"${missing}" is missing.`;
}

function faultOfField(value: unknown, field: Field): string | undefined {
  switch (field.type) {
    case 'string':
      return faultOfText(value, field);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'takes true or false';
    case 'integer':
      return Number.isInteger(value) &&
        Number(value) >= field.minimum &&
        Number(value) <= field.maximum
        ? undefined
        : `takes a whole number from ${field.minimum} to ${field.maximum}`;
    case 'array': {
      const { minItems = 0, maxItems, items } = field;
      if (!Array.isArray(value) || value.length < minItems || value.length > maxItems)
        return `takes a list of ${minItems} to ${maxItems} texts`;
      for (const item of value) {
        const fault = faultOfText(item, items);
        if (fault !== undefined) return `holds something that does not belong there: each ${fault}`;
      }
      return undefined;
    }
  }
}

function faultOfText(value: unknown, field: Text): string | undefined {
  const { minLength = 0, maxLength = Infinity } = field;
  if (typeof value !== 'string') return 'takes a text';
  if (field.enum && !field.enum.includes(value)) return `takes one of ${field.enum.join(', ')}`;
  if (value.length < minLength) return 'takes a text that is not empty';
  return value.length > maxLength ? `takes a text of at most ${maxLength} characters` : undefined;
}

function shownName(name: string): string {
  const start = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  return visible(maskKeys(start));
}
