/**
 * Only reads the cassette files of a folder, parses them, makes their canonical form and hashes it. With `requests` it is the
 * requests alone, put together as they were sent, as a lookup would do it without anything remembered: answers are left out.
 * Usage: hash-only.mjs <cassettes> [requests]
 */
import { createHash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { listJson, readJson } from './yardstick.mjs';

const [folder, what] = process.argv.slice(2);
const hashOf = (text) => createHash('sha256').update(text).digest('hex');
let hashed = 0;
let recorded = 0;
for (const path of listJson(folder)) {
  const cassette = readJson(path);
  if (what === undefined) {
    hashOf(stringify(cassette));
    hashed++;
    continue;
  }
  for (const { interactions } of cassette.trials) {
    for (const { endpoint, key, tools, request } of interactions) {
      const whole = tools === undefined ? request : { ...request, tools: tools.map((place) => cassette.tools[place]) };
      hashed++;
      if (hashOf(`${endpoint}\n${stringify(whole)}`) === key) recorded++;
    }
  }
}
console.log(what === undefined ? `${hashed} files` : `${recorded} of ${hashed} requests have the recorded key`);
