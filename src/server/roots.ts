import { URI } from 'vscode-uri';
import { memoryHost, type Host } from '../analysis/source/host';

/** An address that a client sent; `undefined` for what is none, such as an empty text. */
export function readUri(uri: unknown): URI | undefined {
  if (typeof uri !== 'string' || !/^[a-z][a-z\d+.-]*:/i.test(uri)) return undefined;
  try {
    return URI.parse(uri);
  } catch {
    return undefined;
  }
}

/** The path of a document as seen from a folder that holds it; one that climbs with `..` is not said to be held. */
export function pathBelow(document: URI, folder: URI): string | undefined {
  const base = `${folder.path.replace(/\/$/, '')}/`;
  const here = document.scheme === folder.scheme && document.authority === folder.authority;
  if (!here || !document.path.startsWith(base)) return undefined;
  const path = document.path.slice(base.length);
  return /(^|\/)(\.{0,2})(\/|$)/.test(path) ? undefined : path;
}

/**
 * How a folder is read. Only what lies on this disk is: other schemes are not paths here, an
 * authority would have Windows ask another machine, and a whole disk is nobody's project. Open
 * files of such folders are analysed all the same.
 */
export function hostFor(root: URI, createHost: (root: URI) => Host): Host {
  if (root.scheme !== 'file' || root.authority !== '')
    return emptyHost(
      'only open files are analysed: this folder is not on the disk of this machine',
    );
  if (/^\/?([a-z]:\/?)?$/i.test(root.path))
    return emptyHost('only open files are analysed: a whole disk is not taken for a project');
  return createHost(root);
}

function emptyHost(reason: string): Host {
  return {
    ...memoryHost(new Map()),
    list: () => ({ files: [], skipped: [{ file: '.', reason }] }),
  };
}
