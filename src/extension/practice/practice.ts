import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  window,
  workspace,
  type ExtensionContext,
  type TextDocumentContentProvider,
} from 'vscode';
import type { ClientSession } from '../clientSession';
import { showPlace } from '../place';
import { checkExercise, type Verdict } from './check';
import { solutionOf, type Exercise } from './exercise';
import {
  copyPractice,
  exercisesOf,
  openPractice,
  originOf,
  putAllBack,
  putBack,
  read,
} from './files';
import { progressIn, type ProgressStore } from './progress';
import { practiceTree, type PracticeNode } from './view';

const SCHEME = 'airlock-solution';
/** In the context of the window while a practice project is open. */
const CONTEXT = 'airlock.isPractice';

/** The practice project of this window. */
interface Practice {
  readonly home: Uri;
  readonly origin: Uri;
  readonly exercises: readonly Exercise[];
  readonly progress: ProgressStore;
  readonly session: ClientSession;
}

/** The practice project: opened from anywhere, and led through where it is open. */
export function registerPractice(context: ExtensionContext, session: ClientSession): void {
  const origin = originOf(context.extensionUri);
  const changed = new EventEmitter<void>();
  const progress = progressIn(context.workspaceState, () => changed.fire());
  let practice: Practice | undefined;
  const tree = practiceTree(() => practice?.exercises ?? [], progress);
  const view = window.createTreeView<PracticeNode>('airlock.practice', {
    treeDataProvider: { ...tree, onDidChangeTreeData: changed.event },
  });
  const look = async () => {
    const home = await openPractice();
    practice = home && { home, origin, exercises: await exercisesOf(origin), progress, session };
    await commands.executeCommand('setContext', CONTEXT, home !== undefined);
    changed.fire();
  };
  const register = (id: string, run: (practice: Practice, exercise: Exercise) => unknown) =>
    commands.registerCommand(id, (node?: unknown) => {
      const exercise = practice && exerciseOf(node, practice);
      return practice && exercise ? run(practice, exercise) : notOpen();
    });
  const solutions: TextDocumentContentProvider = {
    provideTextDocumentContent: async ({ path }) =>
      solutionOf(await read(Uri.joinPath(origin, 'exercises', path))),
  };
  context.subscriptions.push(
    changed,
    view,
    workspace.onDidChangeWorkspaceFolders(look),
    workspace.registerTextDocumentContentProvider(SCHEME, solutions),
    commands.registerCommand('airlock.openPractice', (parent?: unknown) => open(origin, parent)),
    register('airlock.predict', predict),
    register('airlock.openExercise', ({ home }, { files }) =>
      window.showTextDocument(Uri.joinPath(home, files[0])),
    ),
    register('airlock.nextHint', nextHint),
    register('airlock.checkExercise', check),
    register('airlock.showSolution', showSolution),
    register('airlock.resetExercise', async (here, { id, files }) => {
      await putBack(origin, here.home, files);
      await progress.forget(id);
    }),
    commands.registerCommand('airlock.resetPractice', () =>
      practice ? reset(practice) : notOpen(),
    ),
  );
  void look();
}

/** The exercise of a row, else the first that is not solved. */
function exerciseOf(node: unknown, { exercises, progress }: Practice): Exercise | undefined {
  const id =
    typeof node === 'object' && node !== null && 'exercise' in node
      ? (node as { readonly exercise: Exercise }).exercise.id
      : undefined;
  return exercises.find((exercise) =>
    id === undefined ? !progress.of(exercise.id).solved : exercise.id === id,
  );
}

async function notOpen(): Promise<void> {
  const open = l10n.t('Open Practice Project');
  const chosen = await window.showInformationMessage(
    l10n.t('This works in the practice project, with an exercise that is not solved.'),
    open,
  );
  if (chosen === open) await commands.executeCommand('airlock.openPractice');
}

/**
 * Copies the project into a folder below the one that is given or chosen, and opens it in a window of
 * its own.
 */
