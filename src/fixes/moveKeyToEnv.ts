import ts from 'typescript';
import { dirname, join, relativeTo } from '../analysis/source/paths';
import { hasKeyShape, ownerOfKey } from '../analysis/requests/keyShape';
import { lookupName } from '../analysis/source/scope';
import type { ModuleView } from '../models/convention';
import { propertyName, unwrap, type Syntax } from '../analysis/source/syntax';
import type { Workspace } from '../analysis/workspace';
import type { SecretAccess } from '../models/frameworks/framework';
import { frameworks } from '../models/frameworks/registry';
import { serviceOf, services } from '../models/vendors';
import { nodeSecret } from '../models/frameworks/framework';
import { browserPlacement } from '../rules/rule';
import { readsEnvFile } from './envLoading';
import { namesIn } from './namesIn';
import { addEnvLine, addIgnoreLine, hasEnvName } from './envFiles';
import type { Fix } from './fix';
import { addNamedImport } from '../edits/addImport';
import { nodeSpanning } from '../edits/nodeAt';
import type { FileChange, TextEdit } from '../edits/edit';

/** Replaces a key in server code by a read of the environment, in the framework's own way. */
export const moveKeyToEnv: Fix = {
  meta: {
    id: 'move-key-to-env',
    summary:
      'Moves a key from the code into the environment and reads it the way the framework does.',
    rules: ['hardcoded-api-key'],
    safe: true,
  },
  plan(finding, workspace) {
    const syntax = workspace.syntax(finding.file);
    const literal = syntax && literalAt(syntax, finding.start, finding.end);
    if (!syntax || !literal) return undefined;
    // In a browser there is no environment to read: the call itself must move (proxy-client-call).
    if (
      finding.surface === 'browser' ||
      browserPlacement(workspace.surfaces.at(finding.file, finding.start))
    )
      return undefined;
    const value = keyText(literal);
    // An address holds more than the key.
    if (value.includes('://')) return undefined;
    const { key, pages } = serviceOf(finding.variant ?? '') ?? ownerOfKey(value) ?? services[0];
    const [name] = key.variables;
    const own = frameworkAccess(name, finding.file, syntax, workspace);
    const secret = own ?? nodeSecret(name);
    const isRead =
      own !== undefined || readsEnvFile(workspace.packages.of(finding.file), workspace);
    const real = hasKeyShape(value);
    // What goes into `.env` is one key and nothing that a parser of such files could take for more.
    if (real && !/^[\w-]+$/.test(value)) return undefined;
    return {
      title:
        `Read the key from \`${name}\`` +
        (real ? ` and keep its value in \`${secret.envFile}\`, which git ignores` : ''),
      note:
        (real
          ? 'The key stands in the history of the code and in every copy of it: create a new one ' +
            `and revoke this one at ${pages.keys}.`
          : `Set ${name} in ${secret.envFile} before you start the program.`) +
        (isRead
          ? ''
          : ` Nothing here reads \`${secret.envFile}\` by itself: start the program with ` +
            `\`node --env-file=${secret.envFile}\`.`),
      changes: () => [
        { kind: 'edit', file: finding.file, edits: codeEdits(literal, secret, syntax) },
        ...environmentChanges(name, real ? value : undefined, secret, finding.file, workspace),
      ],
    };
  },
};

type Literal = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral;

/**
 * The string literal of a finding; a key in a comment or in the middle of a template has none and
 * is left to the person.
 */
function literalAt(syntax: Syntax, start: number, end: number): Literal | undefined {
  for (const [from, to] of [
    [start, end],
    [start - 1, end + 1],
  ] as const) {
    const node = nodeSpanning(syntax.sourceFile, from, to);
    const inner = node && ts.isExpression(node) ? unwrap(node) : node;
    if (
      inner &&
      ts.isStringLiteralLike(inner) &&
      !inner.isUnterminated &&
      !ts.isImportDeclaration(inner.parent)
    )
      return inner;
  }
  return undefined;
}

function keyText(literal: Literal): string {
  return literal.text.replace(/^Bearer\s+/i, '').trim();
}

