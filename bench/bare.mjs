// The least that a server on this SDK can be: one tool, loaded unbundled from node_modules. Start-up and memory are
// measured against it, because both depend on the machine.
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod/v4';

serveStdio(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  const inputSchema = z.object({ text: z.string().describe('What to say') });
  server.registerTool('echo', { description: 'Says what it is given', inputSchema }, async ({ text }) => ({
    content: [{ type: 'text', text }],
  }));
  return server;
});
