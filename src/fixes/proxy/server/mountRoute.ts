import ts from 'typescript';
import { dottedName, unwrap } from '../../../analysis/source/syntax';
import { beginsWithRequire } from '../../../analysis/source/imports';
import { suggestsGuard } from '../../../analysis/access/words';
import { inStyle } from '../../../edits/inStyle';
import type { RouteFile } from '../../../routes/route';
import { styleOf } from '../../../edits/style';
import type { TextEdit } from '../../../edits/edit';

/**
 * The edits that import a handler into an application's file and mount it there: behind the
 * application's own middleware (CORS, sessions, limits), and before its first route, so that no
 * catch-all answers in its place. `undefined` when the application is not made at the top of the
 * file.
 */
export function mountEdits(
  { app, importLine, statement }: NonNullable<RouteFile['mount']>,
  text: string,
): TextEdit[] | undefined {
  const file = ts.createSourceFile('app.ts', text, ts.ScriptTarget.Latest, true);
  const made = file.statements.findIndex(
    (item) =>
      ts.isVariableStatement(item) &&
      item.declarationList.declarations.some((declaration) => declaration.name.getText() === app),
  );
  if (made < 0) return undefined;
  const style = styleOf(file);
  const { lineBreak } = style;
  const loads = file.statements.filter((item) => ts.isImportDeclaration(item) || isRequire(item));
  const importAt = loads[loads.length - 1]?.getEnd() ?? 0;
  const setUp = lastSetup(file.statements, { made, app, statement });
  const guard = lastGuard(file.statements, { made: setUp, app, statement });
  const at = file.statements[guard].getEnd();
  const loading = inStyle(importLine, style);
  const mounting = inStyle(statement, style);
  // Where the application is made by the last import's neighbour, both stand at one place, in this
  // order.
  if (at === importAt)
    return [{ start: at, end: at, text: `${lineBreak}${loading}${lineBreak}${mounting}` }];
  return [
    {
      start: importAt,
      end: importAt,
      text: importAt === 0 ? `${loading}${lineBreak}` : `${lineBreak}${loading}`,
    },
    { start: at, end: at, text: `${lineBreak}${mounting}` },
  ];
}

/** Whether what is used under a path stands before a route too: everywhere, `/api`, `/api/*`. */
function standsBefore(path: string, route: string | undefined): boolean {
  if (/^(\/?\*|\/)$/.test(path)) return true;
  const folder = path.endsWith('/*') ? path.slice(0, -1) : `${path}/`;
  return route?.startsWith(folder) ?? false;
}

/** The path of `app.post('/api/chat', chatRoute)`. */
function routeIn(statement: string): string | undefined {
  const [first] = ts.createSourceFile('route.ts', statement, ts.ScriptTarget.Latest).statements;
  const call = first && ts.isExpressionStatement(first) ? first.expression : undefined;
  const path = call && ts.isCallExpression(call) ? call.arguments[0] : undefined;
  return path && ts.isStringLiteralLike(path) ? path.text : undefined;
}

/** A call on the application that stands as a statement of its own: `app.use(…)`. */
interface SetupCall {
  readonly index: number;
  readonly method: string;
  readonly args: readonly ts.Expression[];
}

/** The calls on an application behind the statement that makes it, in order. */
function callsOn(
  app: string,
  made: number,
  statements: ts.NodeArray<ts.Statement>,
): readonly SetupCall[] {
  return statements.flatMap((statement, index): SetupCall[] => {
    if (index <= made || !ts.isExpressionStatement(statement)) return [];
    const expression = unwrap(statement.expression);
    const call = ts.isAwaitExpression(expression) ? unwrap(expression.expression) : expression;
    const [owner, method = ''] =
      (ts.isCallExpression(call) ? dottedName(call.expression) : undefined) ?? [];
    return owner === app && ts.isCallExpression(call)
      ? [{ index, method, args: call.arguments }]
      : [];
  });
}

/** The names that ask for callers, between the path and the handler of an application's routes. */
export function routeGuards(app: string, statements: ts.NodeArray<ts.Statement>): string[] {
  return callsOn(app, -1, statements)
    .filter(({ method, args: [path] }) => !SETS_UP.includes(method) && path !== undefined)
    .flatMap(({ args }) => args.slice(1, -1))
    .flatMap((guard) => {
      const name = dottedName(ts.isCallExpression(guard) ? guard.expression : guard);
      return name?.some(suggestsGuard) ? [name.join('.')] : [];
    });
}

interface Mounting {
  readonly made: number;
  readonly app: string;
  readonly statement: string;
}

const SETS_UP: readonly string[] = ['use', 'register', 'set', 'disable', 'enable'];
const TAKES_IN: readonly string[] = ['use', 'register'];

/** The last statement that sets the application up before its first route. */
function lastSetup(
  statements: ts.NodeArray<ts.Statement>,
  { made, app, statement: route }: Mounting,
): number {
  const path = routeIn(route);
  let last = made;
  for (const { index, method, args } of callsOn(app, made, statements)) {
    const [first] = args;
    const isBefore =
      first !== undefined && (!ts.isStringLiteralLike(first) || standsBefore(first.text, path));
    // A router, and what answers everything, stand behind the new route.
    if (!SETS_UP.includes(method) || (!isBefore && TAKES_IN.includes(method))) return last;
    if (args.some(answersItself)) return last;
    last = index;
  }
  return last;
}

/**
 * The last guard of the route's own path further down, behind routes that stand open: `app.use('/api',
 * guard)`. The new route is none of those.
 */
function lastGuard(
  statements: ts.NodeArray<ts.Statement>,
  { made, app, statement: route }: Mounting,
): number {
  const path = routeIn(route);
  const found = callsOn(app, made, statements).filter(({ method, args: [first, ...guards] }) => {
    const isBefore =
      first !== undefined && ts.isStringLiteralLike(first) && standsBefore(first.text, path);
    return method === 'use' && isBefore && guards.length > 0 && guards.every(isGuard);
  });
  return found.at(-1)?.index ?? made;
}

/** A router, files of a folder, the answer for what nobody knows or for failures: by their names. */
function answersItself(node: ts.Expression): boolean {
  const called = ts.isCallExpression(node) ? node.expression : node;
  const [loaded] = ts.isCallExpression(node) ? node.arguments : [];
  const names = [
    ...(dottedName(called) ?? []),
    ...(loaded && beginsWithRequire(node) && ts.isStringLiteralLike(loaded) ? [loaded.text] : []),
  ];
  return names.some((name) => /rout(er|es)$|notFound|errorHandler|^static$/i.test(name));
}

/** What is called by its name and is no router, and answers nobody by itself as far as that says. */
function isGuard(node: ts.Expression): boolean {
  const name = (dottedName(ts.isCallExpression(node) ? node.expression : node) ?? []).at(-1);
  return name !== undefined && !/rout|notFound|error|static/i.test(name);
}

function isRequire(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ initializer }) => initializer !== undefined && beginsWithRequire(initializer),
    )
  );
}
