import { modify } from 'jsonc-parser';
import ts from 'typescript';
import { join, relativeTo } from '../../analysis/paths';
import { propertyName, unwrap, walk } from '../../analysis/syntax';
import { dependsOn, type Package } from '../../analysis/packages';
import type { Workspace } from '../../analysis/workspace';
import { inStyle } from '../../frameworks/inStyle';
import type { RouteFile } from '../../frameworks/route';
import { addEnvLine, hasEnvName } from '../envFiles';
import type { FileChange, TextEdit } from '../fix';
import { styleOf } from '../style';

const ENV_FILES = ['.env', '.env.local', '.env.development', '.env.development.local', '.env.production', '.env.production.local', '.env.example', '.env.sample', '.env.template', '.dev.vars'];
const KEY = 'OPENAI_API_KEY';

/** The public variable gets its private name in every `.env` file, unless other code still reads it; a project without one gets the name in `.env.example`. */
export function envChanges(names: ReadonlySet<string>, changed: ReadonlySet<string>, pkg: Package, workspace: Workspace): FileChange[] {
  const at = (path: string) => join(pkg.dir, path) ?? path;
  const free = [...names].filter((name) => name !== KEY && !isReadElsewhere(name, changed, pkg, workspace));
  const changes: FileChange[] = [];
  let named = false;
  for (const path of ENV_FILES.map(at)) {
    const text = workspace.text(path);
    if (text === undefined) continue;
    if (hasEnvName(text, KEY)) {
      named = true;
      continue;
    }
    const name = free.find((item) => hasEnvName(text, item));
    const line = name === undefined ? null : new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${name}(?=[ \\t]*=)`, 'm').exec(text);
    if (name === undefined || !line) continue;
    const start = line.index + line[1].length;
    changes.push({ kind: 'edit', file: path, edits: [{ start, end: start + name.length, text: KEY }] });
    named = true;
  }
  if (!named) {
    const example = at('.env.example');
    const change = addEnvLine(example, workspace.text(example), KEY, '');
    if (change) changes.push(change);
  }
  return changes;
}

/** Type declarations of the environment are no use of it. */
function isReadElsewhere(name: string, changed: ReadonlySet<string>, pkg: Package, workspace: Workspace): boolean {
  return workspace.packages.filesOf(pkg).some((file) => /\.([mc]?[jt]sx?|vue|svelte|astro|html)$/.test(file) && !file.endsWith('.d.ts') && !changed.has(file) && (workspace.text(file) ?? '').includes(name));
}

/** Dependencies and scripts in `package.json`, its formatting kept; the development server's way to the new server. */
export function projectChanges(route: RouteFile, pkg: Package, workspace: Workspace): { readonly changes: readonly FileChange[]; readonly note?: string } {
  const manifest = join(pkg.dir, 'package.json') ?? 'package.json';
  const text = workspace.text(manifest);
  const changes: FileChange[] = [];
  let note: string | undefined;
  const edits: TextEdit[] = [];
  if (text !== undefined) {
    const indentation = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
    const formattingOptions = { insertSpaces: !indentation.startsWith('\t'), tabSize: indentation.startsWith('\t') ? 1 : indentation.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
    let current = text;
    const set = (path: string[], value: string) => {
      // npm keeps dependencies in order of their names.
      const getInsertionIndex = path[0] === 'dependencies' ? (names: string[]) => names.filter((name) => name < path[1]).length : (names: string[]) => names.length;
      for (const edit of modify(current, path, value, { formattingOptions, getInsertionIndex })) current = current.slice(0, edit.offset) + edit.content + current.slice(edit.offset + edit.length);
    };
    // A page that asked over bare HTTP never had the SDK.
    const needed = { ...route.dependencies, ...(/from ['"]openai['"]/.test(route.text) && !dependsOn(pkg, workspace.packages, 'openai') ? { openai: '^6.0.0' } : {}) };
    for (const [name, range] of Object.entries(needed)) if (!pkg.dependencies.has(name)) set(['dependencies', name], range);
    for (const [name, command] of Object.entries(route.scripts ?? {})) set(['scripts', name], command);
    if (route.behind && pkg.dependencies.has('react-scripts')) set(['proxy'], route.behind);
    if (current !== text) edits.push({ start: 0, end: text.length, text: current });
  }
  if (edits.length > 0) changes.push({ kind: 'edit', file: manifest, edits });
  if (route.behind && pkg.dependencies.has('vite')) {
    const change = viteProxy(route.behind, pkg, workspace);
    if (change) changes.push(change);
    else note = `Let the development server pass /api on to ${route.behind}.`;
  }
  if (route.patch) changes.push({ kind: 'edit', file: join(pkg.dir, route.patch.file) ?? route.patch.file, edits: route.patch.edits });
  if (route.mount) {
    const file = join(pkg.dir, route.mount.file) ?? route.mount.file;
    const change = mountChange(route.mount, file, workspace);
    if (change) changes.push(change);
    // Beside an application server the development server of the page has to pass requests on; whether it does is read off its configuration.
    const proxied = workspace.packages.filesOf(pkg).some((path) => /(^|\/)(vite|webpack|rsbuild)\.config\.|setupProxy/.test(path) && /['"]\/api/.test(workspace.text(path) ?? ''));
    if (pkg.dependencies.has('vite') && !proxied) note = 'Let the development server pass /api on to this server.';
  }
  return { changes, ...(note ? { note } : {}) };
}

/** `server: { proxy: { '/api': … } }` in a Vite configuration that is one object; created when there is none. */
function viteProxy(target: string, pkg: Package, workspace: Workspace): FileChange | undefined {
  const path = workspace.packages.filesOf(pkg).find((file) => /^vite\.config\.[mc]?[jt]s$/.test(relativeTo(file, pkg.dir)));
  const proxy = `proxy: { '/api': '${target}' }`;
  if (path === undefined) return { kind: 'create', file: join(pkg.dir, 'vite.config.js') ?? 'vite.config.js', text: `import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  server: { ${proxy} },\n});\n` };
  const syntax = workspace.syntax(path);
  let config: ts.ObjectLiteralExpression | undefined;
  if (syntax) {
    walk(syntax.sourceFile, (node) => {
      if (!ts.isExportAssignment(node)) return;
      const value = unwrap(node.expression);
      const inner = ts.isCallExpression(value) && value.arguments[0] ? unwrap(value.arguments[0]) : value;
      if (ts.isObjectLiteralExpression(inner)) config = inner;
    });
  }
  if (!syntax || !config) return undefined;
  const { quote, lineBreak } = styleOf(syntax.sourceFile);
  const quoted = quote === "'" ? proxy : proxy.replaceAll("'", '"');
  const server = config.properties.find((property) => propertyName(property.name) === 'server');
  const value = server && ts.isPropertyAssignment(server) ? unwrap(server.initializer) : undefined;
  if (server) {
    if (!value || !ts.isObjectLiteralExpression(value) || value.properties.some((property) => propertyName(property.name) === 'proxy')) return undefined;
    return { kind: 'edit', file: path, edits: [{ start: value.getStart() + 1, end: value.getStart() + 1, text: ` ${quoted},` }] };
  }
  const last = config.properties[config.properties.length - 1];
  const indent = last ? (/[ \t]*$/.exec(syntax.text.slice(0, last.getStart()))?.[0] ?? '  ') : '  ';
  const line = `server: { ${quoted} },`;
  if (!last) return { kind: 'edit', file: path, edits: [{ start: config.getStart() + 1, end: config.getStart() + 1, text: `${lineBreak}  ${line}${lineBreak}` }] };
  const comma = config.properties.hasTrailingComma;
  const end = comma ? syntax.text.indexOf(',', last.getEnd()) + 1 : last.getEnd();
  return { kind: 'edit', file: path, edits: [{ start: end, end, text: `${comma ? '' : ','}${lineBreak}${indent}${line}` }] };
}

function mountChange(mount: NonNullable<RouteFile['mount']>, file: string, workspace: Workspace): FileChange | undefined {
  const syntax = workspace.syntax(file);
  const hit = syntax && mount.after.exec(syntax.text);
  if (!syntax || !hit) return undefined;
  const style = styleOf(syntax.sourceFile);
  const { lineBreak } = style;
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  const importAt = imports[imports.length - 1]?.getEnd() ?? 0;
  const at = hit.index + hit[0].length;
  return {
    kind: 'edit', file, edits: [
      { start: importAt, end: importAt, text: importAt === 0 ? `${inStyle(mount.importLine, style)}${lineBreak}` : `${lineBreak}${inStyle(mount.importLine, style)}` },
      { start: at, end: at, text: `${lineBreak}${inStyle(mount.statement, style)}` },
    ],
  };
}
