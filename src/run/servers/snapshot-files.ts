import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError, type Issue } from '../../domain/errors.ts';
import type { ServerTools } from '../../domain/server.ts';
import { readSnapshot, snapshotFolder, writeSnapshot } from '../../mcp/snapshot.ts';
import type { Redactor } from '../../redact/redact.ts';

/**
 * Checks the snapshots of a cassette folder. Yields an issue for one that cannot be read, or that holds a text like a secret.
 */
export function* verifySnapshots(cassettes: string, redactor: Redactor): Generator<Issue> {
  for (const found of snapshots(cassettes)) {
    if ('severity' in found) yield found;
    else if (redacted(found.listed, redactor) !== found.listed) {
      const message =
        'it holds what looks like a secret: run `tooltape cassettes redact`, and revoke the key if the file was ever shared';
      yield { file: found.file, line: null, path: 'tools', message, severity: 'error', code: 'secret' };
    }
  }
}

/** Replaces secrets in snapshots. Yields the path of each changed file, and an issue for each that cannot be read. */
export function* redactSnapshots(cassettes: string, redactor: Redactor): Generator<string | Issue> {
  for (const found of snapshots(cassettes)) {
    if ('severity' in found) {
      yield found;
      continue;
    }
    const clean = redacted(found.listed, redactor);
    if (clean === found.listed) continue;
    writeSnapshot(cassettes, clean);
    yield found.file;
  }
}

/** The list without secrets; the same object where it holds none. */
function redacted(listed: ServerTools, redactor: Redactor): ServerTools {
  const given = [...listed.tools];
  const tools = redactor.json(given);
  return tools === given ? listed : { ...listed, tools };
}

function* snapshots(cassettes: string): Generator<{ readonly file: string; readonly listed: ServerTools } | Issue> {
  for (const name of namesIn(snapshotFolder(cassettes))) {
    const file = join(snapshotFolder(cassettes), name);
    try {
      const listed = readSnapshot(file);
      if (listed !== null) yield { file, listed: { ...listed, server: name.slice(0, -'.json'.length) } };
    } catch (error) {
      if (!(error instanceof TooltapeError)) throw error;
      const message = error.message.replace(`${file}: `, '');
      yield { file, line: null, path: '', message, severity: 'error', code: 'format' };
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}
