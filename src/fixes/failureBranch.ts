import ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { dependencyRange } from '../models/package';
import { failuresOf } from '../analysis/requests/senders';
import { lookupName } from '../analysis/source/scope';
import { unwrap, walk, type Syntax } from '../analysis/source/syntax';
import { externalName } from '../analysis/resolve/resolver';
import type { Workspace } from '../analysis/workspace';
import type { Failures } from '../models/thrown';
import { failuresFor, natureOf } from '../models/vendors';
import type { Handler } from './handler';
import { addNamedImports } from '../edits/addImport';
import { styleOf } from '../edits/style';
import { isCommonJs } from '../analysis/source/moduleKind';
import { isTypeScript } from './typescript';
import type { TextEdit } from '../edits/edit';

/** What is said to whoever came too often. */
export const LIMITED = 'Too many requests, please try again in a moment.';

/** The branch of a catch that answers a rate limit, and the imports that it needs. */
export interface FailureBranch {
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
  /** It takes failures of other requests by the same client for ones of this one. */
  readonly shared?: true;
  /** The package whose names the branch uses. */
  readonly from?: string;
  /** A condition that holds for what does not come from the SDK, where that can be told. */
  readonly others?: string;
}

/** A caught error, and who answers it. */
export interface Caught {
  /** The name of the error. */
  readonly error: string;
  readonly handler: Handler;
  readonly syntax: Syntax;
  /** A condition in front: that the answer has not begun. */
  readonly unbegun?: string;
}

/**
 * How a rate limit is told from other failures of a request's SDK; `undefined` where nothing is
 * thrown that could be told apart.
 */
export function failureBranch(
  request: RequestFact,
  caught: Caught,
  workspace: Workspace,
): FailureBranch | undefined {
  const failures = failuresFor(request) ?? failuresOf(request.api);
  switch (failures?.by) {
    case 'class':
      return classBranch(failures, caught, workspace);
    case 'test':
      // A stream may throw nothing: its failure is a part of it.
      return natureOf(request).failureTo === undefined ? testBranch(failures, caught) : undefined;
    case 'response':
      return responseBranch(failures.mark, caught);
    case 'status':
      return statusBranch(failures.name ?? 'status', caught);
    default:
      return undefined;
  }
}

function classBranch(
  failures: Failures & { by: 'class' },
  { error, handler, syntax, unbegun = '' }: Caught,
  workspace: Workspace,
): FailureBranch {
  const { name, edits, version: named } = sdkName(syntax, failures);
  const version =
    named ?? dependencyRange(workspace.packages.of(syntax.path), failures.package) ?? '';
  const seconds = failures.plainHeaders.test(version)
    ? `${error}.headers?.['retry-after'] ?? '10'`
    : `${error}.headers?.get('retry-after') ?? '10'`;
  return {
    lines: [
      ...branch(
        `${unbegun}${error} instanceof ${name}.${failures.rateLimit}`,
        handler.answer(429, LIMITED, seconds),
      ),
    ],
    edits,
    from: failures.package,
    others: `!(${error} instanceof ${name}.${failures.any})`,
  };
}

/** What has been tried again is wrapped: its last error tells. */
function testBranch(
  failures: Failures & { by: 'test' },
  { error, handler, syntax, unbegun = '' }: Caught,
): FailureBranch {
  const { any, retried } = failures;
  return {
    lines: [
      `const cause = ${retried}.isInstance(${error}) ? ${error}.lastError : ${error};`,
      ...branch(
        `${unbegun}${any}.isInstance(cause) && cause.statusCode === 429`,
        handler.answer(429, LIMITED, "cause.responseHeaders?.['retry-after'] ?? '10'"),
      ),
    ],
    edits: addNamedImports(syntax, [any, retried], failures.package),
    from: failures.package,
    others: `!${any}.isInstance(cause)`,
  };
}

/** An `if` around statements, one a line. */
export function branch(condition: string, lines: readonly string[]): string[] {
  return [`if (${condition}) {`, ...lines.map((line) => `  ${line}`), '}'];
}

