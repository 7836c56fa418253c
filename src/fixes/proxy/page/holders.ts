import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';

/** A constant that holds what a function gives, to ask through it: `const openai = useOpenAI()`. */
export interface Holder {
  readonly statement: ts.Statement;
  /** The name of the function, as it is called. */
  readonly callee: ts.Identifier;
}

/**
 * The constants that calls go through, where they are made by a function without arguments and
 * serve nothing else: they go with the calls.
 */
export function holdersOf(receivers: readonly ts.Expression[]): Holder[] {
  const found = new Map<ts.Node, Holder>();
  for (const receiver of receivers) {
    const name = unwrap(receiver);
    const declaration = ts.isIdentifier(name) ? lookup(name) : undefined;
    const holder =
      declaration && ts.isVariableDeclaration(declaration)
        ? holderIn(declaration, receivers)
        : undefined;
    if (declaration && holder) found.set(declaration, holder);
  }
  return [...found.values()];
}

function holderIn(
  declaration: ts.VariableDeclaration,
  receivers: readonly ts.Expression[],
): Holder | undefined {
  const { name, initializer, parent: list } = declaration;
  const made = initializer && unwrap(initializer);
  const call = made && ts.isAwaitExpression(made) ? unwrap(made.expression) : made;
  if (!call || !ts.isCallExpression(call) || call.arguments.length > 0) return undefined;
  const callee = unwrap(call.expression);
  if (!ts.isIdentifier(callee) || !ts.isIdentifier(name)) return undefined;
  const isAlone =
    ts.isVariableDeclarationList(list) &&
    list.declarations.length === 1 &&
    ts.isVariableStatement(list.parent);
  const onlyAsks = referencesTo(declaration, name.text).every((id) =>
    receivers.some((receiver) => unwrap(receiver) === id),
  );
  return isAlone && onlyAsks ? { statement: list.parent, callee } : undefined;
}
