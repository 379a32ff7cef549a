import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { relayThrough } from '../with-gateway.mjs';

const require = createRequire(import.meta.url);

// node examples/relay-portkey/run.mjs --max-lost 0
await relayThrough({
  gateway: [require.resolve('@portkey-ai/gateway/build/start-server.js'), '--port=18787', '--headless'],
  url: 'http://127.0.0.1:18787/',
  config: fileURLToPath(new URL('relay.yaml', import.meta.url)),
  args: process.argv.slice(2),
});