async function open(origin: Uri, parent: unknown): Promise<Uri | undefined> {
  const chosen =
    parent instanceof Uri
      ? [parent]
      : await window.showOpenDialog({
          canSelectFiles: false,
          canSelectFolders: true,
          title: l10n.t('Where should the practice project go?'),
          openLabel: l10n.t('Put It Here'),
        });
  if (!chosen) return undefined;
  const target = Uri.joinPath(chosen[0], 'airlock-practice');
  await copyPractice(origin, target);
  // A place that is given comes from a test or another extension, which opens it as it likes.
  if (!(parent instanceof Uri))
    await commands.executeCommand('vscode.openFolder', target, { forceNewWindow: true });
  return target;
}

/** Asks what a person expects, and then says what is so. */
async function predict({ progress }: Practice, { id, question }: Exercise): Promise<void> {
  const chosen = await window.showQuickPick(
    question.options.map(({ text, isRight }) => ({ label: text, isRight })),
    { title: question.text, placeHolder: l10n.t('What do you expect?') },
  );
  if (!chosen) return;
  await progress.update(id, { predicted: true });
  const right = question.options.find(({ isRight }) => isRight)?.text ?? '';
  const verdict = chosen.isRight ? l10n.t('Right.') : l10n.t('Not quite: {0}', right);
  void window.showInformationMessage(`${verdict} ${question.answer}`.replaceAll('`', "'"));
}

async function nextHint({ progress }: Practice, { id, hints }: Exercise): Promise<void> {
  const count = Math.min(hints.length, progress.of(id).hints + 1);
  await progress.update(id, { hints: count });
}

/** Checks an exercise, says how it stands, and leads to what is left. */
async function check(practice: Practice, exercise: Exercise): Promise<Verdict['is']> {
  const verdict = await checkExercise(exercise, practice.home, practice.session);
  switch (verdict.is) {
    case 'solved': {
      await practice.progress.update(exercise.id, { solved: true });
      const explain = l10n.t('Explain');
      // Not awaited: the check is done when it is said, not when the note is closed.
      void window
        .showInformationMessage(l10n.t('Solved: {0}.', exercise.title), explain)
        .then((chosen) => (chosen === explain ? showSolution(practice, exercise) : undefined));
      break;
    }
    case 'found': {
      const { uri, range, message } = verdict.first;
      await showPlace(uri, range.start, range.end);
      void window.showWarningMessage(
        l10n.t('Not yet. Airlock still finds: {0}', message.replaceAll('`', "'")),
      );
      break;
    }
    case 'failed':
      void window.showWarningMessage(
        l10n.t('Airlock finds nothing any more, but the test fails: the terminal says where.'),
      );
      break;
    case 'clean':
      await practice.progress.update(exercise.id, { solved: true });
      void window.showInformationMessage(
        l10n.t('Airlock finds nothing any more. Tests run where the folder lies on a disk only.'),
      );
      break;
    case 'untrusted': {
      const trust = l10n.t('Manage Workspace Trust');
      // Not awaited: the check is done when it is said, not when the note is closed.
      void window
        .showInformationMessage(
          l10n.t('Airlock finds nothing any more. The test runs once you trust this folder.'),
          trust,
        )
        .then((chosen) =>
          chosen === trust ? commands.executeCommand('workbench.trust.manage') : undefined,
        );
    }
  }
  return verdict.is;
}

async function showSolution({ progress }: Practice, { id, title }: Exercise): Promise<void> {
  if (!progress.of(id).solved) {
    void window.showInformationMessage(l10n.t('The solution opens once the check is green.'));
    return;
  }
  const uri = Uri.from({ scheme: SCHEME, path: `/${id}.md`, query: title });
  await commands.executeCommand('markdown.showPreview', uri);
}

/** Asks first: what a person has written goes to the bin. */
async function reset({ home, origin, progress }: Practice): Promise<void> {
  const all = l10n.t('Reset All');
  const chosen = await window.showWarningMessage(
    l10n.t('All exercises begin anew, and your changes in page and server go to the bin.'),
    { modal: true },
    all,
  );
  if (chosen !== all) return;
  await putAllBack(origin, home);
  await progress.forget();
}
