import ts from 'typescript';
import type { RequestFact } from '../analysis/facts';
import { lookupName } from '../analysis/source/scope';
import { walk, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import type { TextEdit } from './fix';
import type { Handler } from './handler';
import { addNamedImports } from './imports';
import { hasPlainHeaders } from './sdkVersion';
import { styleOf } from './style';
import { isTypeScript } from './typescript';

const LIMITED = 'Too many requests, please try again in a moment.';

/** The branch of a catch that answers a rate limit, and the imports that it needs. */
export interface FailureBranch {
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
  /** A condition that holds for what does not come from OpenAI, where that can be told. */
  readonly others?: string;
}

/**
 * How a rate limit is told from other failures of a request's SDK; `undefined` where nothing is
 * thrown that could be told apart.
 */
export function failureBranch(
  { sdk, api }: RequestFact,
  error: string,
  handler: Handler,
  syntax: Syntax,
  workspace: Workspace,
): FailureBranch | undefined {
  switch (sdk) {
    case 'openai':
    case 'azure':
      return openaiBranch(error, handler, syntax, workspace);
    case 'ai-sdk':
      // A stream of the AI SDK throws nothing: its failure is a part of it.
      return /^stream/.test(api) ? undefined : aiSdkBranch(error, handler, syntax);
    case 'langchain':
      return langchainBranch(error, handler, syntax);
    default:
      return undefined;
  }
}

function openaiBranch(
  error: string,
  handler: Handler,
  syntax: Syntax,
  workspace: Workspace,
): FailureBranch {
  const { name, edits } = sdkName(syntax);
  const seconds = hasPlainHeaders(workspace.packages.of(syntax.path))
    ? `${error}.headers?.['retry-after'] ?? '10'`
    : `${error}.headers?.get('retry-after') ?? '10'`;
  return {
    lines: [
      `if (${error} instanceof ${name}.RateLimitError) {`,
      `  ${handler.answer(429, LIMITED, seconds)}`,
      '}',
    ],
    edits,
    others: `!(${error} instanceof ${name}.APIError)`,
  };
}

/** The AI SDK wraps what it has tried again. Source: ai-sdk.dev/docs, "Error Handling", "AI_RetryError". */
function aiSdkBranch(error: string, handler: Handler, syntax: Syntax): FailureBranch {
  return {
    lines: [
      `const cause = RetryError.isInstance(${error}) ? ${error}.lastError : ${error};`,
      'if (APICallError.isInstance(cause) && cause.statusCode === 429) {',
      `  ${handler.answer(429, LIMITED, "cause.responseHeaders?.['retry-after'] ?? '10'")}`,
      '}',
    ],
    edits: addNamedImports(syntax, ['APICallError', 'RetryError'], 'ai'),
    others: '!APICallError.isInstance(cause)',
  };
}

/**
 * LangChain hands the failure of OpenAI's SDK on with its status. Source: langchainjs
 * `libs/providers/langchain-openai/src/utils/client.ts`.
 */
function langchainBranch(error: string, handler: Handler, syntax: Syntax): FailureBranch {
  const status = isTypeScript(syntax)
    ? `(${error} as { status?: number } | undefined)?.status`
    : `${error}?.status`;
  return {
    lines: [`if (${status} === 429) {`, `  ${handler.answer(429, LIMITED, "'10'")}`, '}'],
    edits: [],
  };
}

/** The SDK's class as the file calls it; imported when it is not. */
function sdkName(syntax: Syntax): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const { sourceFile } = syntax;
  const known = importedSdk(sourceFile) ?? requiredSdk(sourceFile);
  if (known !== undefined) return { name: known, edits: [] };
  const { quote, semicolons, lineBreak } = styleOf(sourceFile);
  const name = lookupName('OpenAI', sourceFile.statements[0] ?? sourceFile)
    ? 'OpenAISdk'
    : 'OpenAI';
  const commonJs = /\brequire\(/.test(syntax.text) && !/^\s*(import|export)\s/m.test(syntax.text);
  const module = `${quote}openai${quote}`;
  const code = commonJs ? `const ${name} = require(${module})` : `import ${name} from ${module}`;
  const line = code + (semicolons ? ';' : '');
  const imports = sourceFile.statements.filter(ts.isImportDeclaration);
  const last = imports[imports.length - 1];
  const at = last ? last.getEnd() : 0;
  return {
    name,
    edits: [{ start: at, end: at, text: last ? `${lineBreak}${line}` : `${line}${lineBreak}` }],
  };
}

/** What an import of `openai` calls the class. */
function importedSdk({ statements }: ts.SourceFile): string | undefined {
  for (const statement of statements.filter(ts.isImportDeclaration)) {
    const { importClause, moduleSpecifier } = statement;
    const isSdk = ts.isStringLiteralLike(moduleSpecifier) && moduleSpecifier.text === 'openai';
    if (!isSdk || !importClause || importClause.isTypeOnly) continue;
    if (importClause.name) return importClause.name.text;
    const bindings = importClause.namedBindings;
    const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const named = elements.find((item) => (item.propertyName ?? item.name).text === 'OpenAI');
    if (named) return named.name.text;
  }
  return undefined;
}

/** What a `require` of `openai` calls the class; the last one counts. */
function requiredSdk(file: ts.SourceFile): string | undefined {
  let required: string | undefined;
  walk(file, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      /^require\(['"]openai['"]\)$/.test(node.initializer?.getText() ?? '')
    )
      required = ts.isIdentifier(node.name) ? node.name.text : 'OpenAI';
  });
  return required;
}
