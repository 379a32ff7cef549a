import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** tooltape of this repository; in a project of your own it is `npx tooltape`. */
const TOOLTAPE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const PATIENCE_MS = 30_000;

/** Starts a gateway, relays through it, and stops it. The exit code is that of `tooltape relay`. */
export async function relayThrough({ gateway, url, config, args }) {
  const child = spawn(process.execPath, gateway, { stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = new Promise((done) => child.once('exit', done));
  try {
    await untilAnswers(url, child);
    const relay = spawn(process.execPath, [TOOLTAPE, 'relay', config, ...args], { stdio: 'inherit' });
    process.exitCode = await new Promise((done) => relay.once('exit', (code) => done(code ?? 70)));
  } finally {
    child.kill();
    await gone;
  }
}

async function untilAnswers(url, child) {
  const late = Date.now() + PATIENCE_MS;
  while (Date.now() < late && child.exitCode === null) {
    if (await fetch(url).then(Boolean, () => false)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the gateway does not answer at ${url}`);
}
