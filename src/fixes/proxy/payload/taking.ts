import ts from 'typescript';
import type { TextEdit } from '../../../edits/edit';
import type { Field } from '../../../routes/route';
import type { AddField } from './fieldName';
import { nothingCarried, type Carried } from './portable';
import type { Sight } from './uses';

/** What has been found so far while a payload is taken apart. */
export interface Taking {
  readonly fields: readonly Field[];
  /** What the browser sends for each field, in order. */
  readonly values: readonly string[];
  readonly field: AddField;
  /** What the page goes on reading. */
  readonly sent: ReadonlySet<ts.Node>;
  /** Where values are followed. */
  readonly sight: Sight;
  /** Declarations whose values the server has now. */
  readonly inlined: Set<ts.VariableDeclaration>;
  /** Names of other modules' constants whose values the server has now. */
  readonly imported: Set<ts.Identifier>;
  /** Statements that only fill what the server has now. */
  readonly filling: Set<ts.Statement>;
  /** Names in place of texts that the server has now, by file of the page. */
  readonly renamed: Map<string, readonly TextEdit[]>;
  /** Code that the server takes over as it is. */
  readonly carried: Carried;
  /** Why a part can neither move nor be checked, a sentence each. */
  readonly reasons: string[];
  /** Texts of the page's that would have to leave the instructions first. */
  readonly apart: ts.Expression[];
}

/** Nothing found yet. A value that is sent twice is one field; two values of one name get two. */
export function startTaking(sight: Sight): Taking {
  const fields: Field[] = [];
  const values: string[] = [];
  const sent = new Set<ts.Node>();
  const field: AddField = (wanted, kind, given, choice) => {
    const { of: node, code: value } =
      'code' in given ? given : { of: given, code: given.getText() };
    sent.add(node);
    const known = values.indexOf(value);
    if (known >= 0 && fields[known].kind === kind) return fields[known].name;
    let name = wanted;
    for (let count = 2; fields.some((item) => item.name === name); count++)
      name = `${wanted}${count}`;
    fields.push({ name, kind, ...choice });
    values.push(value);
    return name;
  };
  return {
    fields,
    values,
    field,
    sent,
    sight,
    inlined: new Set(),
    imported: new Set(),
    filling: new Set(),
    renamed: new Map(),
    carried: nothingCarried(),
    reasons: [],
    apart: [],
  };
}

/**
 * The value of `name: value` and of `name`; `undefined` for methods, accessors and what is spread.
 */
export function writtenValue(
  property: ts.ObjectLiteralElementLike | undefined,
): ts.Expression | undefined {
  if (property && ts.isPropertyAssignment(property)) return property.initializer;
  return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}
