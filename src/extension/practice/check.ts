import {
  l10n,
  ProcessExecution,
  Task,
  TaskRevealKind,
  tasks,
  TaskScope,
  workspace,
  type Uri,
} from 'vscode';
import type { EvidenceView } from '../../server/protocol';
import type { ClientSession } from '../clientSession';
import type { Exercise } from './exercise';

/** How an exercise stands. */
export type Verdict =
  | { readonly is: 'solved' }
  /** Airlock still finds something there. */
  | { readonly is: 'found'; readonly first: EvidenceView }
  /** The test of the exercise does not pass. */
  | { readonly is: 'failed' }
  /** Nothing is found, and tests cannot run here: in a browser, or in a folder that is not trusted. */
  | { readonly is: 'clean'; readonly why: string };

/** Looks twice: at what Airlock finds in the whole project, then at what the test says. */
export async function checkExercise(
  exercise: Exercise,
  home: Uri,
  session: ClientSession,
): Promise<Verdict> {
  await workspace.saveAll(false);
  await session.scan();
  const [first] = session.folders
    .filter(({ uri }) => uri === home.toString())
    .flatMap(({ items }) => items)
    .flatMap(({ evidence }) => evidence)
    .filter(({ rule, status }) => status !== 'pass' && rule && exercise.rules.includes(rule));
  if (first) return { is: 'found', first };
  if (home.scheme !== 'file')
    return { is: 'clean', why: l10n.t('Tests run where the folder lies on a disk only.') };
  if (!workspace.isTrusted)
    return { is: 'clean', why: l10n.t('Tests run in a folder that you trust only.') };
  return (await passes(exercise, home)) ? { is: 'solved' } : { is: 'failed' };
}

/**
 * Runs the test of an exercise in the terminal, on the Node that VS Code itself runs on: nobody
 * needs another one.
 */
async function passes({ id, title }: Exercise, home: Uri): Promise<boolean> {
  const execution = new ProcessExecution(
    process.execPath,
    ['--test', '--test-reporter=spec', `exercises/${id}.test.js`],
    { cwd: home.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
  );
  const task = new Task(
    { type: 'airlock-practice', exercise: id },
    workspace.getWorkspaceFolder(home) ?? TaskScope.Workspace,
    title,
    'Airlock',
    execution,
    [],
  );
  task.presentationOptions = { reveal: TaskRevealKind.Silent, focus: false, clear: true };
  const run = await tasks.executeTask(task);
  return new Promise((done) => {
    const ended = tasks.onDidEndTaskProcess(({ execution: which, exitCode }) => {
      if (which !== run) return;
      ended.dispose();
      done(exitCode === 0);
    });
  });
}
