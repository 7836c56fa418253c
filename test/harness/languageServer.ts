import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { resolve } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

/** `airlock lsp --stdio` as other editors start it, in a folder, and the connection to it. */
export function spawnLanguageServer(cwd: string): {
  readonly server: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
} {
  const server = spawn(process.execPath, [resolve('dist', 'cli.js'), 'lsp', '--stdio'], { cwd });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  return { server, connection };
}
