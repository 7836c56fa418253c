import {
  commands,
  EventEmitter,
  l10n,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
  type Command,
  type ExtensionContext,
  type TreeDataProvider,
} from 'vscode';
import type { ItemStatus } from '../checklist/item';
import { plainText } from '../rules/visible';
import type { ChecklistItemView, EvidenceView, FolderView } from '../server/protocol';
import type { ClientSession } from './clientSession';
import { groupsOf, type EvidenceGroup } from './evidenceGroups';
import { scoreOf, usesOpenAI } from './score';

type Node =
  | { readonly kind: 'folder'; readonly folder: FolderView }
  | { readonly kind: 'item'; readonly folder: FolderView; readonly item: ChecklistItemView }
  | { readonly kind: 'package'; readonly id: string; readonly group: EvidenceGroup }
  | { readonly kind: 'evidence'; readonly id: string; readonly evidence: EvidenceView }
  | { readonly kind: 'note'; readonly id: string; readonly text: string };

const ICONS: Record<ItemStatus, { icon: string; colour: string; word: () => string }> = {
  pass: { icon: 'pass', colour: 'testing.iconPassed', word: () => l10n.t('passes') },
  fail: { icon: 'error', colour: 'testing.iconFailed', word: () => l10n.t('fails') },
  unknown: { icon: 'question', colour: 'testing.iconQueued', word: () => l10n.t('unknown') },
  'not-applicable': {
    icon: 'circle-slash',
    colour: 'disabledForeground',
    word: () => l10n.t('not applicable'),
  },
};

/** The seven items with their evidence, in a native tree that keeps its expansion while the code changes. */
export function registerChecklistView(context: ExtensionContext, session: ClientSession): void {
  const changed = new EventEmitter<void>();
  let isFiltered = false;
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => childrenOf(node, session.folders).filter(isShown),
    getTreeItem,
  };
  const isShown = (node: Node) =>
    !isFiltered || node.kind !== 'item' || node.item.status !== 'pass';
  const filter = async (on: boolean) => {
    isFiltered = on;
    await commands.executeCommand('setContext', 'airlock.isFiltered', on);
    changed.fire();
  };
  const view = window.createTreeView('airlock.checklist', {
    treeDataProvider: provider,
    showCollapseAll: true,
    manageCheckboxStateManually: true,
  });
  let shown = '';
  const update = () => {
    // An unchanged answer must not redraw the tree: that would flicker on every key.
    const now = JSON.stringify(session.folders);
    if (now === shown) return;
    shown = now;
    const used = session.folders.filter(usesOpenAI);
    const failed = used.reduce((sum, folder) => sum + scoreOf(folder).failed, 0);
    // Several folders have a score each, in their own rows.
    view.message = used.length === 1 ? scoreText(used[0]) : undefined;
    view.badge =
      failed > 0
        ? { value: failed, tooltip: l10n.t('{0} checklist items fail', failed) }
        : undefined;
    changed.fire();
  };
  const confirm = view.onDidChangeCheckboxState(async ({ items: [first] }) => {
    const [node, state] = first ?? [];
    if (node?.kind !== 'item') return;
    // Loaded at the first use: the activation must stay quick.
    const { confirmItem } = await import('./confirmItem');
    await confirmItem(
      Uri.parse(node.folder.uri),
      node.item.id,
      state === TreeItemCheckboxState.Checked,
    );
    // What was not confirmed in the end is drawn as it was.
    changed.fire();
  });
  context.subscriptions.push(
    view,
    changed,
    confirm,
    session.onDidChange(update),
    commands.registerCommand('airlock.hidePassing', () => filter(true)),
    commands.registerCommand('airlock.showPassing', () => filter(false)),
  );
}

function scoreText(folder: FolderView): string {
  const { passed, all } = scoreOf(folder);
  return l10n.t('{0} of {1} pass', passed, all);
}

function childrenOf(node: Node | undefined, folders: readonly FolderView[]): Node[] {
  if (!node) {
    // Without OpenAI in sight the welcome text says so; seven empty items would not.
    const used = folders.filter(usesOpenAI);
    if (used.length === 0) return [];
    if (workspace.workspaceFolders && workspace.workspaceFolders.length > 1)
      return used.map((folder) => ({ kind: 'folder', folder }));
    return used.flatMap((folder) => itemsOf(folder));
  }
  if (node.kind === 'folder') return itemsOf(node.folder);
  if (node.kind === 'package') return evidenceOf(node.id, node.group.evidence);
  if (node.kind !== 'item') return [];
  const id = `${node.folder.uri}#${node.item.id}`;
  const note: Node[] = node.item.note
    ? [{ kind: 'note', id: `${id}#note`, text: node.item.note }]
    : [];
  const groups = groupsOf(node.item.evidence).map((group): Node => ({
    kind: 'package',
    id: `${id}#${group.name}`,
    group,
  }));
  return [...note, ...(groups.length > 0 ? groups : evidenceOf(id, node.item.evidence))];
}

