import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { FindServer, ServerTools, ServerUnknown } from '../domain/server.ts';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { prepareFolder } from '../files/make-folder.ts';
import { IrregularFileError, readRegularFile } from '../files/read-regular.ts';
import { unreadableFault } from '../files/system-fault.ts';
import { explainFault, jsonObject, listOf, objectOf, orNull, text } from '../json/value-check.ts';
import { escapeInJson } from '../text/escape.ts';
import { didYouMean } from '../text/closest.ts';
import { listFault } from './tool-list.ts';

export const SNAPSHOT_FORMAT = 'tooltape.mcp/1';
/**
 * Folder of the snapshots inside the folder of the cassettes. A scenario id never begins with `_`, so no scenario has this
 * folder.
 */
const FOLDER = '_mcp';

/** Path of the folder of snapshots: `cassettes/_mcp`. */
export function snapshotFolder(cassettes: string): string {
  return join(cassettes, FOLDER);
}

/** Path of a server's snapshot: `cassettes/_mcp/files.json`. */
export function snapshotFile(cassettes: string, server: string): string {
  return join(cassettes, FOLDER, `${server}.json`);
}

/** The text of a snapshot, one tool a line, in the order of the server. */
export function snapshotText({ server, version, protocol, tools }: ServerTools): string {
  const head = { format: SNAPSHOT_FORMAT, server, version, protocol };
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const listed = tools.map((tool) => `\n    ${JSON.stringify(tool)}`).join(',');
  return escapeInJson(`{\n${lines.join('')}  "tools": [${listed}${tools.length > 0 ? '\n  ' : ''}]\n}\n`);
}

/** Writes the snapshot of a server, unless the file holds the same text. Errors: OUTPUT. */
export function writeSnapshot(cassettes: string, listed: ServerTools): void {
  const file = snapshotFile(cassettes, listed.server);
  const written = snapshotText(listed);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true && readFileSync(file, 'utf8') === written) return;
  prepareFolder(join(cassettes, FOLDER));
  writeFileAtomically(file, written);
}

const isSnapshot = objectOf({ server: text, version: orNull(text), protocol: text, tools: listOf(jsonObject) });

/** The tools of a snapshot; null where the file does not exist. Errors: CASSETTE_FORMAT, CASSETTE_NEWER. */
export function readSnapshot(file: string): ServerTools | null {
  const fail = (what: string, cause?: unknown): TooltapeError =>
    new TooltapeError('CASSETTE_FORMAT', `${file}: the snapshot of an MCP server cannot be read: ${what}`, {
      remedy: 'Restore it from version control, or list the server again: npx tooltape mcp list <server> --save',
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(readRegularFile(file));
  } catch (cause) {
    if (cause instanceof IrregularFileError) throw fail(`it is no regular file but ${cause.found}`, cause);
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
    throw fail(cause instanceof SyntaxError ? `it is no JSON (${cause.message})` : unreadableFault(cause).means, cause);
  }
  const { format } = (value ?? {}) as { format?: unknown };
  if (format !== SNAPSHOT_FORMAT) {
    if (/^tooltape\.mcp\/\d+$/.test(String(format))) {
      const message = `${file}: its format is ${String(format)}; this version reads ${SNAPSHOT_FORMAT}`;
      throw new TooltapeError('CASSETTE_NEWER', message, { remedy: 'Update tooltape: npm install tooltape@latest' });
    }
    throw fail(`expected the format "${SNAPSHOT_FORMAT}", found ${(JSON.stringify(format) ?? 'none').slice(0, 80)}`);
  }
  const fault = isSnapshot(value);
  if (fault !== null) throw fail(explainFault(fault));
  const { server, version, protocol, tools } = value as ServerTools;
  const wrong = listFault(tools);
  if (wrong !== null) throw fail(wrong);
  return { server, version, protocol, tools };
}

/**
 * Returns a function from a server's name to the tools of its snapshot, or to a fault. Each snapshot is read once, when it is
 * first needed. `configured` are the names in the configuration.
 * Errors: as `readSnapshot`.
 */
export function snapshotsIn(cassettes: string, configured: Iterable<string>): FindServer {
  const known = new Map<string, ReturnType<FindServer>>();
  const names = [...configured];
  const find: FindServer = (name) => {
    // The name becomes a part of a path, so other characters are refused.
    const found = /^[A-Za-z0-9._-]+$/.test(name) ? readSnapshot(snapshotFile(cassettes, name)) : null;
    if (found !== null) return { ...found, server: name };
    if (!names.includes(name)) return unknownServer(name, names);
    const file = snapshotFile(cassettes, name);
    return {
      fault: `The tools of the server "${name}" are not known: there is no ${file}.`,
      advice: `List them: npx tooltape mcp list ${name} --save`,
    };
  };
  return (name) => {
    const found = known.get(name) ?? find(name);
    known.set(name, found);
    return found;
  };
}

/** A sentence that the configuration has no server of this name. */
export function unknownServer(name: string, names: readonly string[]): ServerUnknown {
  const advice = names.length === 0 ? 'tooltape.config.yaml has no "servers".' : `Configured: ${names.join(', ')}.`;
  return { fault: `There is no server ${JSON.stringify(name)}.${didYouMean(name, names)}`, advice };
}
