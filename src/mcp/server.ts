import { realpathSync, statSync } from 'node:fs';
import { version } from '../../package.json';
import { callTool, tools } from '../agents/registry';
import { maskKeys } from '../rules/mask';
import { visible } from '../rules/visible';
import { createDiskDesk } from './diskDesk';
import type { CallToolResult, ListedTool } from './sdk';
import { openWarmFolder } from './warmFolder';

/** What an agent is told before it knows any tool. */
const INSTRUCTIONS = [
  'Airlock finds, explains and fixes documented mistakes in TypeScript and JavaScript that calls',
  'OpenAI or a compatible model. After writing or changing such code: `check` it (hand in `text` to',
  'check a file before it is saved), `explain` what is new to you, look at what `fix` would do,',
  'let it write with `apply: true`, and `check` again. Where no fix is on offer, `explain` the',
  'finding and mend it by hand. Never silence a finding to get rid of it. `checklist` says how the',
  'project stands as a whole.',
].join(' ');

/**
 * Speaks the Model Context Protocol over standard input and output until the client hangs up.
 *
 * @param root An existing folder; nothing outside of it is read or written.
 */
export async function startMcp(root: string): Promise<void> {
  const { Server, StdioServerTransport, ListToolsRequestSchema, CallToolRequestSchema } =
    await import('./sdk');
  const folder = openWarmFolder(realpathSync.native(root));
  const desk = createDiskDesk(folder);
  const log = createLog();
  const server = new Server(
    { name: 'airlock', title: 'Airlock for OpenAI', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listed() }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }): CallToolResult => {
    const answer = callTool(params.name, params.arguments ?? {}, desk, (error) => {
      folder.forget();
      log(error);
    });
    if ('error' in answer)
      return { isError: true, content: [{ type: 'text', text: answer.error }] };
    return {
      content: [{ type: 'text', text: answer.text }],
      structuredContent: answer.data,
    };
  });
  server.onerror = log;
  const closed = new Promise<void>((done) => (server.onclose = done));
  process.stdin.on('end', () => void server.close());
  await server.connect(new StdioServerTransport());
  await closed;
}

/** Whether a server can be started for a path. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function listed(): ListedTool[] {
  return tools.map(({ meta: { name, title, description, input, writes } }) => ({
    name,
    title,
    description,
    inputSchema: JSON.parse(JSON.stringify(input)) as ListedTool['inputSchema'],
    annotations: {
      title,
      readOnlyHint: !writes,
      destructiveHint: writes,
      idempotentHint: true,
      openWorldHint: false,
    },
  }));
}

/** As many different faults as are worth telling. */
const MAX_TOLD = 50;

/**
 * Tells what went wrong on standard error, once each: standard output is the protocol's, and a client
 * that sends rubbish sends much of it. Nothing of what it sent is repeated.
 */
function createLog(): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const sentence = faultOf(error);
    if (told.has(sentence) || told.size === MAX_TOLD) return;
    told.add(sentence);
    process.stderr.write(`airlock: ${sentence}\n`);
  };
}

function faultOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'a message that is no JSON was dropped.';
  if (!(error instanceof Error)) return 'a call failed.';
  if (error.name === 'ZodError') return 'a message that is none of the protocol was dropped.';
  return visible(maskKeys(error.message.split('\n', 1)[0].slice(0, 200)));
}
