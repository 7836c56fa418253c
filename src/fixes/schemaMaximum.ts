import { gapBefore } from '../analysis/source/text';
import ts from 'typescript';
import { importedNames } from '../analysis/source/imports';
import { dottedName, propertyName, unwrap, walk, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import type { Finding } from '../rules/rule';
import type { Plan } from './fix';
import { addNamedImport } from '../edits/addImport';
import { nodeSpanning } from '../edits/nodeAt';
import { withProperty } from '../edits/addProperty';
import type { FileChange, TextEdit } from '../edits/edit';

/**
 * Adds a maximum to the schema that checks a value's type already: zod, yup, joi, valibot, typebox,
 * and class-validator's decorators.
 * `undefined` when the one field of that name with a text of any length is not in sight.
 */
export function schemaMaximum(
  finding: Finding,
  workspace: Workspace,
  maxOf: (name: string) => number,
): Plan | undefined {
  const names = namesOf(finding, workspace);
  const found = filesNear(finding, workspace).flatMap((file) => {
    const syntax = workspace.syntax(file);
    return syntax ? fieldsIn(syntax, names, maxOf) : [];
  });
  if (found.length !== 1) return undefined;
  const [{ file, name, edits }] = found;
  const change: FileChange = { kind: 'edit', file, edits };
  return {
    title: `Add a maximum of ${maxOf(name)} characters to \`${name}\` in its schema`,
    changes: () => [change],
  };
}

/** The words by which the value goes on its way: `question` of `input.question`. */
function namesOf(finding: Finding, workspace: Workspace): Set<string> {
  return new Set(
    [finding, ...finding.related].flatMap(({ file, start, end }) => {
      const syntax = workspace.syntax(file);
      const node = syntax && nodeSpanning(syntax.sourceFile, start, end);
      if (!node) return [];
      if (ts.isShorthandPropertyAssignment(node)) return [node.name.text];
      if (ts.isBindingElement(node))
        return [propertyName(node.propertyName) ?? node.name.getText()];
      return ts.isIdentifier(node)
        ? [node.text]
        : ts.isPropertyAccessExpression(node)
          ? [node.name.text]
          : [];
    }),
  );
}

/**
 * The files that the value passes through, and what they import of the workspace: schemas are often
 * kept apart.
 */
function filesNear({ file, related }: Finding, workspace: Workspace): string[] {
  const on = new Set([file, ...related.map((step) => step.file)]);
  const pkg = workspace.packages.of(file);
  const schemas = workspace.packages
    .filesOf(pkg)
    .filter(
      (path) =>
        /\.[mc]?[jt]sx?$/.test(path) &&
        workspace.importersOf(path).some((importer) => on.has(importer)),
    );
  return [...new Set([...on, ...schemas])];
}

interface Field {
  readonly file: string;
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

function fieldsIn(
  syntax: Syntax,
  names: ReadonlySet<string>,
  maxOf: (name: string) => number,
): Field[] {
  const found: Field[] = [];
  walk(syntax.sourceFile, (node) => {
    const name =
      ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)
        ? propertyName(node.name)
        : undefined;
    if (name === undefined || !names.has(name)) return;
    const edits = ts.isPropertyAssignment(node)
      ? inBuilder(node.initializer, maxOf(name))
      : ts.isPropertyDeclaration(node)
        ? inDecorators(node, maxOf(name), syntax)
        : undefined;
    if (edits) found.push({ file: syntax.path, name, edits });
  });
  return found;
}

/**
 * `z.string().min(1)` → `z.string().max(4000).min(1)`; `v.pipe(v.string(), …)` and `v.string()` →
 * with `v.maxLength(4000)`; `Type.String()` → `Type.String({ maxLength: 4000 })`.
 */
function inBuilder(expression: ts.Expression, max: number): TextEdit[] | undefined {
  const text = textBuilder(expression);
  if (!text) return undefined;
  const names = dottedName(text.expression) ?? [];
  const [namespace, builder] =
    names.length === 1 ? ['', names[0]] : [names[0], names[names.length - 1]];
  const at = (position: number, code: string): TextEdit[] => [
    { start: position, end: position, text: code },
  ];
  if (builder === 'String' && namespace !== '') {
    const [options] = text.arguments;
    const object = options && unwrap(options);
    if (!object) return at(text.getEnd() - 1, `{ maxLength: ${max} }`);
    return ts.isObjectLiteralExpression(object)
      ? [
          {
            start: object.getStart(),
            end: object.getEnd(),
            text: withProperty(object, `maxLength: ${max}`),
          },
        ]
      : undefined;
  }
  if (builder !== 'string') return undefined;
  if (namespace === 'v' || /valibot/.test(importOf(text, namespace))) {
    const pipe = text.parent;
    if (ts.isCallExpression(pipe) && dottedName(pipe.expression)?.at(-1) === 'pipe')
      return at(text.getEnd(), `, ${namespace}.maxLength(${max})`);
    return namespace === ''
      ? undefined
      : [
          {
            start: text.getStart(),
            end: text.getEnd(),
            text: `${namespace}.pipe(${text.getText()}, ${namespace}.maxLength(${max}))`,
          },
        ];
  }
  return namespace === '' ? undefined : at(text.getEnd(), `.max(${max})`);
}

/**
 * The call that makes the text of a field, inside whatever is chained to it; `undefined` when its
 * length is bounded or it is no text.
 */
function textBuilder(expression: ts.Expression): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  let capped = false;
  const visit = (node: ts.Expression): void => {
    const item = unwrap(node);
    if (!ts.isCallExpression(item)) return;
    const name =
      dottedName(item.expression)?.at(-1) ??
      (ts.isPropertyAccessExpression(item.expression) ? item.expression.name.text : '');
    if (/^(max|maxLength|length|regex|pattern|email|uuid|url)$/.test(name)) capped = true;
    if (/^[sS]tring$/.test(name)) found = item;
    else if (
      ts.isPropertyAccessExpression(item.expression) &&
      ts.isCallExpression(unwrap(item.expression.expression))
    )
      visit(item.expression.expression);
    else if (/^(pipe|optional|nullable|Optional)$/.test(name)) item.arguments.forEach(visit);
  };
  visit(expression);
  return capped ? undefined : found;
}

