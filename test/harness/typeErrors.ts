import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { extractScripts } from '../../src/analysis/source/embedded';

/**
 * Parsed libraries, shared by all programs: a program costs a third of a second instead of more
 * than one.
 */
const libraries = new Map<string, ts.SourceFile | undefined>();

const ROOT = resolve('test', 'fixtures', 'memory');

const COMMON: ts.CompilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  jsx: ts.JsxEmit.Preserve,
  types: ['node'],
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
};

const STRICT: ts.CompilerOptions = { ...COMMON, strict: true };

/**
 * JavaScript says no types: what is left to find is what is missing, misspelt or of the wrong kind.
 */
const LOOSE: ts.CompilerOptions = { ...COMMON, strict: false, allowJs: true, checkJs: true };

/**
 * What the fixtures use and this project has not installed, as anything: `test/frameworks`
 * type-checks limiters with the real packages. Nuxt's
 * globals stand in every file of `server/` without an import:
 * https://nuxt.com/docs/guide/concepts/auto-imports
 */
const MISSING = `
declare module '$env/static/private';
declare module 'axios';
declare module 'firebase-functions/v2/https';
declare module 'vite';
declare module '@fastify/rate-limit';
declare module '@hono/node-server/conninfo';
declare module '@nestjs/common';
declare module 'hono-rate-limiter';
declare module 'koa';
declare module '@koa/router';
declare module 'koa-ratelimit';
declare const defineEventHandler: any;
declare const readBody: any;
declare const useRuntimeConfig: any;
`;

/** Decorators are written in TypeScript only. */
const MISSING_IN_TYPESCRIPT = "declare module '@nestjs/throttler';";

/**
 * `require('openai')` is the class itself, which the types of the package do not say (they describe
 * the module for `import`).
 */
const WRONG_TYPES =
  /^This expression is not constructable\. +Type 'typeof import\(".*\/openai\/index"\)'/;

const TYPESCRIPT = /\.tsx?$/;
const JAVASCRIPT = /\.[cm]?jsx?$/;
const COMPONENT = /\.(vue|svelte|astro|html)$/;

/**
 * The compiler's complaints about a project in memory, as `file: message`: its TypeScript strictly,
 * its JavaScript loosely, and the scripts of components as what they are. They hold no line, so
 * that two states of a project can be compared.
 *
 * @param files Texts by path; files that are no code are left out.
 */
export function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const code = new Map([...files].flatMap(([file, text]) => compiled(file, text)));
  const names = [...code.keys()];
  return [
    ...errorsOf(
      new Map([...code, ['missing.d.ts', MISSING_IN_TYPESCRIPT]]),
      names.filter(isTypescript),
      STRICT,
    ),
    ...errorsOf(new Map([...code, ['missing.d.ts', MISSING]]), names.filter(isJavascript), LOOSE),
  ];
}

const isTypescript = (file: string) => TYPESCRIPT.test(file);
const isJavascript = (file: string) => JAVASCRIPT.test(file);

/**
 * A file as the compiler may read it. `./App.vue` leads to `App.vue.ts`, so imports of a component
 * find its script.
 */
function compiled(file: string, text: string): [file: string, text: string][] {
  if (isTypescript(file) || isJavascript(file)) return [[file, text]];
  if (!COMPONENT.test(file)) return [];
  const { scripts, text: blanked } = extractScripts(file, text);
  if (scripts.length === 0) return [];
  const extension = scripts.some(({ typescript }) => typescript) ? 'ts' : 'js';
  return [[`${file}.${extension}`, blanked]];
}

function errorsOf(
  code: ReadonlyMap<string, string>,
  names: readonly string[],
  options: ts.CompilerOptions,
): string[] {
  if (names.length === 0) return [];
  const paths = new Map([...code].map(([file, text]) => [join(ROOT, file), text]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => paths.get(file) ?? readFile(file);
  host.fileExists = (file) => paths.has(file) || fileExists(file);
  host.directoryExists = () => true;
  host.getSourceFile = (file, ...rest) => {
    const own = paths.get(file);
    if (own !== undefined) return ts.createSourceFile(file, own, ts.ScriptTarget.ES2022, true);
    if (!libraries.has(file)) libraries.set(file, getSourceFile(file, ...rest));
    return libraries.get(file);
  };
  const declarations = [...code.keys()].filter((file) => file.endsWith('.d.ts'));
  const roots = [...names, ...declarations].map((file) => join(ROOT, file));
  const program = ts.createProgram(roots, options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => ({
      name: relative(ROOT, file?.fileName ?? ''),
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }))
    .filter(({ name, message }) => names.includes(name) && !WRONG_TYPES.test(message))
    .map(({ name, message }) => `${name}: ${message}`);
}
