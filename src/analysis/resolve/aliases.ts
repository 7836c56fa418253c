import { bundlers } from '../../models/libraries/buildTools';
import { accepts } from '../../models/match';
import ts from 'typescript';
import { dirname, join } from '../source/paths';
import { parse, propertyName, unwrap, walk } from '../source/syntax';

/**
 * A bundler alias: specifiers that equal or start with `prefix` lead to `target`, relative to the
 * workspace root.
 */
export interface Alias {
  readonly prefix: string;
  readonly target: string;
}

/** Whether a file's name is that of a bundler's configuration: `vite.config.ts`. */
export function isBundlerConfig(name: string): boolean {
  const tool = /^(.+)\.config\.[cm]?[jt]s$/.exec(name)?.[1];
  return tool !== undefined && accepts(bundlers, tool);
}

/**
 * The aliases written in a bundler's configuration. The file is read, never run: targets that are
 * strings, `path.resolve(__dirname, …)`, `path.join(…)`, `new URL('./x', import.meta.url)` or
 * `fileURLToPath(…)` of those are understood, others are left out.
 */
export function aliasesIn(path: string, text: string): Alias[] {
  if (!/alias/.test(text)) return [];
  const aliases: Alias[] = [];
  const dir = dirname(path);
  const add = (key: string | undefined, value: ts.Expression) => {
    const target = targetPath(value, dir);
    if (key !== undefined && key !== '' && target !== undefined)
      aliases.push({ prefix: key.replace(/\/?\*?\$?$/, ''), target: target.replace(/\/?\*$/, '') });
  };
  walk(parse(path, text).sourceFile, (node) => {
    if (!ts.isPropertyAssignment(node) || propertyName(node.name) !== 'alias') return;
    const value = unwrap(node.initializer);
    if (ts.isObjectLiteralExpression(value)) {
      for (const property of value.properties)
        if (ts.isPropertyAssignment(property))
          add(propertyName(property.name), property.initializer);
    } else if (ts.isArrayLiteralExpression(value)) {
      for (const element of value.elements) {
        if (!ts.isObjectLiteralExpression(element)) continue;
        const field = (name: string) =>
          element.properties.find(
            (p): p is ts.PropertyAssignment =>
              ts.isPropertyAssignment(p) && propertyName(p.name) === name,
          )?.initializer;
        const find = field('find');
        const replacement = field('replacement');
        if (find && replacement && ts.isStringLiteralLike(find)) add(find.text, replacement);
      }
    }
  });
  return aliases;
}

function targetPath(node: ts.Expression, dir: string): string | undefined {
  const value = unwrap(node);
  if (ts.isStringLiteralLike(value)) return join(dir, value.text.replace(/^\//, ''));
  if (
    ts.isNewExpression(value) &&
    value.arguments?.[0] &&
    ts.isStringLiteralLike(value.arguments[0])
  )
    return join(dir, value.arguments[0].text);
  if (!ts.isCallExpression(value)) return undefined;
  const strings = value.arguments.map(unwrap);
  const nested = strings.find(
    (argument) => ts.isNewExpression(argument) || ts.isCallExpression(argument),
  );
  if (nested) return targetPath(nested, dir);
  const parts = strings.filter(ts.isStringLiteralLike).map((literal) => literal.text);
  return parts.length === 0 ? undefined : join(dir, ...parts);
}
