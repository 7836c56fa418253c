import ts from 'typescript';
import { lookup } from '../../analysis/source/scope';
import { unwrap } from '../../analysis/source/syntax';
import { removeStatement } from '../../edits/removeStatement';
import { isArgument, replaced, type LeakPlace, type Withheld } from './place';

/** The member that is the environment, of whatever it is a member. */
const ENVIRONMENT = 'env';

/**
 * An object that holds a key among other things: of an environment that is logged the names stay,
 * and a line that logs a client and nothing else goes.
 */
export function withholdHolder(place: LeakPlace): Withheld {
  const { node, leak, syntax } = place;
  const call = node.parent;
  if (leak.kind === 'log' && isArgument(place) && ts.isCallExpression(call)) {
    if (ts.isPropertyAccessExpression(node) && node.name.text === ENVIRONMENT)
      return [replaced(place, `Object.keys(${node.getText()})`)];
    const isLabelled = call.arguments.every(
      (argument) => argument === node || ts.isStringLiteralLike(unwrap(argument)),
    );
    if (isClient(place) && isLabelled && ts.isExpressionStatement(call.parent))
      return [removeStatement(syntax, call.parent)];
  }
  return {
    reason: `\`${node.getText()}\` holds the key among other things: name the ones that are needed`,
  };
}

/** Whether a name is that of a client: a class of its own may be wanted in the log for more. */
function isClient({ node, workspace, syntax }: LeakPlace): boolean {
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  const made =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : undefined;
  return (
    made !== undefined &&
    workspace.facts(syntax.path).clients.some(({ start }) => start === made.getStart())
  );
}
