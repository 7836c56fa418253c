import ts from 'typescript';
import { matches } from '../../models/match';
import type { Passing, Sink, SinkKind } from '../../models/sink';
import type { Reference } from '../../models/reference';
import { isResponseByShape } from './handlerShape';
import { lookup } from '../source/scope';
import { accessedName, dottedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf, typeReference } from '../values/reference';

/** What becomes of a value that is handed to a call, or put into a member. */
export interface SinkAt {
  readonly into: SinkKind | 'log';
  /** What passes a stream on that it is handed. */
  readonly passing?: Passing;
  /** What it makes of an answer. */
  readonly makes?: Sink['makes'];
  /** False where only names suggest it. */
  readonly certain: boolean;
}

/**
 * Where the arguments of a call or a construction end, by what its callee leads back to;
 * `undefined` where nothing is known of it.
 */
export function callSink(evaluator: Evaluator, callee: ts.Expression): SinkAt | undefined {
  const node = unwrap(callee);
  for (const reference of referencesOf(evaluator, node)) {
    const found = sinkOf(reference);
    if (found) return settled(evaluator, node, found);
  }
  return undefined;
}

/** Where arguments would end if the callee were what it is called like, whatever it really is. */
export function sinkByName(callee: ts.Expression): SinkAt | undefined {
  const [name, ...path] = dottedName(callee) ?? [];
  return name === undefined ? undefined : sinkOf({ root: 'unknown', name, path });
}

/**
 * Where a value ends that is assigned to a member: the body of an answer, the text of an element.
 */
export function memberSink(evaluator: Evaluator, member: ts.Expression): SinkAt | undefined {
  const name = accessedName(member);
  if (name === undefined) return undefined;
  const { expression } = member as ts.PropertyAccessExpression | ts.ElementAccessExpression;
  for (const owner of referencesOf(evaluator, expression)) {
    const reference: Reference = { ...owner, path: [...owner.path, name] };
    const [match] = matches('sinks', reference).filter(({ row }) => row.of === 'member');
    if (match) return settled(evaluator, member, { into: match.row.into, certain: match.certain });
  }
  return undefined;
}

function sinkOf(reference: Reference): SinkAt | undefined {
  const [log] = matches('loggers', reference);
  if (log?.certain) return { into: 'log', certain: true };
  const [match] = matches('sinks', reference).filter(
    ({ row, certain }) => row.of === undefined && (certain || !row.common || !isGiven(reference)),
  );
  if (match && (match.certain || !log)) {
    const { into, passing, makes } = match.row;
    return {
      into,
      certain: match.certain,
      ...(passing ? { passing } : {}),
      ...(makes ? { makes } : {}),
    };
  }
  return log && { into: 'log', certain: false };
}

/** Whether something is a member of what a package gives. */
function isGiven({ root, path }: Reference): boolean {
  return root === 'package' && path.includes('()');
}

/**
 * A name that stands for a value of a type of the project's own is none of a library's; the
 * response of a handler's usual shape is one for certain.
 */
function settled(evaluator: Evaluator, node: ts.Expression, sink: SinkAt): SinkAt | undefined {
  if (sink.certain) return sink;
  const root = rootOf(node);
  const declaration = root && lookup(root);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)))
    return sink;
  if (declaration.type && isOwnType(evaluator, declaration.type)) return undefined;
  return sink.into === 'response' && ts.isParameter(declaration) && isResponseByShape(declaration)
    ? { ...sink, certain: true }
    : sink;
}

/** The first name of a chain of members and calls: `res` of `res.status(200).json`. */
export function rootOf(node: ts.Expression): ts.Identifier | undefined {
  let at = unwrap(node);
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isElementAccessExpression(at) ||
    ts.isCallExpression(at)
  )
    at = unwrap(at.expression);
  return ts.isIdentifier(at) ? at : undefined;
}

/** An interface of the project's own that is made from nothing else. */
function isOwnType(evaluator: Evaluator, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  const { text } = type.typeName;
  if (declaresInterface(type.getSourceFile(), text)) return true;
  if (typeReference(evaluator, type)?.root !== 'own') return false;
  const file = importedFrom(evaluator, type.typeName);
  return file !== undefined && declaresInterface(file, text);
}

function declaresInterface(file: ts.SourceFile, name: string): boolean {
  return file.statements.some(
    (statement) =>
      ts.isInterfaceDeclaration(statement) &&
      statement.name.text === name &&
      !statement.heritageClauses,
  );
}

function importedFrom({ program }: Evaluator, name: ts.Identifier): ts.SourceFile | undefined {
  const declaration = lookup(name);
  if (!declaration || !ts.isImportSpecifier(declaration)) return undefined;
  const { moduleSpecifier } = declaration.parent.parent.parent as ts.ImportDeclaration;
  if (!ts.isStringLiteralLike(moduleSpecifier)) return undefined;
  const target = program.resolve(moduleSpecifier.text, program.pathOf(name));
  return target.kind === 'module' ? program.syntax(target.path)?.sourceFile : undefined;
}
