import {
  EventEmitter,
  l10n,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
  type Command,
  type ExtensionContext,
  type TextEditor,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { CallView, FolderView } from '../server/protocol';
import { findingsWord, glanceWords, SURFACE_ICONS, surfaceName, SURFACES } from './callWords';
import type { ClientSession } from './clientSession';

type Node = GroupNode | CallNode;

/** A folder, a surface or a file, with what lies in it. */
interface GroupNode {
  readonly kind: 'folder' | 'surface' | 'file';
  readonly id: string;
  readonly label: string;
  readonly icon: ThemeIcon;
  readonly uri?: Uri;
  readonly children: readonly Node[];
}

interface CallNode {
  readonly kind: 'call';
  readonly id: string;
  readonly call: CallView;
}

/** A map of where AI is used: surface, file, call; those with findings are marked. */
export function registerCallsView(context: ExtensionContext, session: ClientSession): void {
  const changed = new EventEmitter<void>();
  let roots: readonly Node[] = [];
  const parents = new Map<string, Node>();
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => [...(!node ? roots : node.kind === 'call' ? [] : node.children)],
    getParent: ({ id }) => parents.get(id),
    getTreeItem: (node) => (node.kind === 'call' ? callItem(node) : groupItem(node)),
  };
  const view = window.createTreeView('airlock.calls', {
    treeDataProvider: provider,
    showCollapseAll: true,
  });
  let shown = '';
  const update = () => {
    const calls = session.folders.map(({ uri, name, calls: list }) => ({ uri, name, list }));
    // An unchanged answer must not redraw the tree: that would flicker on every key.
    const now = JSON.stringify(calls);
    if (now === shown) return;
    shown = now;
    roots = nodesOf(session.folders);
    parents.clear();
    keepParents(roots, parents);
    changed.fire();
  };
  const follow = (editor: TextEditor | undefined) => void reveal(view, roots, editor);
  context.subscriptions.push(
    view,
    changed,
    session.onDidChange(update),
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    view.onDidChangeVisibility(() => follow(window.activeTextEditor)),
  );
}

function keepParents(nodes: readonly Node[], parents: Map<string, Node>): void {
  for (const node of nodes)
    if (node.kind !== 'call') {
      node.children.forEach(({ id }) => parents.set(id, node));
      keepParents(node.children, parents);
    }
}

function nodesOf(folders: readonly FolderView[]): readonly Node[] {
  const used = folders.filter(({ calls }) => calls.length > 0);
  if ((workspace.workspaceFolders?.length ?? 0) < 2) return used.flatMap(surfacesOf);
  return used.map((folder) => ({
    kind: 'folder',
    id: folder.uri,
    label: folder.name,
    icon: ThemeIcon.Folder,
    children: surfacesOf(folder),
  }));
}

function surfacesOf({ uri, calls }: FolderView): GroupNode[] {
  return SURFACES.flatMap((surface): GroupNode[] => {
    const here = calls.filter((call) => call.surface === surface);
    if (here.length === 0) return [];
    const id = `${uri}#${surface}`;
    return [
      {
        kind: 'surface',
        id,
        label: surfaceName(surface),
        icon: new ThemeIcon(SURFACE_ICONS[surface]),
        children: filesOf(id, here),
      },
    ];
  });
}

function filesOf(parent: string, calls: readonly CallView[]): GroupNode[] {
  const files = new Map<string, CallView[]>();
  for (const call of calls) files.set(call.uri, [...(files.get(call.uri) ?? []), call]);
  return [...files].map(([uri, list]) => {
    const id = `${parent}#${uri}`;
    const children = list.map((call, index): CallNode => ({
      kind: 'call',
      // A line more above it leaves the call the same: its place is no part of its name.
      id: `${id}#${index}#${call.name}`,
      call,
    }));
    return {
      kind: 'file',
      id,
      label: list[0].path,
      icon: ThemeIcon.File,
      uri: Uri.parse(uri),
      children,
    };
  });
}

function callsBelow(node: Node): readonly CallView[] {
  return node.kind === 'call' ? [node.call] : node.children.flatMap(callsBelow);
}

function groupItem(node: GroupNode): TreeItem {
  const { kind, id, label, icon, uri } = node;
  const calls = callsBelow(node);
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = icon;
  if (uri) item.resourceUri = uri;
  item.description = String(calls.length);
  item.contextValue = kind;
  const count = calls.length === 1 ? l10n.t('1 call') : l10n.t('{0} calls', calls.length);
  item.tooltip = `${label}: ${count}`;
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function callItem({ id, call }: CallNode): TreeItem {
  const name = call.name.replaceAll('`', '');
  const item = new TreeItem(name);
  const { findings, range } = call;
  const worst = findings.some(({ severity }) => severity === 'error')
    ? { icon: 'error', colour: 'list.errorForeground' }
    : { icon: 'warning', colour: 'list.warningForeground' };
  item.id = id;
  item.iconPath =
    findings.length > 0
      ? new ThemeIcon(worst.icon, new ThemeColor(worst.colour))
      : new ThemeIcon(call.kind === 'client' ? 'key' : 'arrow-swap');
  item.description = [
    String(range.start.line + 1),
    ...(findings.length > 0 ? [findingsWord(findings.length)] : []),
  ].join(' · ');
  item.contextValue = `call.${call.kind}`;
  item.tooltip = tooltipOf(call, name);
  item.accessibilityInformation = {
    label: [
      l10n.t('{0}, line {1}', name, range.start.line + 1),
      ...glanceWords(call),
      findingsWord(findings.length),
    ].join(', '),
  };
  item.command = {
    title: l10n.t('Go to Code'),
    command: 'vscode.open',
    arguments: [
      Uri.parse(call.uri),
      {
        selection: new Range(
          range.start.line,
          range.start.character,
          range.start.line,
          range.start.character,
        ),
      },
    ],
  } satisfies Command;
  return item;
}

function tooltipOf(call: CallView, name: string): MarkdownString {
  const text = new MarkdownString();
  text.appendText(`${name} · ${surfaceName(call.surface)}\n`);
  for (const word of glanceWords(call)) text.appendMarkdown('\n- ').appendText(word);
  for (const { rule } of call.findings) text.appendMarkdown(`\n- $(warning) \`${rule}\``);
  text.supportThemeIcons = true;
  return text;
}

/** Selects the call under the cursor, while the map is in sight; the focus stays in the editor. */
async function reveal(
  view: TreeView<Node>,
  roots: readonly Node[],
  editor: TextEditor | undefined,
): Promise<void> {
  if (!view.visible || !editor) return;
  const uri = editor.document.uri.toString();
  const { active } = editor.selection;
  const found = nodesBelow(roots).filter(
    ({ call }) => Uri.parse(call.uri).toString() === uri && rangeOf(call).contains(active),
  );
  // Of calls inside one another the innermost is meant: it begins last.
  const call = found.sort((a, b) => rangeOf(b.call).start.compareTo(rangeOf(a.call).start))[0];
  if (call && !view.selection.includes(call))
    await view.reveal(call, { select: true, focus: false });
}

function nodesBelow(nodes: readonly Node[]): CallNode[] {
  return nodes.flatMap((node) => (node.kind === 'call' ? [node] : nodesBelow(node.children)));
}

function rangeOf({ range: { start, end } }: CallView): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
