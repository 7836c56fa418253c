import { fixes } from '../fixes/registry';
import { suppress } from '../fixes/suppress';
import { rules } from '../rules/registry';
import type { InputSchema } from './schema';

type Field = InputSchema['properties'][string];

/** Longer paths no system has. */
const PATH = { type: 'string', minLength: 1, maxLength: 4_096 } as const;

/** Parts of an input that several tools take. */
export const RULE_IDS = rules.map(({ meta }) => meta.id);

/** A comment that keeps quiet mends nothing: it is a person's to write. */
export const FIX_IDS = fixes.map(({ meta }) => meta.id).filter((id) => id !== suppress.meta.id);

export const PATHS: Field = {
  type: 'array',
  items: PATH,
  minItems: 1,
  maxItems: 100,
  description:
    'Files or folders, relative to the root folder or absolute within it. Left out: everything.',
};

export const FOLDER: Field = {
  ...PATH,
  description: 'A folder, relative to the root folder or absolute within it. Left out: the root.',
};

export const RULES: Field = {
  type: 'array',
  items: { type: 'string', enum: RULE_IDS },
  maxItems: RULE_IDS.length,
  description: 'Only findings of these rules.',
};

export const FINDING = {
  type: 'string',
  minLength: 16,
  maxLength: 16,
} as const;