function evidenceOf(id: string, evidence: readonly EvidenceView[]): Node[] {
  return evidence.map((item, index) => ({
    kind: 'evidence',
    id: `${id}#${index}#${item.label}`,
    evidence: item,
  }));
}

function itemsOf(folder: FolderView): Node[] {
  return folder.items.map((item) => ({ kind: 'item', folder, item }));
}

function getTreeItem(node: Node): TreeItem {
  switch (node.kind) {
    case 'folder': {
      const item = new TreeItem(node.folder.name, TreeItemCollapsibleState.Expanded);
      item.id = node.folder.uri;
      item.iconPath = ThemeIcon.Folder;
      item.description = scoreText(node.folder);
      return item;
    }
    case 'item':
      return checklistItem(node.folder, node.item);
    case 'package':
      return packageItem(node.id, node.group);
    case 'evidence':
      return evidenceItem(node.id, node.evidence);
    case 'note': {
      const item = new TreeItem(node.text);
      item.id = node.id;
      return item;
    }
  }
}

function checklistItem(folder: FolderView, view: ChecklistItemView): TreeItem {
  const { icon, colour, word } = ICONS[view.status];
  const children = view.evidence.length > 0 || view.note !== undefined;
  const item = new TreeItem(
    view.title,
    children ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = `${folder.uri}#${view.id}`;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colour));
  item.description = view.evidence.length > 0 ? passing(view.evidence) : word();
  item.tooltip = itemTooltip(view, word());
  item.contextValue = view.pages ? 'item.pages' : 'item';
  if (view.id === 'costs-monitored' && view.status !== 'not-applicable')
    item.checkboxState = {
      state:
        view.status === 'pass' ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: l10n.t('Confirm that usage limits are set in the OpenAI dashboard'),
    };
  item.accessibilityInformation = {
    label: l10n.t('{0}: {1}, {2}', view.title, word(), places(view.evidence.length)),
  };
  return item;
}

/** The whole title, the state, and what would be the next thing to do. */
function itemTooltip({ title, status, evidence, pages }: ChecklistItemView, word: string) {
  const text = new MarkdownString();
  text.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  text.appendText(evidence.length > 0 ? `${word}, ${passing(evidence)}` : word);
  const first = evidence.find((item) => item.status === 'fail');
  if (first) {
    text
      .appendMarkdown('\n\n')
      .appendText(l10n.t('Next: {0}. {1}', first.label, plainText(first.message)));
  } else if (pages && status !== 'pass') {
    text
      .appendMarkdown('\n\n')
      .appendText(l10n.t('Next: set limits at {0}, then tick this item.', pages.join(', ')));
  }
  return text;
}

function places(count: number): string {
  return count === 1 ? l10n.t('1 place') : l10n.t('{0} places', count);
}

/** How much of the evidence passes: `2/5`. */
function passing(evidence: readonly EvidenceView[]): string {
  return `${evidence.filter(({ status }) => status === 'pass').length}/${evidence.length}`;
}

function packageItem(id: string, { name, status, evidence }: EvidenceGroup): TreeItem {
  const { icon, colour, word } = ICONS[status];
  const item = new TreeItem(name, TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colour));
  item.description = passing(evidence);
  item.accessibilityInformation = {
    label: l10n.t('{0}: {1}, {2}', name, word(), places(evidence.length)),
  };
  return item;
}

function evidenceItem(id: string, evidence: EvidenceView): TreeItem {
  const { icon, colour, word } = ICONS[evidence.status];
  const item = new TreeItem(evidence.label);
  item.id = id;
  const message = plainText(evidence.message);
  item.description = message;
  item.tooltip = message;
  item.iconPath = new ThemeIcon(icon, new ThemeColor(colour));
  item.contextValue = evidence.rule ? 'evidence.finding' : 'evidence';
  item.accessibilityInformation = { label: `${evidence.label}, ${word()}: ${message}` };
  const { start, end } = evidence.range;
  item.command = {
    title: l10n.t('Go to Code'),
    command: 'vscode.open',
    arguments: [
      Uri.parse(evidence.uri),
      { selection: new Range(start.line, start.character, end.line, end.character) },
    ],
  } satisfies Command;
  return item;
}
