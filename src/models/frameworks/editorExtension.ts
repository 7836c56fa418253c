import { manifestSection } from '../package';
import type { Framework } from './framework';

/**
 * Extensions of VS Code and plugins of Obsidian: they run on the user's machine with the user's
 * rights.
 */
export const editorExtension: Framework = {
  id: 'editor-extension',
  title: 'Editor extensions',
  packages: ['vscode'],
  registrations: [
    {
      call: 'commands.{registerCommand,registerTextEditorCommand}',
      entry: 'ui',
      what: 'the command {topic}',
    },
    {
      call: ['<webview>.onDidReceiveMessage', '<panel>.onDidReceiveMessage'],
      entry: 'ui',
      what: 'the listener of the webview',
      takes: 'webview',
    },
  ],
  // A webview sends what the person in front of the editor has entered.
  sources: [{ of: 'webview', kind: 'local', argument: 0, what: 'what a window sends to {entry}' }],
  things: {
    edit: { from: ['{TextEditorEdit,WorkspaceEdit}()'] },
    webview: { from: ['Webview()', '{WebviewPanel,WebviewView}().webview'] },
    panel: { from: 'window.createWebviewPanel().webview' },
  },
  sinks: [
    {
      call: [
        'window.{showInformationMessage,showTextDocument,createWebviewPanel}',
        'workspace.openTextDocument',
        '<edit>.{replace,insert}',
        'TextEditor().insertSnippet',
      ],
      into: 'screen',
    },
    { call: ['<webview>.postMessage', '<panel>.postMessage'], into: 'page' },
    { call: 'workspace.fs.writeFile', into: 'store' },
  ],
  readers: [
    {
      call: 'window.showInputBox',
      of: 'result',
      is: { kind: 'local', what: 'what is typed at the prompt', whole: true },
    },
    {
      call: [
        'window.activeTextEditor.document.getText',
        '{TextDocument,TextEditor}().*.getText',
        'TextDocument().getText',
      ],
      of: 'result',
      is: { kind: 'local', what: 'the text of the editor', whole: true },
    },
  ],
  applies: (pkg) =>
    manifestSection(pkg, 'engines').has('vscode') ||
    pkg.dependencies.has('obsidian') ||
    pkg.dependencies.has('@raycast/api'),
  entry: ({ pkg, specifiers }) =>
    pkg.dependencies.has('obsidian') ||
    pkg.dependencies.has('@raycast/api') ||
    specifiers.some((name) => /^(vscode|obsidian|@raycast\/api)$/.test(name))
      ? { surface: 'desktop', why: 'it runs in the editor’s extension host' }
      : undefined,
  fallback: ({ local }) =>
    /(^|\/)(webview|media|webviews)\//.test(local)
      ? { surface: 'browser', why: 'it is part of a webview' }
      : { surface: 'desktop', why: 'it is part of an editor extension' },
};
