import ts from 'typescript';
import {
  guardConfigs,
  guardingPackages,
  ownAddresses,
  ownMachine,
} from '../../models/libraries/guards';
import { endsSome } from '../../models/match';
import { models } from '../../models/registry';
import { isTestPath } from '../source/prefilter';
import { accessedName, unwrap } from '../source/syntax';
import type { Evaluator } from '../values/engine';
import { referencesOf } from '../values/reference';
import { isRouter, isRouterValue, letsThrough, valuesOf } from './bystanders';
import { isByRoute, maySendAway } from './signs';

/** Something that is set up for several handlers and may keep strangers out, and which they are. */
export interface Gate {
  /** The file it stands in. */
  readonly file: string;
  /** The beginning of the addresses it stands before, where it is written. */
  readonly prefix?: string;
  /** The modules whose routes it stands before, where they are in sight; else all. */
  readonly only?: readonly string[];
}

/** Methods by which something is put before many handlers. */
const BEFORE = /\.(use|addHook|register|onBeforeHandle|beforeHandle|guard|derive|resolve|all)\(/;
const METHODS = new Set('use addHook register onBeforeHandle guard derive resolve'.split(' '));
const LISTENS = /\.listen\(|hostname/;

/** What may keep strangers out of the handlers of a file, set up elsewhere in its package. */
export function gatesBefore(evaluator: Evaluator, file: string): readonly Gate[] {
  const { program } = evaluator;
  const files = program.packageFiles(file);
  return evaluator.remember(`gates beside ${files[0] ?? file}`, () => {
    const first = files[0] ?? file;
    if (isConfigured(evaluator, file) || isAnywhere(evaluator, files)) return [{ file: first }];
    return files.filter((path) => !isTestPath(path)).flatMap((path) => gatesIn(evaluator, path));
  });
}

/** Whether dependencies or configuration keep strangers out of the whole package. */
function isConfigured(evaluator: Evaluator, file: string): boolean {
  const { program } = evaluator;
  if ([...guardingPackages, ...ownMachine].some((name) => program.dependency(file, name)))
    return true;
  const folders = foldersOf(file);
  return folders.some((folder) =>
    guardConfigs.some(({ file: name, words }) => {
      const text = program.text(folder === '' ? name : `${folder}/${name}`);
      return text !== undefined && words.some((word) => text.includes(word));
    }),
  );
}

/** A file's folder and those around it. */
function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return [...parts.map((_, at) => parts.slice(0, at + 1).join('/')), ''];
}

/** Whether a file that runs before every handler, or a word that sets up for all, may guard. */
function isAnywhere(evaluator: Evaluator, files: readonly string[]): boolean {
  const { program } = evaluator;
  const words = models.flatMap(({ guardsAll = [] }) => guardsAll);
  const first = files[0];
  const gates = first === undefined ? [] : program.gatesOf(first);
  return (
    gates.some((path) => isClosed(evaluator, path)) ||
    files.some((path) => words.some((word) => program.text(path)?.includes(word)))
  );
}

/** Whether a module that runs before every handler may turn callers away. */
function isClosed(evaluator: Evaluator, path: string): boolean {
  const { program } = evaluator;
  const tree = program.syntax(path);
  if (!tree) return true;
  const foreign = program
    .specifiersOf(path)
    .filter((specifier) => program.resolve(specifier, path).kind !== 'module');
  const known = models.filter((model) => model.bystanders !== undefined);
  const isKnown = (name: string) =>
    known.some(({ packages = [] }) =>
      packages.some((item) => name === item || name.startsWith(`${item}/`)),
    );
  return !foreign.every(isKnown) || maySendAway(evaluator, [tree.sourceFile]);
}

function gatesIn(evaluator: Evaluator, path: string): Gate[] {
  const { program } = evaluator;
  const text = program.text(path) ?? '';
  const mayGuard = BEFORE.test(text) && program.specifiersOf(path).length > 0;
  if (!mayGuard && !LISTENS.test(text)) return [];
  const tree = program.syntax(path);
  if (!tree) return [];
  const found: Gate[] = [];
  evaluator.walk(tree.sourceFile, (node) => {
    if (!ts.isCallExpression(node)) return;
    const callee = unwrap(node.expression);
    const name = accessedName(callee);
    if (name === undefined || !ts.isPropertyAccessExpression(callee)) return;
    if (name === 'listen' && node.arguments.some(isOwnAddress)) found.push({ file: path });
    else if (METHODS.has(name) && isServer(evaluator, callee))
      found.push(...gateAt(evaluator, node, path));
  });
  return found;
}

function isOwnAddress(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  if (ts.isStringLiteralLike(node)) return ownAddresses.has(node.text);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      (property) => ts.isPropertyAssignment(property) && isOwnAddress(property.initializer),
    )
  );
}

/** Whether what a method is called on may be an application or a router. */
function isServer(evaluator: Evaluator, callee: ts.PropertyAccessExpression): boolean {
  if (!endsSome('registrations', callee.name.text) && callee.name.text === 'use') return false;
  return referencesOf(evaluator, callee.expression).some(
    (reference) => reference.root !== 'package' || isRouter(reference),
  );
}

function gateAt(evaluator: Evaluator, call: ts.CallExpression, file: string): Gate[] {
  const args = call.arguments;
  if (args.some(isByRoute) || args.every((item) => letsThrough(evaluator, item))) return [];
  const [first] = args;
  const prefix = first && ts.isStringLiteralLike(first) ? first.text : undefined;
  const routers = args.flatMap((item) => routerFiles(evaluator, item));
  return [
    {
      file,
      ...(prefix === undefined ? {} : { prefix }),
      ...(routers.length > 0 ? { only: routers } : {}),
    },
  ];
}

/** The module in which a router is made that stands among the arguments. */
function routerFiles(evaluator: Evaluator, argument: ts.Expression): string[] {
  return valuesOf(evaluator, argument)
    .filter((value) => isRouterValue(evaluator, value))
    .flatMap((value) =>
      (value.kind === 'call' || value.kind === 'instance') && value.node
        ? [evaluator.program.pathOf(value.node)]
        : [],
    );
}
