import {
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeDataProvider,
} from 'vscode';
import { plainText } from '../../rules/visible';
import type { Exercise } from './exercise';
import type { ProgressStore } from './progress';

/** A row of the view: an exercise, or one of its steps. */
export type PracticeNode =
  | { readonly kind: 'exercise'; readonly exercise: Exercise }
  | { readonly kind: 'step'; readonly exercise: Exercise; readonly step: Step };

interface Step {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  /** The whole text, where the label shows its beginning only; Markdown. */
  readonly text?: string;
  readonly command?: string;
}

/** The exercises with their steps: what comes next stands open. */
export function practiceTree(
  exercises: () => readonly Exercise[],
  progress: ProgressStore,
): Pick<TreeDataProvider<PracticeNode>, 'getChildren' | 'getTreeItem'> {
  return {
    getChildren(node) {
      if (!node) return exercises().map((exercise) => ({ kind: 'exercise', exercise }));
      if (node.kind === 'step') return [];
      const { exercise } = node;
      return stepsOf(exercise, progress).map((step) => ({ kind: 'step', exercise, step }));
    },
    getTreeItem(node) {
      if (node.kind === 'step') return stepItem(node.exercise, node.step);
      const current = exercises().find(({ id }) => !progress.of(id).solved);
      return exerciseItem(node.exercise, progress, current === node.exercise);
    },
  };
}

/** What an exercise offers, in the order in which one goes: predict, mend, hints, check, solution. */
function stepsOf(exercise: Exercise, progress: ProgressStore): Step[] {
  const { predicted, hints, solved } = progress.of(exercise.id);
  const all = exercise.hints.length;
  return [
    {
      id: 'predict',
      label: predicted ? l10n.t('Predicted') : l10n.t('Predict what happens'),
      icon: predicted ? 'pass' : 'question',
      text: exercise.question.text,
      command: 'airlock.predict',
    },
    {
      id: 'open',
      label: l10n.t('Mend {0}', exercise.files[0]),
      icon: 'edit',
      text: exercise.goal,
      command: 'airlock.openExercise',
    },
    ...exercise.hints.slice(0, hints).map((hint, index) => ({
      id: `hint${index}`,
      label: plainText(hint),
      icon: 'lightbulb',
      text: hint,
    })),
    ...(hints < all && !solved
      ? [
          {
            id: 'next',
            label: l10n.t('Next hint ({0} of {1})', hints + 1, all),
            icon: 'lightbulb-autofix',
            command: 'airlock.nextHint',
          },
        ]
      : []),
    {
      id: 'check',
      label: solved ? l10n.t('Check again') : l10n.t('Check'),
      icon: solved ? 'pass' : 'play',
      command: 'airlock.checkExercise',
    },
    ...(solved
      ? [
          {
            id: 'solution',
            label: l10n.t('Explanation and solution'),
            icon: 'book',
            command: 'airlock.showSolution',
          },
        ]
      : []),
  ];
}

function exerciseItem(
  { id, title, goal }: Exercise,
  progress: ProgressStore,
  isCurrent: boolean,
): TreeItem {
  const { solved = false } = progress.of(id);
  const item = new TreeItem(
    title,
    isCurrent ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  // The state of expansion hangs on the id: an exercise that is solved closes, the next one opens.
  item.id = `${id}#${isCurrent}`;
  item.iconPath = solved
    ? new ThemeIcon('pass', new ThemeColor('testing.iconPassed'))
    : new ThemeIcon(isCurrent ? 'circle-large-filled' : 'circle-large-outline');
  const word = solved ? l10n.t('solved') : isCurrent ? l10n.t('now') : l10n.t('open');
  item.description = word;
  item.tooltip = new MarkdownString(goal);
  item.contextValue = solved ? 'exercise.solved' : 'exercise';
  item.accessibilityInformation = { label: `${title}, ${word}` };
  return item;
}

function stepItem(exercise: Exercise, { id, label, icon, text, command }: Step): TreeItem {
  const item = new TreeItem(label);
  item.id = `${exercise.id}#${id}`;
  item.iconPath = new ThemeIcon(icon);
  if (text !== undefined) item.tooltip = new MarkdownString(text);
  if (command !== undefined)
    item.command = { title: label, command, arguments: [{ kind: 'exercise', exercise }] };
  return item;
}
