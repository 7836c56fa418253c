import ts from 'typescript';
import { propertyName, unwrap, type Syntax } from '../../analysis/source/syntax';
import type { Workspace } from '../../analysis/workspace';
import type { FileChange, TextEdit } from '../../edits/edit';
import { indentationAt } from '../../edits/indentation';
import { styleOf } from '../../edits/style';
import type { Limiter } from '../../models/limiters/limiter';
import { filesNaming } from '../filesNaming';
import type { Plan, Refusal } from '../fix';
import { cannotAskFor, countingPlan } from './manifest';
import { importing, isTaken, namesFrom } from './names';

type OnMethod = Limiter & { stands: 'on-method' };

/** The method of a controller that answers a route. */
export interface Method {
  readonly file: string;
  readonly syntax: Syntax;
  readonly method: ts.MethodDeclaration;
  readonly calls: number;
}

/** Has the guard stand on a method, and sets its module up in the module of the controller. */
export function onMethod(
  { file, syntax, method, calls }: Method,
  limiter: OnMethod,
  workspace: Workspace,
): Plan | Refusal {
  const last = ts.getDecorators(method)?.at(-1);
  const { decorator } = limiter;
  const wanted = [
    { name: decorator.name, from: decorator.from, exported: 'named' as const },
    limiter,
  ];
  const taken = wanted.find((item) => isTaken(syntax, item));
  if (taken) return { reason: `\`${taken.name}\` is the name of something else here` };
  const setup = isSetUp(file, limiter, workspace)
    ? undefined
    : setupEdits(method, { limiter, calls, workspace });
  if (!last || (setup && 'reason' in setup)) return setup && 'reason' in setup ? setup : NO_METHOD;
  const refused = cannotAskFor(file, limiter, workspace);
  if (refused) return refused;
  const { lineBreak } = styleOf(syntax.sourceFile);
  const gap = `${lineBreak}${indentationAt(syntax.text, last.getStart())}`;
  const line = `${gap}@${decorator.name}(${decorator.given})`;
  const edits = () => [
    ...wanted.flatMap((item) => importing(syntax, item)),
    { start: last.getEnd(), end: last.getEnd(), text: line },
  ];
  return countingPlan({ file, calls }, limiter, workspace, edits, setup ? [setup] : []);
}

const NO_METHOD: Refusal = { reason: 'the method of the route has no decorator of its own' };

/** Whether the application has set the module of the guard up already. */
function isSetUp(file: string, { from, module }: OnMethod, workspace: Workspace): boolean {
  const files = workspace.packages.filesOf(workspace.packages.of(file));
  return files.some((path) => {
    if (!(workspace.text(path) ?? '').includes(from)) return false;
    const syntax = workspace.syntax(path);
    return syntax !== undefined && namesFrom(syntax, from).includes(module.name);
  });
}

/** The edits that set the guard’s module up where the controller is listed. */
function setupEdits(
  method: ts.MethodDeclaration,
  given: { readonly limiter: OnMethod; readonly calls: number; readonly workspace: Workspace },
): (FileChange & { kind: 'edit' }) | Refusal {
  const { limiter, calls, workspace } = given;
  const controller = ts.isClassDeclaration(method.parent) ? method.parent.name?.text : undefined;
  const found = controller === undefined ? [] : modulesListing(controller, limiter, workspace);
  if (found.length !== 1)
    return {
      reason:
        'the module that lists this controller is not found: set the limiter’s module up in it ' +
        'first',
    };
  const [{ file, syntax, metadata }] = found;
  const wanted = { name: limiter.module.name, from: limiter.from, exported: 'named' as const };
  const list = listed(metadata, limiter.module.list, limiter.setup(calls));
  if (isTaken(syntax, wanted) || !list)
    return { reason: `what \`${file}\` imports is not written there as a list` };
  return { kind: 'edit', file, edits: [...importing(syntax, wanted), list] };
}

interface ModuleClass {
  readonly file: string;
  readonly syntax: Syntax;
  readonly metadata: ts.ObjectLiteralExpression;
}

/** The modules among whose controllers a class stands. */
function modulesListing(
  controller: string,
  { module }: OnMethod,
  workspace: Workspace,
): ModuleClass[] {
  return filesNaming(controller, workspace).flatMap((file) => {
    const syntax = workspace.syntax(file);
    return (syntax?.sourceFile.statements ?? [])
      .flatMap((item) => (ts.isClassDeclaration(item) ? (ts.getDecorators(item) ?? []) : []))
      .flatMap(({ expression }) => {
        const [given] = ts.isCallExpression(expression) ? expression.arguments : [];
        const metadata = given && unwrap(given);
        const isListing =
          metadata !== undefined &&
          ts.isObjectLiteralExpression(metadata) &&
          listIn(metadata, module.controllers)?.elements.some(
            (element) => ts.isIdentifier(element) && element.text === controller,
          );
        return isListing && syntax ? [{ file, syntax, metadata }] : [];
      });
  });
}

function listIn(
  metadata: ts.ObjectLiteralExpression,
  name: string,
): ts.ArrayLiteralExpression | undefined {
  const found = metadata.properties.find((item) => propertyName(item.name) === name);
  const value = found && ts.isPropertyAssignment(found) ? unwrap(found.initializer) : undefined;
  return value && ts.isArrayLiteralExpression(value) ? value : undefined;
}

/** The edit that puts an item at the end of a list of a module, which may not be there yet. */
function listed(
  metadata: ts.ObjectLiteralExpression,
  name: string,
  code: string,
): TextEdit | undefined {
  const isThere = metadata.properties.some((item) => propertyName(item.name) === name);
  const list = listIn(metadata, name);
  const text = metadata.getSourceFile().text;
  if (!isThere) {
    const first = metadata.properties[0].getStart();
    const ownLine = /\n[ \t]*$/.exec(text.slice(0, first))?.[0];
    return { start: first, end: first, text: `${name}: [${code}],${ownLine ?? ' '}` };
  }
  if (!list) return undefined;
  const last = list.elements.at(-1);
  if (!last) return { start: list.getStart(), end: list.getEnd(), text: `[${code}]` };
  const ownLine = /\n[ \t]*$/.exec(text.slice(0, last.getStart()))?.[0];
  return { start: last.getEnd(), end: last.getEnd(), text: `,${ownLine ?? ' '}${code}` };
}
