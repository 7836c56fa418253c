import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** What a tool has answered. */
export interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An agent's end of `airlock mcp`, made of the protocol's own SDK. */
export interface McpClient {
  readonly client: Client;
  readonly pid: number | null;
  /** What the server has said on standard error. */
  said(): string;
  call(name: string, input?: Readonly<Record<string, unknown>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts the server as it ships for a folder, as agents do. */
export async function startMcpClient(
  folder: string,
  command: readonly string[] = [resolve('dist', 'cli.js'), 'mcp', folder],
): Promise<McpClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...command],
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return {
    client,
    pid: transport.pid,
    said: () => said,
    async call(name, input = {}) {
      const { isError, content, structuredContent } = await client.callTool({
        name,
        arguments: input,
      });
      const texts = content as readonly { readonly type: string; readonly text?: string }[];
      return {
        isError: isError === true,
        text: texts.map(({ text = '' }) => text).join('\n'),
        data: (structuredContent ?? {}) as Answer['data'],
      };
    },
    close: () => client.close(),
  };
}

/** A copy of the sample with a server for it, for the tests of a `describe`. */
export interface McpFolder {
  readonly path: string;
  readonly agent: McpClient;
  write(files: Readonly<Record<string, string>>): void;
  /** Calls a tool that must answer with one sentence of why not, and gives the sentence. */
  refused(name: string, input: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Makes the folder and starts the server before the tests; call it inside a `describe`. */
export function mcpFolder(): McpFolder {
  let path = '';
  let agent: McpClient | undefined;
  before(async () => {
    path = mkdtempSync(join(tmpdir(), 'airlock-mcp-'));
    cpSync(resolve('test', 'sample'), path, { recursive: true });
    agent = await startMcpClient(path);
  });
  after(async () => {
    await agent?.close();
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
    get agent() {
      assert.ok(agent);
      return agent;
    },
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), text);
      }
    },
    async refused(name, input) {
      assert.ok(agent);
      const { isError, text } = await agent.call(name, input);
      assert.ok(isError, `${name} ${JSON.stringify(input).slice(0, 100)}: ${text}`);
      assert.match(text, /^[^\n]+\.$/, 'one sentence');
      return text;
    },
  };
}

/** A finding as the tool gives it. */
export interface Found {
  readonly id: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly detail: string;
  readonly trail: readonly { readonly file: string; readonly line: number }[];
  readonly fixes: readonly { readonly id: string; readonly safe: boolean }[];
  readonly refused?: readonly { readonly reason: string }[];
}

export function foundIn({ data }: Answer): readonly Found[] {
  return data.findings as readonly Found[];
}
