import ts from 'typescript';
import { importedNames } from '../analysis/source/imports';
import { identifiersNamed, isValueReference, lookup } from '../analysis/source/scope';
import type { Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import { isCommonJs } from '../analysis/source/moduleKind';
import { addNamedImport } from '../edits/addImport';
import { styleOf } from '../edits/style';
import type { TextEdit } from '../edits/edit';

/** A check of a text by the project's own schema library. */
export interface SchemaCheck {
  /** The schema as code; `limit` is code for the most characters. */
  schema(limit: string): string;
  /** A condition that holds when a value is wrong. */
  fails(schema: string, value: string): string;
  /** What the file must import for it. */
  readonly imports: readonly TextEdit[];
}

interface Library extends Omit<SchemaCheck, 'imports'> {
  readonly from: string;
  /** The name it goes by, and how a file imports it: by that name, or as a whole. */
  readonly name: string;
  readonly whole?: 'namespace' | 'default';
}

/**
 * Sources: zod.dev, "Basic usage"; valibot.dev, "Parse data"; github.com/jquense/yup,
 * `isValidSync`; joi.dev/api, `any.validate`.
 */
const LIBRARIES: readonly Library[] = [
  {
    from: 'zod',
    name: 'z',
    schema: (limit) => `z.string().max(${limit})`,
    fails: (schema, value) => `!${schema}.safeParse(${value}).success`,
  },
  {
    from: 'valibot',
    name: 'v',
    whole: 'namespace',
    schema: (limit) => `v.pipe(v.string(), v.maxLength(${limit}))`,
    fails: (schema, value) => `!v.is(${schema}, ${value})`,
  },
  {
    from: 'yup',
    name: 'string',
    schema: (limit) => `string().strict().defined().max(${limit})`,
    fails: (schema, value) => `!${schema}.isValidSync(${value})`,
  },
  {
    from: 'joi',
    name: 'Joi',
    whole: 'default',
    schema: (limit) => `Joi.string().allow('').max(${limit}).required()`,
    fails: (schema, value) => `${schema}.validate(${value}).error`,
  },
];

/**
 * The check by the library that a file's package has: one that its code imports before one that it
 * only depends on.
 */
export function schemaCheck(syntax: Syntax, workspace: Workspace): SchemaCheck | undefined {
  const pkg = workspace.packages.of(syntax.path);
  const there = LIBRARIES.filter(({ from }) => pkg.dependencies.has(from));
  const isUsed = ({ from }: Library) =>
    workspace.packages
      .filesOf(pkg)
      .some(
        (file) =>
          /\.[mc]?[jt]sx?$/.test(file) &&
          new RegExp(`['"]${from}(/[\\w-]+)?['"]`).test(workspace.text(file) ?? ''),
      );
  const library = there.length > 1 ? (there.find(isUsed) ?? there[0]) : there[0];
  // A name of the file's own under which it would import something else.
  if (!library || isCommonJs(syntax)) return undefined;
  const { imports, taken } = importsOf(library, syntax);
  return taken ? undefined : { schema: library.schema, fails: library.fails, imports };
}

/** Whether a name stands for something in the file: it is read, or declared. */
function isNameOfFile(id: ts.Identifier): boolean {
  return isValueReference(id) || lookup(id) !== undefined;
}

function importsOf(
  { from, name, whole }: Library,
  syntax: Syntax,
): { readonly imports: readonly TextEdit[]; readonly taken: boolean } {
  const { sourceFile } = syntax;
  const present = sourceFile.statements.some(
    (item) =>
      ts.isImportDeclaration(item) &&
      !item.importClause?.isTypeOnly &&
      ts.isStringLiteralLike(item.moduleSpecifier) &&
      item.moduleSpecifier.text.split('/', from.split('/').length).join('/') === from &&
      importedNames(item).includes(name),
  );
  if (present) return { imports: [], taken: false };
  if (identifiersNamed(sourceFile, name).some(isNameOfFile)) return { imports: [], taken: true };
  const { edit } = addNamedImport(syntax, name, from);
  if (!edit || !whole) return { imports: edit ? [edit] : [], taken: false };
  const { quote, semicolons } = styleOf(sourceFile);
  const named = `import { ${name} } from ${quote}${from}${quote}${semicolons ? ';' : ''}`;
  return {
    imports: [
      {
        ...edit,
        text: edit.text.replace(
          named,
          named.replace(`{ ${name} }`, whole === 'default' ? name : `* as ${name}`),
        ),
      },
    ],
    taken: false,
  };
}
