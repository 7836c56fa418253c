import { commands, Position, Selection, Uri, window, type ExtensionContext } from 'vscode';

/**
 * After a fix that rewrites a call the cursor stands at the call: the server's command behind such
 * a fix. It is no entry of the palette.
 */
export function registerShowCall(context: ExtensionContext): void {
  context.subscriptions.push(
    commands.registerCommand(
      'airlock.showCall',
      async (
        uri: string,
        { line, character }: { readonly line: number; readonly character: number },
      ) => {
        const at = new Position(line, character);
        await window.showTextDocument(Uri.parse(uri), { selection: new Selection(at, at) });
      },
    ),
  );
}
