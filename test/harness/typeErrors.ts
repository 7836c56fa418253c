import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Parsed libraries, shared by all programs: a program costs a third of a second instead of more than one. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The compiler's complaints about the TypeScript files of a project in memory. */
export function typeErrors(files: ReadonlyMap<string, string>): string[] {
  const root = resolve('test', 'fixtures', 'memory');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    jsx: ts.JsxEmit.Preserve,
    types: ['node'],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const paths = new Map(
    [...files]
      .filter(([file]) => /\.tsx?$/.test(file))
      .map(([file, text]) => [join(root, file), text]),
  );
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
  const program = ts.createProgram([...paths.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      (item) =>
        `${relative(root, item.file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(item.messageText, ' ')}`,
    );
}
