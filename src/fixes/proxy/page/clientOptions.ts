import ts from 'typescript';
import { propertyName, unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import type { Client } from '../../../models/sdk';
import { sdks } from '../../../models/sdks/registry';
import { V3_OPTIONS } from '../../../routes/methods';
import type { Refusal } from '../../fix';
import { constantCode, constantOf } from '../payload/constantCode';

/**
 * What a client is made with beside its key, as properties of the options of the server's client, a
 * line each: the gateway that it asks, its organization, how often it tries again. A reason where
 * one of them cannot be known there. `sdk` is the id of its row.
 */
export function clientOptions(
  node: ts.NewExpression | ts.CallExpression,
  sdk: string,
  workspace: Workspace,
): readonly string[] | Refusal {
  const rows = sdks.find(({ id }) => id === sdk)?.clients ?? [];
  const lines: string[] = [];
  for (const [name, value] of settingsIn(node, workspace)) {
    if (value === undefined || name === undefined)
      return { reason: `What \`${shortOf(node)}\` is made with cannot be read here.` };
    if (isOwnToPage(name, rows) || isUndefined(value)) continue;
    const code = constantCode(value, { sight: workspace });
    if (code === undefined)
      return {
        reason:
          `\`${name}\` of \`${shortOf(node)}\` is made in the page, so a server route cannot ask ` +
          'with the same.',
      };
    lines.push(`${V3_OPTIONS[name] ?? name}: ${code},`);
  }
  return lines;
}

/** The options of a client for one call, whose own come first: `timeout: 20000`. */
export function optionsForCall(
  ofClient: readonly string[],
  own: readonly string[] = [],
): readonly string[] {
  const named = (line: string) => line.slice(0, line.indexOf(':'));
  const names = new Set(own.map(named));
  return [...ofClient.filter((line) => !names.has(named(line))), ...own];
}

/** `new OpenAI`, as it is called in messages. */
function shortOf({ expression, kind }: ts.NewExpression | ts.CallExpression): string {
  return `${kind === ts.SyntaxKind.NewExpression ? 'new ' : ''}${expression.getText()}`;
}

/** The key stays behind, and what only allows to use it in a page. */
function isOwnToPage(name: string, rows: readonly Client[]): boolean {
  return rows.some(({ keys, browserFlag }) => keys.includes(name) || browserFlag === name);
}

function isUndefined(value: ts.Expression): boolean {
  return ts.isIdentifier(value) && value.text === 'undefined';
}

type Setting = readonly [name: string | undefined, value: ts.Expression | undefined];

/**
 * The options by name. Version 3 takes its configuration in a `Configuration`, and the address
 * behind it.
 */
function settingsIn(
  { arguments: given = [] }: { readonly arguments?: readonly ts.Expression[] },
  workspace: Workspace,
): Setting[] {
  const [first, second, ...more] = given;
  if (!first) return [];
  const inner = made(first, workspace);
  const own = ts.isNewExpression(inner)
    ? settingsIn(inner, workspace)
    : ts.isObjectLiteralExpression(inner)
      ? inner.properties.flatMap((property) => settingOf(property, workspace))
      : [[undefined, undefined] as const];
  return [
    ...own,
    ...(second ? [['basePath', second] as const] : []),
    ...more.map(() => [undefined, undefined] as const),
  ];
}

/** An expression, or what the constant was made as that it names. */
function made(expression: ts.Expression, workspace: Workspace): ts.Expression {
  const node = unwrap(expression);
  const value = ts.isIdentifier(node) ? constantOf(node, workspace)?.value : undefined;
  return value ? unwrap(value) : node;
}

function settingOf(property: ts.ObjectLiteralElementLike, workspace: Workspace): Setting[] {
  if (ts.isSpreadAssignment(property)) {
    const inner = made(property.expression, workspace);
    return ts.isObjectLiteralExpression(inner)
      ? inner.properties.flatMap((item) => settingOf(item, workspace))
      : [[undefined, undefined]];
  }
  const name = propertyName(property.name);
  if (ts.isPropertyAssignment(property)) return [[name, property.initializer]];
  // A method is made in the page, whatever it does.
  return [[name, ts.isShorthandPropertyAssignment(property) ? property.name : undefined]];
}
