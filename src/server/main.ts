import { startServer } from './node';

// The extension ships one program: the language server, and for agents the same analysis over the
// Model Context Protocol.
const [mode, root] = process.argv.slice(2);
if (mode === '--mcp' && root !== undefined)
  void import('../mcp/server').then(({ startMcp }) => startMcp(root));
else startServer();