function importOf(node: ts.Node, namespace: string): string {
  const statement = node
    .getSourceFile()
    .statements.find(
      (item) => ts.isImportDeclaration(item) && importedNames(item).includes(namespace),
    );
  return statement &&
    ts.isImportDeclaration(statement) &&
    ts.isStringLiteralLike(statement.moduleSpecifier)
    ? statement.moduleSpecifier.text
    : '';
}

/** `@IsString() question: string` of class-validator, with `@MaxLength(4000)`. */
function inDecorators(
  node: ts.PropertyDeclaration,
  max: number,
  syntax: Syntax,
): TextEdit[] | undefined {
  const decorators = ts.getDecorators(node) ?? [];
  const named = (pattern: RegExp) =>
    decorators.find(
      ({ expression }) =>
        ts.isCallExpression(expression) &&
        pattern.test(dottedName(expression.expression)?.at(-1) ?? ''),
    );
  const type = named(/^(IsString|IsNotEmpty)$/);
  if (
    !type ||
    named(/^(MaxLength|Length|IsUUID|IsEmail|IsUrl|IsIn|IsEnum|Matches)$/) ||
    !/class-validator/.test(importOf(node, 'IsString') + importOf(node, 'IsNotEmpty'))
  )
    return undefined;
  const { edit } = addNamedImport(syntax, 'MaxLength', 'class-validator');
  const gap = gapBefore(syntax.text, decorators[0].getStart()).replace(/^[\s\S]*(?=\n)/, '') || ' ';
  const ownLine = /\n/.test(
    syntax.text.slice(decorators[decorators.length - 1].getEnd(), node.name.getStart()),
  );
  return [
    ...(edit ? [edit] : []),
    { start: type.getEnd(), end: type.getEnd(), text: `${ownLine ? gap : ' '}@MaxLength(${max})` },
  ];
}
