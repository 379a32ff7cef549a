import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scenario } from '../../src/domain/scenario.ts';
import { loadScenarios, type LoadedScenarios } from '../../src/scenario/load.ts';

/** Loads the text of scenario files through the real loader. */
export function loadYaml(...texts: readonly string[]): LoadedScenarios {
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-'));
  try {
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `file-${i + 1}.yaml`), text);
    const loaded = loadScenarios(['.'], { cwd: folder });
    // Lines are looked up when the warnings are first asked for, which must be while the files are there.
    void loaded.warnings;
    return loaded;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Loads a single scenario. */
export function loadOne(text: string): Scenario {
  const [scenario] = loadYaml(text).scenarios;
  if (scenario === undefined) throw new Error('the text holds no scenario');
  return scenario;
}
