import { fileURLToPath } from 'node:url';
import { relayThrough } from '../with-gateway.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

// node examples/relay-musistudio/run.mjs --reporter html:relay.html
await relayThrough({
  gateway: [here('gateway.mjs')],
  url: 'http://127.0.0.1:18788/',
  config: here('relay.yaml'),
  args: process.argv.slice(2),
});
