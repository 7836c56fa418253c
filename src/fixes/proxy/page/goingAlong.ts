import ts from 'typescript';
import { lookup, referencesTo } from '../../../analysis/source/scope';
import { unwrap } from '../../../analysis/source/syntax';
import type { Workspace } from '../../../analysis/workspace';
import { isRefusal, type Refusal } from '../../fix';
import type { MovableCall } from '../payload/movableCall';
import type { ClientHome } from './clientHome';
import { handedOver, isWithin, type HandedOver } from './handedOver';
import { keyStatements, type OpenedCheck } from './keyStatements';

/** What goes with a client beside the statements that keep it. */
export interface GoingAlong {
  /**
   * Constants that only its options use, checks that its key is there, and names that components
   * give it, in its file, those of the calls and those that hand a key over.
   */
  readonly servants: readonly ts.Statement[];
  /** What is done only where the key is there, and always from now on. */
  readonly opened: readonly OpenedCheck[];
  /** What functions are given for it alone. */
  readonly handed: HandedOver;
}

/** What goes with a client when its calls do; a reason where the key would stay in the page. */
export function goingAlong(
  { statement, parts, declaration }: ClientHome,
  calls: readonly MovableCall[],
  workspace: Workspace,
): GoingAlong | Refusal {
  return goingWith([statement, ...parts], workspace, {
    holders: holdersOf(calls, declaration),
    receivers: calls.map(({ receiver }) => receiver),
    asked: calls.map(({ call }) => call),
  });
}

/**
 * What goes with nodes that carry a key: of a client, with what holds and asks it; of a request,
 * its address and its headers.
 */
export function goingWith(
  home: readonly ts.Node[],
  workspace: Workspace,
  {
    holders = [],
    receivers = [],
    asked = [],
  }: {
    readonly holders?: readonly ts.Statement[];
    readonly receivers?: readonly ts.Node[];
    readonly asked?: readonly ts.Node[];
  } = {},
): GoingAlong | Refusal {
  const gone = [...home, ...holders, ...receivers];
  const own = keyStatements(home, asked);
  const { opened } = own;
  let servants = [...new Set([...holders, ...own.statements])];
  for (;;) {
    const reading = servants.map((item) => (ts.isIfStatement(item) ? item.expression : item));
    const handed = handedOver([...gone, ...reading], workspace, servants);
    if (isRefusal(handed)) return handed;
    const more = byFile([...gone, ...handed.values]).flatMap(
      (nodes) => keyStatements(nodes).statements,
    );
    // What keeps the client is read by the calls, and goes in its own way.
    const others = more.filter((item) => !home.some((node) => isWithin(item, node)));
    const all = [...new Set([...servants, ...others])];
    if (all.length === servants.length) return { servants, opened, handed };
    servants = all;
  }
}

/** `const assistant = useAssistant();`, where nothing is read of it but by the calls. */
function holdersOf(
  calls: readonly MovableCall[],
  client: ClientHome['declaration'],
): ts.VariableStatement[] {
  const receivers = new Set<ts.Node>(calls.map(({ receiver }) => unwrap(receiver)));
  const held = new Set<ts.VariableStatement>();
  for (const receiver of receivers) {
    const declaration = ts.isIdentifier(receiver) ? lookup(receiver) : undefined;
    if (!declaration || declaration === client || !ts.isVariableDeclaration(declaration)) continue;
    const list = declaration.parent;
    const made = declaration.initializer && unwrap(declaration.initializer);
    const value = made && ts.isAwaitExpression(made) ? unwrap(made.expression) : made;
    const named = value && ts.isCallExpression(value) ? unwrap(value.expression) : value;
    if (
      named &&
      ts.isIdentifier(named) &&
      ts.isIdentifier(declaration.name) &&
      ts.isVariableDeclarationList(list) &&
      list.declarations.length === 1 &&
      ts.isVariableStatement(list.parent) &&
      referencesTo(declaration, declaration.name.text).every((id) => receivers.has(id))
    )
      held.add(list.parent);
  }
  return [...held];
}

function byFile(nodes: readonly ts.Node[]): ts.Node[][] {
  const groups = new Map<ts.SourceFile, ts.Node[]>();
  for (const node of nodes)
    groups.set(node.getSourceFile(), [...(groups.get(node.getSourceFile()) ?? []), node]);
  return [...groups.values()];
}
