import {
  CodeLens,
  EventEmitter,
  languages,
  Range,
  workspace,
  type CodeLensProvider,
  type ExtensionContext,
} from 'vscode';
import type { CallView } from '../server/protocol';
import { findingsWord, glanceWords, surfaceName } from './callWords';
import { LANGUAGES, type ClientSession } from './clientSession';

const SETTING = 'airlock.codeLens';

/**
 * Over each request, where `airlock.codeLens` is on: where it runs, and how failures, input and
 * answer are seen to. A click shows it in the map of the calls.
 */
export function registerCodeLens(context: ExtensionContext, session: ClientSession): void {
  const changed = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const uri = document.uri.toString();
      const isOn = workspace.getConfiguration(undefined, document.uri).get<boolean>(SETTING);
      return isOn
        ? session.folders
            .flatMap(({ calls }) => calls)
            .filter((call) => call.kind === 'request' && call.uri === uri)
            .map(lensOf)
        : [];
    },
  };
  context.subscriptions.push(
    changed,
    languages.registerCodeLensProvider(
      LANGUAGES.map((language) => ({ language })),
      provider,
    ),
    session.onDidChange(() => changed.fire()),
    workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration(SETTING) && changed.fire(),
    ),
  );
}

function lensOf(call: CallView): CodeLens {
  const { start } = call.range;
  const count = call.findings.length;
  return new CodeLens(new Range(start.line, start.character, start.line, start.character), {
    title: [
      `$(shield) ${surfaceName(call.surface)}`,
      ...glanceWords(call),
      ...(count > 0 ? [findingsWord(count)] : []),
    ].join(' · '),
    command: 'airlock.calls.focus',
  });
}
