import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { leads } from '../models/match';
import type { Sdk } from '../models/sdk';
import { sdks } from '../models/sdks/registry';

/** A method that a package declares on its client, and the row that covers it. */
export interface DeclaredMethod {
  readonly package: string;
  readonly path: readonly string[];
  /** What it is given that a model reads: `messages`, `prompt`. */
  readonly prompts: readonly string[];
  /** What its row says it is; `undefined` where none speaks of it. */
  readonly kind?: string;
}

/** What most APIs call what a model reads, whatever the rows say. */
const PROMPTS: ReadonlySet<string> = new Set(
  'messages input inputs prompt contents instructions'.split(' '),
);
/** Deeper than any SDK nests its resources. */
const MAX_DEPTH = 5;

/**
 * The methods that the SDKs installed in a folder declare, as a client's user reaches them, each
 * with the row that covers it: what none covers would not be judged.
 */
export function declaredMethods(nodeModules: string): DeclaredMethod[] {
  return sdks.flatMap((sdk) =>
    (sdk.packages ?? []).flatMap((name) => {
      const folder = join(nodeModules, name);
      return existsSync(join(folder, 'package.json')) ? methodsOf(sdk, name, folder) : [];
    }),
  );
}

function methodsOf(sdk: Sdk, name: string, folder: string): DeclaredMethod[] {
  const entry = join(folder, 'covered.ts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    strict: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const text = `import * as all from '${name}';\nexport { all };\n`;
  host.fileExists = (file) => file === entry || fileExists(file);
  host.getSourceFile = (file, language, ...rest) =>
    file === entry
      ? ts.createSourceFile(file, text, language)
      : getSourceFile.call(host, file, language, ...rest);
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const declaration = source?.statements.find(ts.isImportDeclaration);
  const symbol = declaration && checker.getSymbolAtLocation(declaration.moduleSpecifier);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  const found = clientNames(sdk)
    .flatMap((client) => exported.find((item) => item.name === client) ?? [])
    .flatMap((client) => methodsIn(checker, instanceOf(checker, client), []));
  const unique = [...new Map(found.map((method) => [method.path.join('.'), method])).values()];
  return unique.map(({ path, given }) => {
    const row = sdk.requests.find((item) => item.on === undefined && leads(item, path, sdk));
    const prompts = given.filter((item) => PROMPTS.has(item) || isText(sdk, item));
    // What takes any name is not said of this one.
    const isSaid = row && !(row.common && row.kind === 'management' && prompts.length > 0);
    return { package: name, path, prompts, ...(isSaid ? { kind: row.kind } : {}) };
  });
}

function isText({ parts }: Sdk, name: string): boolean {
  return Object.hasOwn(parts, name) && !parts[name].media;
}

/** The classes that are clients, by the names under which they are exported. */
function clientNames({ clients }: Sdk): string[] {
  return clients
    .flatMap(({ call }) => call)
    .flatMap((path) => (path.startsWith('{') ? path.slice(1, -1).split(',') : [path]))
    .filter((path) => !path.includes('.'));
}

function instanceOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Type {
  const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return checker.getDeclaredTypeOfSymbol(original);
}

/** A method by its path from the client, and the names of what it is given. */
interface Found {
  readonly path: readonly string[];
  readonly given: readonly string[];
}

/** The methods that give a promise or a stream, through members that are resources. */
function methodsIn(checker: ts.TypeChecker, type: ts.Type, path: readonly string[]): Found[] {
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const { declarations } = property;
    const declaration = declarations?.[0];
    if (!declaration || isHidden(property, declaration)) return [];
    const own = checker.getTypeOfSymbolAtLocation(property, declaration);
    const at = [...path, property.name];
    const [signature] = own.getCallSignatures();
    if (signature)
      return givesAnswer(checker, checker.getReturnTypeOfSignature(signature))
        ? [{ path: at, given: givenTo(checker, signature) }]
        : [];
    return own.isClass() && at.length < MAX_DEPTH ? methodsIn(checker, own, at) : [];
  });
}

/** The members of the objects that a method is given. */
function givenTo(checker: ts.TypeChecker, signature: ts.Signature): string[] {
  const names = signature.getParameters().flatMap((parameter) => {
    const at = parameter.valueDeclaration;
    if (!at) return [];
    const type = checker.getTypeOfSymbolAtLocation(parameter, at);
    const options = type.isUnion() ? type.types : [type];
    return options
      .filter(({ flags }) => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0)
      .flatMap((option) => checker.getPropertiesOfType(option).map(({ name }) => name));
  });
  return [...new Set(names)];
}

function isHidden(property: ts.Symbol, declaration: ts.Declaration): boolean {
  const modifiers = ts.getCombinedModifierFlags(declaration);
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;
  return property.name.startsWith('_') || (modifiers & hidden) !== 0;
}

/** What an SDK sends, it gives a promise or a stream of. */
function givesAnswer(checker: ts.TypeChecker, type: ts.Type): boolean {
  return /Promise|Stream|Runner|Iterable/.test(checker.typeToString(type));
}

/** The methods that send a prompt and that no row covers. */
export function uncovered(methods: readonly DeclaredMethod[]): readonly DeclaredMethod[] {
  return methods.filter(({ kind, prompts }) => kind === undefined && prompts.length > 0);
}

/** Prints each method that sends a prompt with what its row says; with `--open`, the others alone. */
function main(args: readonly string[]): void {
  const folder = resolve(args.find((item) => !item.startsWith('--')) ?? 'node_modules');
  const methods = declaredMethods(folder);
  const open = uncovered(methods);
  const shown = args.includes('--open')
    ? open
    : methods.filter(({ prompts }) => prompts.length > 0);
  for (const { package: name, path, prompts, kind } of shown)
    console.log(`${name}  ${path.join('.')}(${prompts.join(', ')})  ${kind ?? 'NO ROW'}`);
  console.log(`${shown.length} methods send a prompt, ${open.length} of them without a row`);
}

if (require.main === module) main(process.argv.slice(2));
