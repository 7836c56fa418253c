import { FileType, Uri, workspace, type ExtensionContext } from 'vscode';

/** The folders that each new file of a fix brings with it, the deepest first, by the file. */
const made = new Map<string, readonly Uri[]>();

/**
 * Takes down which folders are made when a fix creates its files. VS Code makes them by itself, and
 * leaves them where they are when the fix is undone.
 */
export async function keepMadeFolders(files: readonly Uri[]): Promise<void> {
  for (const file of files) made.set(file.toString(), await missingAbove(file));
}

/** Deletes the folders that a fix has made once its file in them is gone, as long as they are empty. */
export function registerMadeFolders(context: ExtensionContext): void {
  context.subscriptions.push(
    workspace.onDidDeleteFiles(({ files }) => {
      for (const file of files) void deleteEmpty(made.get(file.toString()) ?? []);
    }),
  );
}

async function missingAbove(file: Uri): Promise<Uri[]> {
  const folders: Uri[] = [];
  for (let at = Uri.joinPath(file, '..'); !(await exists(at)); at = Uri.joinPath(at, '..'))
    folders.push(at);
  return folders;
}

/** A folder that cannot be asked is taken for one that is there: it is left alone. */
async function exists(folder: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(folder);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'FileNotFound');
  }
}

async function deleteEmpty(folders: readonly Uri[]): Promise<void> {
  for (const folder of folders) {
    try {
      const { type } = await workspace.fs.stat(folder);
      if (type !== FileType.Directory || (await workspace.fs.readDirectory(folder)).length > 0)
        return;
      await workspace.fs.delete(folder);
    } catch {
      return; // gone already, or not ours to delete
    }
  }
}
