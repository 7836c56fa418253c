/**
 * All that is used of the protocol's own SDK, in a bundle of its own (`dist/mcp.js`): only who speaks
 * the protocol loads it, and no other command starts any later for it.
 */
export { Server } from '@modelcontextprotocol/sdk/server/index.js';
export { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
export {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type CallToolResult,
  type Tool as ListedTool,
} from '@modelcontextprotocol/sdk/types.js';