/** The failure carries the answer of the API, its headers as a plain object. */
function responseBranch(
  mark: string,
  { error, handler, syntax, unbegun = '' }: Caught,
): FailureBranch {
  const type = `{ ${mark}?: boolean; response?: { status: number; headers: Record<string, string> } } | undefined`;
  const typed = isTypeScript(syntax);
  const failed = typed ? 'failure' : error;
  const seconds = `${failed}.response.headers['retry-after'] ?? '10'`;
  return {
    lines: [
      ...(typed ? [`const failure = ${error} as ${type};`] : []),
      ...branch(
        `${unbegun}${failed}?.response?.status === 429`,
        handler.answer(429, LIMITED, seconds),
      ),
    ],
    edits: [],
    shared: true,
    others: `!${failed}?.${mark}`,
  };
}

/** The status is all that can be told, by its name alone. */
function statusBranch(
  name: string,
  { error, handler, syntax, unbegun = '' }: Caught,
): FailureBranch {
  const status = isTypeScript(syntax)
    ? `(${error} as { ${name}?: number } | undefined)?.${name}`
    : `${error}?.${name}`;
  return {
    lines: branch(`${unbegun}${status} === 429`, handler.answer(429, LIMITED, "'10'")),
    edits: [],
  };
}

interface SdkName {
  readonly name: string;
  readonly edits: readonly TextEdit[];
  /** The version that the import's address names. */
  readonly version?: string;
}

/** The SDK's class as the file calls it; imported when it is not. */
function sdkName(syntax: Syntax, failures: Failures & { by: 'class' }): SdkName {
  const { sourceFile } = syntax;
  const imported = importedName(sourceFile, failures);
  if (imported) return imported;
  const required = requiredName(sourceFile, failures);
  if (required !== undefined) return { name: required, edits: [] };
  const { quote, semicolons, lineBreak } = styleOf(sourceFile);
  const name = lookupName(failures.name, sourceFile.statements[0] ?? sourceFile)
    ? `${failures.name}Sdk`
    : failures.name;
  const from = `${quote}${failures.package}${quote}`;
  const code = isCommonJs(syntax)
    ? `const ${name} = require(${from})`
    : `import ${name} from ${from}`;
  const line = code + (semicolons ? ';' : '');
  const last = sourceFile.statements.filter(ts.isImportDeclaration).at(-1);
  const at = last ? last.getEnd() : 0;
  return {
    name,
    edits: [{ start: at, end: at, text: last ? `${lineBreak}${line}` : `${line}${lineBreak}` }],
  };
}

/**
 * `import OpenAI from 'openai'`, `import { OpenAI as Client } from 'npm:openai@4'`, and the
 * addresses by which Deno imports it.
 */
function importedName(
  { statements }: ts.SourceFile,
  failures: Failures & { by: 'class' },
): SdkName | undefined {
  for (const statement of statements) {
    if (
      !ts.isImportDeclaration(statement) ||
      !ts.isStringLiteralLike(statement.moduleSpecifier) ||
      externalName(statement.moduleSpecifier.text) !== failures.package ||
      statement.importClause?.isTypeOnly
    )
      continue;
    const version = /@v?(\d[\w.-]*)/.exec(statement.moduleSpecifier.text)?.[1];
    const found = (name: string): SdkName => ({
      name,
      edits: [],
      ...(version === undefined ? {} : { version }),
    });
    if (statement.importClause?.name) return found(statement.importClause.name.text);
    const bindings = statement.importClause?.namedBindings;
    const named =
      bindings && ts.isNamedImports(bindings)
        ? bindings.elements.find(
            (element) => (element.propertyName ?? element.name).text === failures.name,
          )
        : undefined;
    if (named) return found(named.name.text);
  }
  return undefined;
}

/** `const OpenAI = require('openai')`. */
function requiredName(
  file: ts.SourceFile,
  failures: Failures & { by: 'class' },
): string | undefined {
  let required: string | undefined;
  walk(file, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer) return;
    const call = unwrap(node.initializer);
    const [from] = ts.isCallExpression(call) ? call.arguments : [];
    if (
      ts.isCallExpression(call) &&
      ts.isIdentifier(call.expression) &&
      call.expression.text === 'require' &&
      from &&
      ts.isStringLiteralLike(from) &&
      from.text === failures.package
    )
      required = ts.isIdentifier(node.name) ? node.name.text : failures.name;
  });
  return required;
}
