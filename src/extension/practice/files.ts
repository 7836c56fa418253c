import { FileType, Uri, workspace } from 'vscode';
import { readExercise, type Exercise } from './exercise';

/** The packages that the project brings along, so that nothing has to be installed. */
const STAND_INS = ['openai', 'express'];
/** What belongs to the person who practises; everything else is the project's own. */
const MENDED = ['page', 'server'];

/** Where the practice project lies in the extension. */
export function originOf(extension: Uri): Uri {
  return Uri.joinPath(extension, 'media', 'practice');
}

/**
 * Puts the practice project into a folder, which is created. Files that are there already stay as
 * they are: what was begun goes on.
 */
export async function copyPractice(origin: Uri, target: Uri): Promise<void> {
  for (const path of await filesBelow(origin)) {
    const to = Uri.joinPath(target, path);
    if (!(await exists(to))) await copy(Uri.joinPath(origin, path), to);
  }
  for (const name of STAND_INS) {
    const home = Uri.joinPath(target, 'node_modules', name);
    if (await exists(home)) continue;
    const manifest = { name, version: '0.0.0', type: 'module', exports: './index.js' };
    await copy(
      Uri.joinPath(origin, 'stand-in', 'modules', `${name}.js`),
      Uri.joinPath(home, 'index.js'),
    );
    await write(Uri.joinPath(home, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
}

/** Puts files back as they were at the beginning. */
export async function putBack(origin: Uri, target: Uri, files: readonly string[]): Promise<void> {
  for (const path of files) await copy(Uri.joinPath(origin, path), Uri.joinPath(target, path));
}

/** Puts the whole application back, and takes away what came to it since. */
export async function putAllBack(origin: Uri, target: Uri): Promise<void> {
  const original = await filesBelow(origin);
  for (const folder of MENDED)
    for (const path of await filesBelow(Uri.joinPath(target, folder)))
      if (!original.includes(`${folder}/${path}`))
        await workspace.fs.delete(Uri.joinPath(target, folder, path), { useTrash: true });
  await putBack(origin, target, original);
}

/** The exercises of a practice project, in their order. */
export async function exercisesOf(home: Uri): Promise<Exercise[]> {
  const folder = Uri.joinPath(home, 'exercises');
  const names = (await filesBelow(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) =>
      readExercise(name.replace(/\.md$/, ''), await read(Uri.joinPath(folder, name))),
    ),
  );
}

/** The practice project that is open: the first folder that says it is one. */
export async function openPractice(): Promise<Uri | undefined> {
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const manifest = await read(Uri.joinPath(uri, 'package.json')).catch(() => '');
    if (/"name": "airlock-practice"/.test(manifest)) return uri;
  }
  return undefined;
}

export async function read(file: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(file));
}

/** Paths of all files below a folder, with `/`; none where there is no such folder. */
async function filesBelow(folder: Uri): Promise<string[]> {
  const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
  const paths = await Promise.all(
    entries.map(async ([name, type]) => {
      if (type !== FileType.Directory) return [name];
      const inner = await filesBelow(Uri.joinPath(folder, name));
      return inner.map((path) => `${name}/${path}`);
    }),
  );
  return paths.flat();
}

async function copy(from: Uri, to: Uri): Promise<void> {
  await workspace.fs.writeFile(to, await workspace.fs.readFile(from));
}

async function write(file: Uri, text: string): Promise<void> {
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

async function exists(file: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}
