import ts from 'typescript';
import { enclosing } from '../../../analysis/calls/positions';
import { lookupName } from '../../../analysis/source/scope';
import { dottedName, unwrap, type Syntax } from '../../../analysis/source/syntax';
import { inStyle } from '../../../edits/inStyle';
import { addNamedImports } from '../../../edits/addImport';
import { styleOf } from '../../../edits/style';
import { importsSdk } from './sdkImport';
import { isTypeScript } from '../../typescript';
import type { TextEdit } from '../../../edits/edit';
import { indentationAt } from '../../../edits/indentation';

/** How a component stops a stream: when it goes, and when it asks anew. */
export interface Cancelling {
  /** Edits beside the call: the controller, the hook, its import. */
  readonly edits: readonly TextEdit[];
  /** Statements before the loop. */
  readonly before: readonly string[];
  /** The signal for the call, as code. */
  readonly signal: string;
}

/**
 * What a call in a component of React, Vue or Svelte needs to end with it; `undefined` where there
 * is no component.
 */
export function cancelOnUnmount(call: ts.Node, syntax: Syntax): Cancelling | undefined {
  const name = ['reading', 'streaming', 'answering'].find((item) => !lookupName(item, call));
  if (name === undefined) return undefined;
  if (/\.(vue|svelte)$/.test(syntax.path)) return inScript(call, name, syntax);
  return inReact(call, name, syntax);
}

function inReact(call: ts.Node, name: string, syntax: Syntax): Cancelling | undefined {
  for (let fn = enclosing(call); fn; fn = enclosing(fn)) {
    const { body } = fn;
    const last = body && ts.isBlock(body) ? body.statements.findLast(isState) : undefined;
    if (!last || !/^([A-Z]|use[A-Z])/.test(nameOf(fn))) continue;
    const imports = importsOf(['useEffect', 'useRef'], 'react', syntax);
    const { lineBreak } = styleOf(syntax.sourceFile);
    const margin = indentationAt(syntax.text, last.getStart());
    const lines = [
      `const ${name} = useRef${isTypeScript(syntax) ? '<AbortController | null>' : ''}(null);`,
      `useEffect(() => () => ${name}.current?.abort(), []);`,
    ];
    const text = lines
      .map((line) => `${lineBreak}${margin}${inStyle(line, styleOf(syntax.sourceFile))}`)
      .join('');
    return {
      edits: [...imports, { start: last.getEnd(), end: last.getEnd(), text }],
      before: [`${name}.current?.abort();`, `${name}.current = new AbortController();`],
      signal: `${name}.current.signal`,
    };
  }
  return undefined;
}

const STATES: ReadonlySet<string> = new Set(['useState', 'useReducer']);

/** `const [answer, setAnswer] = useState('')`: hooks may stand behind it. */
function isState(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(({ initializer }) => {
      const value = initializer && unwrap(initializer);
      return (
        value !== undefined &&
        ts.isCallExpression(value) &&
        STATES.has(dottedName(value.expression)?.at(-1) ?? '')
      );
    })
  );
}

function nameOf(fn: ts.FunctionLikeDeclaration): string {
  if (fn.name) return fn.name.getText();
  return ts.isVariableDeclaration(fn.parent) ? fn.parent.name.getText() : '';
}

/** A component whose script runs once for each of its instances: Vue's `setup`, Svelte. */
function inScript(call: ts.Node, name: string, syntax: Syntax): Cancelling | undefined {
  const vue = syntax.path.endsWith('.vue');
  // Only `<script setup>` has no default export.
  if (vue && syntax.sourceFile.statements.some((item) => ts.isExportAssignment(item)))
    return undefined;
  let statement: ts.Node = call;
  while (statement.parent && !ts.isSourceFile(statement.parent)) statement = statement.parent;
  if (!statement.parent || enclosing(call) === undefined) return undefined;
  const hook = vue ? 'onUnmounted' : 'onDestroy';
  const { lineBreak } = styleOf(syntax.sourceFile);
  const margin = indentationAt(syntax.text, statement.getStart());
  const lines = [`let ${name} = new AbortController();`, `${hook}(() => ${name}.abort());`, ''];
  const text = lines
    .map((line) =>
      line === '' ? lineBreak : `${inStyle(line, styleOf(syntax.sourceFile))}${lineBreak}${margin}`,
    )
    .join('');
  return {
    edits: [
      ...importsOf([hook], vue ? 'vue' : 'svelte', syntax),
      {
        start: statement.getStart(),
        end: statement.getStart(),
        text: `${text.trimEnd()}${lineBreak}${lineBreak}${margin}`,
      },
    ],
    before: [`${name}.abort();`, `${name} = new AbortController();`],
    signal: `${name}.signal`,
  };
}

/** The edits that import the hooks. */
function importsOf(names: readonly string[], from: string, syntax: Syntax): TextEdit[] {
  const imports = syntax.sourceFile.statements.filter(ts.isImportDeclaration);
  // Where the SDK is all that is imported, its line goes and this one comes in its place.
  if (imports.length > 0 && imports.every(importsSdk)) {
    const start = imports[0].getStart();
    const style = styleOf(syntax.sourceFile);
    const line = inStyle(`import { ${names.join(', ')} } from '${from}';`, style);
    const indent = indentationAt(syntax.text, start);
    return [{ start, end: start, text: `${indent}${line}${style.lineBreak}${style.lineBreak}` }];
  }
  return addNamedImports(syntax, names, from);
}
