import type { Model } from '../model';

/**
 * Libraries by which a model is given tools: what a tool throws is told to the model. Sources:
 * ai-sdk.dev, js.langchain.com, openai.github.io/openai-agents-js, modelcontextprotocol.io.
 */
export const tools: Model = {
  id: 'tools',
  title: 'tools of models',
  packages: [
    'ai',
    '@langchain/*',
    'langchain',
    '@openai/agents',
    '@openai/agents-core',
    '@mastra/core',
    '@modelcontextprotocol/sdk',
    'fastmcp',
    'llamaindex',
    'genkit',
    '@voltagent/core',
  ],
  registrations: [
    {
      call: [
        '{tool,dynamicTool,createTool,defineTool,FunctionTool}',
        '{DynamicTool,DynamicStructuredTool,StructuredTool}',
        '{McpServer,Server,FastMCP}().{tool,registerTool,addTool}',
        'FunctionTool.from',
      ],
      entry: 'tool',
      what: 'the tool made by `{name}`',
      catches: true,
    },
  ],
  methods: [
    {
      call: 'Tool',
      of: 'decorator',
      entry: 'tool',
      what: 'the method `{name}` (`@{decorator}`)',
    },
  ],
};
