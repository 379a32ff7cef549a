import { createRequire } from 'node:module';

const { default: Server } = createRequire(import.meta.url)('@musistudio/llms');

// The translator behind claude-code-router: Messages in, chat or Gemini out.
const upstream = 'http://127.0.0.1:19001';
const provider = (name, path, transformer) => ({
  name,
  api_base_url: `${upstream}${path}`,
  api_key: 'placeholder',
  models: ['stub'],
  transformer: { use: transformer },
});

const server = new Server({
  initialConfig: {
    HOST: '127.0.0.1',
    PORT: 18788,
    LOG: false,
    providers: [provider('openai', '/v1/chat/completions', []), provider('gemini', '/v1beta/models/', ['gemini'])],
  },
  logger: false,
});
await server.start();
