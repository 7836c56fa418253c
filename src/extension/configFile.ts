import { l10n, Uri, window, workspace } from 'vscode';
import { applyEdits, findNodeAtLocation, modify, parse, parseTree } from 'jsonc-parser';

const OPTIONS = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

/** A change of a value, by its path; `undefined` takes it out. */
export interface ConfigChange {
  readonly path: readonly string[];
  readonly value: unknown;
  /** Said above the value, in a comment. */
  readonly comment?: string;
}

/**
 * Changes one value of a folder's `airlock.config.json`, which is created where there is none. The
 * rest of the file, comments included, stays as it is; the server reads it again by itself.
 *
 * @returns Whether it is written: what is no JSON is left alone, and that is said.
 */
export async function changeConfig(
  folder: Uri,
  { path, value, comment }: ConfigChange,
): Promise<boolean> {
  const file = Uri.joinPath(folder, 'airlock.config.json');
  const bytes = await workspace.fs.readFile(file).then(
    (found) => found,
    () => undefined,
  );
  const text = bytes ? new TextDecoder().decode(bytes) : '{}\n';
  const errors: unknown[] = [];
  parse(text, errors as never[], { allowTrailingComma: true });
  if (errors.length > 0) {
    void window.showErrorMessage(
      l10n.t('airlock.config.json is not valid JSON: correct it, then try again.'),
    );
    return false;
  }
  const changed = applyEdits(text, modify(text, [...path], value, OPTIONS));
  const said = comment === undefined ? changed : commented(changed, path, comment);
  await workspace.fs.writeFile(file, new TextEncoder().encode(said));
  return true;
}

/** The text with a comment on a line of its own above a property. */
function commented(text: string, path: readonly string[], comment: string): string {
  const tree = parseTree(text);
  const at = tree && findNodeAtLocation(tree, [...path])?.parent?.offset;
  if (at === undefined) return text;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = text.slice(lineStart, at);
  if (indent.trim() !== '') return text;
  return `${text.slice(0, lineStart)}${indent}// ${comment}\n${text.slice(lineStart)}`;
}