/** How the framework that a module belongs to reads a secret; it loads the file by itself. */
function frameworkAccess(
  name: string,
  file: string,
  syntax: Syntax,
  workspace: Workspace,
): SecretAccess | undefined {
  const pkg = workspace.packages.of(file);
  const specifiers = syntax.sourceFile.statements.flatMap((s) =>
    ts.isImportDeclaration(s) && ts.isStringLiteralLike(s.moduleSpecifier)
      ? [s.moduleSpecifier.text]
      : [],
  );
  const module: ModuleView = {
    path: file,
    local: relativeTo(file, pkg.dir),
    pkg,
    packages: workspace.packages,
    specifiers,
    head: syntax.text.slice(0, 4000),
  };
  for (const framework of frameworks) {
    if (!framework.secret || !framework.applies(pkg, workspace.packages)) continue;
    const access = framework.secret(name, module);
    if (access) return access;
  }
  return undefined;
}

function codeEdits(literal: Literal, secret: SecretAccess, syntax: Syntax): TextEdit[] {
  const imports =
    secret.importName && secret.importFrom
      ? addNamedImport(syntax, secret.importName, secret.importFrom)
      : undefined;
  // When the module already has a variable of that name, the import takes another one.
  const clash =
    secret.importName !== undefined &&
    imports !== undefined &&
    lookupName(secret.importName, syntax.sourceFile.statements[0] ?? syntax.sourceFile) !==
      undefined &&
    !imports.present;
  const local = clash ? `${secret.importName}_FROM_ENV` : undefined;
  const expression = local
    ? secret.expression.replace(secret.importName!, local)
    : secret.expression;
  const edits: TextEdit[] = [];
  if (imports && secret.importName && secret.importFrom) {
    const edit = local
      ? addNamedImport(syntax, `${secret.importName} as ${local}`, secret.importFrom).edit
      : imports.edit;
    if (edit) edits.push(edit);
  }
  const { parent } = literal;
  const bearer = /^Bearer\s+/i.exec(literal.text)?.[0];
  if (bearer)
    edits.push({
      start: literal.getStart(),
      end: literal.getEnd(),
      text: `\`${bearer}\${${expression}}\``,
    });
  else if (isFallbackOf(parent, literal))
    edits.push({ start: parent.getStart(), end: parent.getEnd(), text: parent.left.getText() });
  else
    edits.push({
      start: literal.getStart(),
      end: literal.getEnd(),
      text: expression + assertion(literal, expression, syntax),
    });
  return edits;
}

/** `process.env.OPENAI_API_KEY ?? 'sk-…'`: the variable is read already, only the fallback goes. */
function isFallbackOf(parent: ts.Node, literal: Literal): parent is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === literal &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken) &&
    namesIn(parent.left).some((name) => /env$|secret|config/i.test(name))
  );
}

/**
 * In TypeScript a variable of the environment may be undefined; where the text was needed as one,
 * `!` keeps the types as they were.
 */
function assertion(literal: Literal, expression: string, syntax: Syntax): string {
  const typescript =
    /\.[mc]?tsx?$/.test(syntax.path) || syntax.scripts.some((script) => script.typescript);
  if (!typescript || !/^(process\.env|Deno\.env)/.test(expression)) return '';
  const { parent } = literal;
  // The SDK's own `apiKey` option takes undefined and then reads the variable itself.
  const isOption =
    ts.isPropertyAssignment(parent) &&
    ['apiKey', 'openAIApiKey'].includes(propertyName(parent.name) ?? '') &&
    ts.isObjectLiteralExpression(parent.parent) &&
    ts.isNewExpression(parent.parent.parent);
  return isOption || ts.isTemplateSpan(parent) ? '' : '!';
}

/** The changes beside the code: the name in `.env.example`, the value in an ignored `.env`. */
export function environmentChanges(
  name: string,
  value: string | undefined,
  secret: SecretAccess,
  file: string,
  workspace: Workspace,
): FileChange[] {
  const dir = workspace.packages.of(file).dir;
  const at = (path: string) => join(dir, path) ?? path;
  const example = at(join(dirname(secret.envFile), '.env.example') ?? '.env.example');
  const envFile = at(secret.envFile);
  const changes: FileChange[] = [];
  const read = (path: string) => workspace.text(path);
  const exampleChange = addEnvLine(example, read(example), name, '');
  if (exampleChange) changes.push(exampleChange);
  if (value === undefined || hasEnvName(read(envFile), name)) return changes;
  // A tracked file stays tracked whatever `.gitignore` says: the value must not go there.
  if (workspace.host.isTracked(envFile)) return changes;
  if (!workspace.host.isIgnored(envFile)) {
    const ignoreFile = at('.gitignore');
    changes.push(addIgnoreLine(ignoreFile, workspace.text(ignoreFile), secret.envFile));
  }
  const envChange = addEnvLine(envFile, read(envFile), name, value);
  if (envChange) changes.push(envChange);
  return changes;
}
