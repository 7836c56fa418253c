import { blankBefore } from '../../../analysis/source/text';
import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { isRecord, readJsonObject, type Package } from '../../../analysis/source/packages';
import { join, relativeTo } from '../../../analysis/source/paths';
import { propertyName, unwrap, walk } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { setInJson } from '../../../edits/json';
import { styleOf } from '../../../edits/style';
import type { FileChange } from '../../../edits/edit';

/**
 * The changes that let a page's development server pass `/api` on to a server beside it;
 * `undefined` when its settings are not plain enough to add to.
 */
export function devProxy(
  target: string,
  pkg: Package,
  workspace: Workspace,
): FileChange[] | undefined {
  if (pkg.dependencies.has('@angular/core')) return angularProxy(target, pkg, workspace);
  const change = inConfiguration(
    pkg.dependencies.has('@vue/cli-service') ? VUE_CLI : VITE,
    target,
    pkg,
    workspace,
  );
  return change && [change];
}

/**
 * `proxy.conf.json`, and its name among the options of `ng serve`. Source:
 * angular.dev/tools/cli/serve, "Proxying to a backend server".
 */
function angularProxy(
  target: string,
  pkg: Package,
  workspace: Workspace,
): FileChange[] | undefined {
  const at = (name: string) => join(pkg.dir, name) ?? name;
  const text = workspace.text(at('angular.json'));
  const projects = text === undefined ? undefined : readJsonObject(text)?.projects;
  const [project, ...more] = isRecord(projects) ? Object.entries(projects) : [];
  if (
    text === undefined ||
    !project ||
    more.length > 0 ||
    /"proxyConfig"/.test(text) ||
    workspace.text(at('proxy.conf.json')) !== undefined
  )
    return undefined;
  const [name, settings] = project;
  const targets = isRecord(settings) && isRecord(settings.targets) ? 'targets' : 'architect';
  const option = ['projects', name, targets, 'serve', 'options', 'proxyConfig'];
  const edits = setInJson(text, option, 'proxy.conf.json');
  if (!edits) return undefined;
  return [
    {
      kind: 'create',
      file: at('proxy.conf.json'),
      text: `${JSON.stringify({ '/api': { target, secure: false } }, null, 2)}\n`,
    },
    { kind: 'edit', file: at('angular.json'), edits },
  ];
}

/** What a module exports as its configuration: `export default …`, `module.exports = …`. */
function exportedIn({ statements }: ts.SourceFile): ts.ObjectLiteralExpression | undefined {
  const exported =
    statements.find(ts.isExportAssignment)?.expression ??
    statements
      .map((item) => (ts.isExpressionStatement(item) ? unwrap(item.expression) : undefined))
      .find(
        (item): item is ts.BinaryExpression =>
          item !== undefined &&
          ts.isBinaryExpression(item) &&
          item.left.getText() === 'module.exports',
      )?.right;
  return exported && configurationIn(exported);
}

/**
 * The object of a configuration: as it stands, given to `defineConfig`, or returned by the one
 * function that makes it.
 */
function configurationIn(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return node;
  if (ts.isCallExpression(node)) return node.arguments[0] && configurationIn(node.arguments[0]);
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  if (!ts.isBlock(node.body)) return configurationIn(node.body);
  const returns: ts.Expression[] = [];
  walk(node.body, (item) => {
    if (ts.isReturnStatement(item) && item.expression && enclosing(item) === node)
      returns.push(item.expression);
  });
  return returns.length === 1 ? configurationIn(returns[0]) : undefined;
}

/**
 * A configuration in code: its name, the section of the development server, and the file when there
 * is none.
 */
interface Configured {
  readonly file: RegExp;
  readonly section: string;
  created(proxy: string): { readonly name: string; readonly text: string };
}

const VITE: Configured = {
  file: /^vite\.config\.[mc]?[jt]s$/,
  section: 'server',
  created: (proxy) => ({
    name: 'vite.config.js',
    text: `import { defineConfig } from 'vite';\n\nexport default defineConfig({\n  server: { ${proxy} },\n});\n`,
  }),
};
/** Source: cli.vuejs.org/config, "devServer.proxy". */
const VUE_CLI: Configured = {
  file: /^vue\.config\.[mc]?[jt]s$/,
  section: 'devServer',
  created: (proxy) => ({
    name: 'vue.config.js',
    text: `module.exports = {\n  devServer: { ${proxy} },\n};\n`,
  }),
};

/**
 * `server: { proxy: { '/api': … } }` in a configuration that is one object; created when there is
 * none.
 */
function inConfiguration(
  { file, section, created }: Configured,
  target: string,
  pkg: Package,
  workspace: Workspace,
): FileChange | undefined {
  const path = workspace.packages.filesOf(pkg).find((item) => file.test(relativeTo(item, pkg.dir)));
  const proxy = `proxy: { '/api': '${target}' }`;
  if (path === undefined) {
    const { name, text } = created(proxy);
    return { kind: 'create', file: join(pkg.dir, name) ?? name, text };
  }
  const syntax = workspace.syntax(path);
  const config = syntax && exportedIn(syntax.sourceFile);
  if (!syntax || !config) return undefined;
  const { quote, lineBreak } = styleOf(syntax.sourceFile);
  const quoted = quote === "'" ? proxy : proxy.replaceAll("'", '"');
  const server = config.properties.find((property) => propertyName(property.name) === section);
  const value = server && ts.isPropertyAssignment(server) ? unwrap(server.initializer) : undefined;
  if (server) {
    if (
      !value ||
      !ts.isObjectLiteralExpression(value) ||
      value.properties.some((property) => propertyName(property.name) === 'proxy')
    )
      return undefined;
    return {
      kind: 'edit',
      file: path,
      edits: [{ start: value.getStart() + 1, end: value.getStart() + 1, text: ` ${quoted},` }],
    };
  }
  const last = config.properties[config.properties.length - 1];
  const indent = last ? blankBefore(syntax.text, last.getStart()) : '  ';
  const line = `${section}: { ${quoted} },`;
  if (!last)
    return {
      kind: 'edit',
      file: path,
      edits: [
        {
          start: config.getStart() + 1,
          end: config.getStart() + 1,
          text: `${lineBreak}  ${line}${lineBreak}`,
        },
      ],
    };
  const comma = config.properties.hasTrailingComma;
  const end = comma ? syntax.text.indexOf(',', last.getEnd()) + 1 : last.getEnd();
  return {
    kind: 'edit',
    file: path,
    edits: [{ start: end, end, text: `${comma ? '' : ','}${lineBreak}${indent}${line}` }],
  };
}
