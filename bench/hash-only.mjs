/**
 * Only reads the cassettes of a folder, puts their requests together, makes the canonical form and hashes it.
 * Usage: hash-only.mjs <cassettes>
 */
import { createHash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { listJson, readJson } from './yardstick.mjs';

const [folder] = process.argv.slice(2);
let requests = 0;
let equal = 0;
for (const path of listJson(folder)) {
  const cassette = readJson(path);
  for (const { interactions } of cassette.trials) {
    for (const { endpoint, key, tools, request } of interactions) {
      const whole = tools === undefined ? request : { ...request, tools: tools.map((place) => cassette.tools[place]) };
      requests++;
      if (
        createHash('sha256')
          .update(`${endpoint}\n${stringify(whole)}`)
          .digest('hex') === key
      )
        equal++;
    }
  }
}
console.log(`${equal} of ${requests} requests have the recorded key`);
