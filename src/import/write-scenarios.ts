import { dirname } from 'node:path';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { prepareFolder } from '../files/make-folder.ts';
import type { JsonObject } from '../json/json.ts';

/** What the scenarios of one file share. */
export interface ScenarioFileHead {
  readonly tools?: readonly JsonObject[];
  readonly defaults: JsonObject;
}

/** Writes scenarios as one file, one scenario a line. Errors: OUTPUT. */
export function writeScenarios(file: string, head: ScenarioFileHead, scenarios: Iterable<JsonObject>): void {
  const tools = head.tools === undefined ? '' : `"tools":[\n${head.tools.map(line).join(',\n')}\n],\n`;
  const lines = Array.from(scenarios, line);
  const text = `{${tools}"defaults":${JSON.stringify(head.defaults)},"scenarios":[\n${lines.join(',\n')}\n]}\n`;
  prepareFolder(dirname(file));
  writeFileAtomically(file, text);
}

const line = (value: JsonObject): string => JSON.stringify(value);
