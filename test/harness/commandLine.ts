import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runCommand } from '../../src/cli/program';

/** The command line as it ships, for the few tests that need a process of their own. */
export const CLI = resolve('dist', 'cli.js');

/** What a run of the command line leaves behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder that each test of a `describe` gets empty, and the command line in it. */
export interface CommandFolder {
  readonly path: string;
  run(...args: readonly string[]): Promise<Run>;
  write(files: Readonly<Record<string, string | Buffer>>): void;
}

/** Makes the folder before each test and removes it afterwards; call it inside a `describe`. */
export function commandFolder(): CommandFolder {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'airlock-'));
    // Another user of the machine runs the command in some tests.
    chmodSync(path, 0o755);
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    run: (...args) => runIn(path, ...args),
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), text);
      }
    },
  };
}

/**
 * Runs a command in a folder, without a process of its own: starting one takes ten times as long as
 * most commands do. As in a pipe, nothing is a terminal. One command at a time: streams and the
 * working folder belong to the process.
 */
export async function runIn(folder: string, ...args: readonly string[]): Promise<Run> {
  const { stdout, stderr } = process;
  const back = process.cwd();
  const was = [stdout, stderr].map(({ write, isTTY }) => ({ write, isTTY }));
  let [out, err] = ['', ''];
  stdout.write = (chunk: string | Uint8Array) => ((out += String(chunk)), true);
  stderr.write = (chunk: string | Uint8Array) => ((err += String(chunk)), true);
  stdout.isTTY = stderr.isTTY = false;
  process.chdir(folder);
  try {
    const code = await runCommand(args);
    return { code, out, err };
  } finally {
    process.chdir(back);
    [stdout, stderr].forEach((stream, index) => Object.assign(stream, was[index]));
  }
}
