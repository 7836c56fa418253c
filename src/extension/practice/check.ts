import {
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

/** How long an exit code may come after the end of its task, in milliseconds. */
const ENDED = 1_000;

/** How an exercise stands. */
export type Verdict =
  | { readonly is: 'solved' }
  /** Airlock still finds something there. */
  | { readonly is: 'found'; readonly first: EvidenceView }
  /** The test of the exercise does not pass. */
  | { readonly is: 'failed' }
  /** Nothing is found, and there is no disk here on which a test could run. */
  | { readonly is: 'clean' }
  /** Nothing is found, and the test may not run: the folder is not trusted. */
  | { readonly is: 'untrusted' };

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
  if (home.scheme !== 'file') return { is: 'clean' };
  if (!workspace.isTrusted) return { is: 'untrusted' };
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
  return new Promise((done) => {
    // Heard before it runs: a test may be over sooner than the call that started it.
    const listeners = [
      tasks.onDidEndTaskProcess(({ execution: { task: which }, exitCode }) => {
        if (isSame(which)) end(exitCode === 0);
      }),
      // A task whose process could not start has no exit code.
      tasks.onDidEndTask(({ execution: { task: which } }) => {
        if (isSame(which)) setTimeout(() => end(false), ENDED);
      }),
    ];
    const isSame = ({ definition }: Task) =>
      definition.type === task.definition.type && definition.exercise === id;
    const end = (passed: boolean) => {
      listeners.forEach((listener) => void listener.dispose());
      done(passed);
    };
    tasks.executeTask(task).then(undefined, () => end(false));
  });
}
