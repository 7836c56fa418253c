import ts from 'typescript';
import { pathOf } from '../../analysis/source/syntax';
import type { Answering, Asked } from './answering';
import { asText, jsonOf } from './headers';

/** What frameworks call the exports that answer requests of these methods with a `Response`. */
const VERBS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A route that a framework calls by the method it is exported as, and that hands back what another
 * function made: whatever that is, a `Response` is an answer there. Where the module also answers
 * `OPTIONS`, other pages may ask, and what they must be told is not in sight.
 */
export function routeAnswer({ fn, workspace }: Asked): Answering | undefined {
  const name = exportedName(fn);
  const file = fn.getSourceFile();
  const { surfaces } = workspace;
  if (name === undefined || !VERBS.has(name) || exportsOptions(file)) return undefined;
  if (surfaces.handlerOf(pathOf(file), name)?.entry !== 'http') return undefined;
  return {
    givesResponse: true,
    unseen: true,
    answer: (status, message, retryAfter, value = jsonOf(message)) => {
      const headers = retryAfter ? `, headers: { 'Retry-After': ${asText(retryAfter)} }` : '';
      return [`return Response.json(${value}, { status: ${status}${headers} });`];
    },
  };
}

/** `export async function POST() {}`, `export const POST = async () => {}`. */
function exportedName(fn: ts.FunctionLikeDeclaration): string | undefined {
  const declared = ts.isFunctionDeclaration(fn) ? fn : fn.parent;
  if (!ts.isFunctionDeclaration(declared) && !ts.isVariableDeclaration(declared)) return undefined;
  const statement = ts.isFunctionDeclaration(declared) ? declared : declared.parent.parent;
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported && declared.name && ts.isIdentifier(declared.name)
    ? declared.name.text
    : undefined;
}

function exportsOptions({ statements }: ts.SourceFile): boolean {
  return statements.some((statement) => {
    if (ts.isFunctionDeclaration(statement)) return statement.name?.text === 'OPTIONS';
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(
        ({ name }) => ts.isIdentifier(name) && name.text === 'OPTIONS',
      )
    );
  });
}
