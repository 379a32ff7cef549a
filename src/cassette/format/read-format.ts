import { TooltapeError } from '../../domain/errors.ts';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { explainFault, jsonObject } from '../../json/value-check.ts';
import { interactionFault, isResultList } from './check-interaction.ts';
import { IrregularFileError, readRegularFile } from '../../files/read-regular.ts';
import { unreadableFault } from '../../files/system-fault.ts';
import { MAX_DEPTH, nestsTooDeep } from '../../json/measure.ts';
import type { Interaction, RecordedResult } from '../../domain/recording.ts';
import type { RawResponse } from '../../domain/wire.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { isSpoken, SPOKEN } from '../../protocol/protocols.ts';
import {
  CASSETTE_FORMAT,
  PROTOCOL_FORMAT,
  type CassetteFile,
  type StoredInteraction,
  type StoredTrial,
} from './format.ts';
import { restoreResponse } from './stored-response.ts';

/**
 * Reads a cassette file; null where there is none. Only its frame is checked: interactions are decoded when asked for.
 * Errors: CASSETTE_FORMAT, naming the file, what was expected and found, and what to do.
 */
export function readCassetteFile(file: string): CassetteFile | null {
  let text: string;
  try {
    text = readRegularFile(file);
  } catch (cause) {
    if (cause instanceof IrregularFileError)
      throw unreadable(file, `it is no regular file but ${cause.found}`, IN_THE_WAY, cause);
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const { means, remedy } = unreadableFault(cause);
    throw unreadable(file, means, code === 'ERR_STRING_TOO_LONG' ? TOO_LONG : (remedy ?? REMEDY), cause);
  }
  return parseWithoutTools(text, file) ?? parseCassette(text, file);
}

const REMEDY = 'Give yourself the right to read it, or delete it and record it again.';
const IN_THE_WAY = 'It stands where the file is to be: name another file, or move it.';
const TOO_LONG = 'Take it away and record it again.';

function unreadable(file: string, why: string, remedy: string, cause?: unknown): TooltapeError {
  return new TooltapeError('CASSETTE_FORMAT', `${file}: the cassette cannot be read: ${why}`, { remedy, cause });
}

/** The lines before the list of tools, as `writeCassette` writes them. */
const HEAD = /^\{\n(?: {2}"\w+": "(?:[^"\\\n]|\\.)*",\n)+$/;
const TOOLS = '  "tools": [\n';
const TRIALS = '\n  ],\n  "trials": [\n';

/**
 * Reads a cassette text in the layout that `writeCassette` writes; null for any other layout. The list of tools, most of the text,
 * is parsed when it is first used: a replay whose requests match never uses it.
 */
function parseWithoutTools(text: string, file: string): CassetteFile | null {
  const tools = text.indexOf(TOOLS);
  const trials = tools === -1 ? -1 : text.indexOf(TRIALS, tools + TOOLS.length);
  const head = text.slice(0, Math.max(0, tools));
  if (trials === -1 || !HEAD.test(head)) return null;
  let value: JsonObject;
  try {
    value = JSON.parse(`${head}  "tools": [${text.slice(trials)}`) as JsonObject;
  } catch {
    return null;
  }
  return new CassetteText(checkFrame(value, file), text, file);
}

/** A class and not an object literal: V8 keeps a hidden class for each object with a getter of its own, longer than the object. */
class CassetteText implements CassetteFile {
  readonly format: CassetteFile['format'];
  readonly protocol?: string;
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: CassetteFile['source'];
  readonly recordedAt: string;
  readonly recordedBy?: string;
  readonly trials: readonly StoredTrial[];
  readonly #text: string;
  readonly #file: string;
  #tools: CassetteFile['tools'] | null = null;

  constructor(frame: CassetteFile, text: string, file: string) {
    this.format = frame.format;
    if (frame.protocol !== undefined) this.protocol = frame.protocol;
    this.scenario = frame.scenario;
    this.model = frame.model;
    this.gateway = frame.gateway;
    this.source = frame.source;
    this.recordedAt = frame.recordedAt;
    if (frame.recordedBy !== undefined) this.recordedBy = frame.recordedBy;
    this.trials = frame.trials;
    this.#text = text;
    this.#file = file;
  }

  get tools(): CassetteFile['tools'] {
    this.#tools ??= parseCassette(this.#text, this.#file).tools;
    return this.#tools;
  }
}

/** The cassette that `text` holds; `file` names it in errors. */
export function parseCassette(text: string, file: string): CassetteFile {
  let value: Json;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as Json;
  } catch (cause) {
    throw notJson(text, file, cause);
  }
  return checkFrame(value, file);
}

const SOURCES: ReadonlySet<unknown> = new Set(['live', 'import']);

function checkFrame(value: Json, file: string): CassetteFile {
  const format = isObject(value) ? value['format'] : undefined;
  if (format !== CASSETTE_FORMAT && format !== PROTOCOL_FORMAT) throw wrongFormat(format, file);
  if (format === PROTOCOL_FORMAT && isObject(value)) checkProtocol(value['protocol'], file);
  const cassette = value as unknown as CassetteFile;
  if (typeof cassette.scenario !== 'string') throw fault(file, 'scenario', 'text', cassette.scenario);
  if (typeof cassette.model !== 'string') throw fault(file, 'model', 'text', cassette.model);
  if (!Array.isArray(cassette.tools)) throw fault(file, 'tools', 'a list', cassette.tools);
  if (!Array.isArray(cassette.trials)) throw fault(file, 'trials', 'a list', cassette.trials);
  const numbers = new Set<number>();
  cassette.trials.forEach((trial: StoredTrial, i) => {
    if (!isObject(trial) || !Number.isInteger(trial.trial) || trial.trial < 1)
      throw fault(file, `trials[${i}].trial`, 'a whole number from 1', trial);
    if (!Array.isArray(trial.interactions) || !trial.interactions.every(isObject))
      throw fault(file, `trials[${i}].interactions`, 'a list of interactions', trial.interactions);
    if (numbers.has(trial.trial)) throw fault(file, `trials[${i}].trial`, 'each number once', trial.trial);
    numbers.add(trial.trial);
  });
  if (typeof cassette.gateway !== 'string') throw fault(file, 'gateway', 'text', cassette.gateway);
  if (typeof cassette.recordedAt !== 'string') throw fault(file, 'recordedAt', 'text', cassette.recordedAt);
  if (!SOURCES.has(cassette.source)) throw fault(file, 'source', 'live or import', cassette.source);
  return cassette;
}

/**
 * Decodes one recorded interaction. The request is put together when it is first read: a replay whose key matches never reads it.
 * Errors: CASSETTE_FORMAT.
 */
export function decodeInteraction(
  cassette: CassetteFile,
  trial: StoredTrial,
  index: number,
  file: string,
): Interaction {
  const stored = trial.interactions[index] as StoredInteraction;
  const place = `trials[${cassette.trials.indexOf(trial)}].interactions[${index}]`;
  if (!isObject(stored) || !isObject(stored.response)) throw fault(file, place, 'an interaction', stored);
  if (stored.results !== undefined && !isResultList(stored.results)) {
    throw fault(
      file,
      `${place}.results`,
      'a list of { call, value } or { call, server, tool, arguments, content }',
      stored.results,
    );
  }
  if (nestsTooDeep(stored.response) || nestsTooDeep(stored.results)) {
    throw fault(file, `${place}.response`, `at most ${MAX_DEPTH} levels`, stored.response);
  }
  const response = restoreResponse(stored.response);
  if (response === null) {
    throw fault(file, `${place}.response`, 'a status, and json, events, text or base64', stored.response);
  }
  const wrong = interactionFault(stored);
  if (wrong !== null) throw new TooltapeError('CASSETTE_FORMAT', `${file}: ${place}.${wrong}`, { remedy: RESTORE });
  return new DecodedInteraction(stored, response, () => restoreRequest(cassette, trial, index, `${file}: ${place}`));
}

/** A class and not an object literal, as `CassetteText`. */
class DecodedInteraction implements Interaction {
  readonly endpoint: string;
  readonly key: string;
  readonly original?: JsonObject;
  readonly response: RawResponse;
  readonly results?: readonly RecordedResult[];
  readonly latencyMs: number;
  readonly firstByteMs: number;
  readonly sentMs?: number;
  readonly #restore: () => JsonObject;
  #request: JsonObject | null = null;

  constructor(stored: StoredInteraction, response: RawResponse, restore: () => JsonObject) {
    this.endpoint = stored.endpoint;
    this.key = stored.key;
    if (isObject(stored.original)) this.original = stored.original;
    this.response = response;
    if (stored.results !== undefined) this.results = stored.results;
    this.latencyMs = stored.latencyMs;
    this.firstByteMs = stored.firstByteMs;
    if (stored.sentMs !== undefined) this.sentMs = stored.sentMs;
    this.#restore = restore;
  }

  get request(): JsonObject {
    this.#request ??= this.#restore();
    return this.#request;
  }
}

/** The whole request body: the tools come from the file's list, and shared items from the request before. */
function restoreRequest(cassette: CassetteFile, trial: StoredTrial, index: number, place: string): JsonObject {
  const { endpoint, request, tools, continues = 0 } = trial.interactions[index] as StoredInteraction;
  const form = recordedFormAt(endpoint);
  if (!isObject(request)) throw fault(place, 'request', 'an object', request);
  let whole = request;
  if (continues > 0) whole = { ...whole, [form.growing]: itemsOf(trial, index, place) };
  const deep = jsonObject(whole);
  if (deep !== null) throw fault(place, 'request', deep.expected, whole);
  if (tools === undefined) return whole;
  const listed = tools.map((tool) => cassette.tools[tool]);
  if (listed.some((tool) => tool === undefined)) throw fault(place, 'tools', 'places in the list of tools', tools);
  return { ...whole, [form.tools]: listed as JsonObject[] };
}

/**
 * For each trial the interaction whose request was restored last, with its conversation. Requests are mostly restored in order,
 * and each continues the one before.
 */
const latest = new WeakMap<StoredTrial, { readonly index: number; readonly items: Json[] }>();

function itemsOf(trial: StoredTrial, last: number, place: string): Json[] {
  const known = latest.get(trial);
  const goesOn = known !== undefined && known.index <= last;
  let items: Json[] = goesOn ? known.items : [];
  for (let i = goesOn ? known.index + 1 : 0; i <= last; i++) {
    const { endpoint, request, continues = 0 } = trial.interactions[i] as StoredInteraction;
    if (typeof endpoint !== 'string' || !isObject(request))
      throw fault(place, 'continues', 'requests before it', request);
    const own = request[recordedFormAt(endpoint).growing];
    if (continues > items.length) throw fault(place, 'continues', `at most ${items.length}`, continues);
    items = [...items.slice(0, continues), ...(Array.isArray(own) ? own : [])];
  }
  latest.set(trial, { index: last, items });
  return items;
}

const RESTORE = 'Restore the file from version control, or delete it and record it again.';

/** The error of a trial whose response nests too deep for a recursive function. */
export function nestingFault(file: string, trial: number): TooltapeError {
  return fault(file, `the answers of trial ${trial}`, `at most ${MAX_DEPTH} levels`, {});
}

function fault(file: string, path: string, expected: string, found: unknown): TooltapeError {
  const message = `${file}: ${explainFault({ path, expected, found })}`;
  return new TooltapeError('CASSETTE_FORMAT', message, { remedy: RESTORE });
}

function notJson(text: string, file: string, cause: unknown): TooltapeError {
  const conflict = /^(?:<{7}|={7}|>{7})/m.exec(text);
  const said = cause instanceof Error ? cause.message : String(cause);
  const at = conflict?.index ?? Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
  const line = text.slice(0, at).split('\n').length;
  const what = conflict ? 'it holds a merge conflict' : at >= text.length ? 'it ends in the middle' : 'it is no JSON';
  return new TooltapeError('CASSETTE_FORMAT', `${file}:${line}: the cassette cannot be read: ${what}`, {
    remedy: conflict ? 'Resolve the conflict, or delete the file and record it again.' : RESTORE,
    issues: [{ file, line, path: '', message: `${what} (${said})`, severity: 'error', code: 'syntax' }],
    cause,
  });
}

function checkProtocol(protocol: Json | undefined, file: string): void {
  if (typeof protocol !== 'string') throw fault(file, 'protocol', `one of ${SPOKEN.join(', ')}`, protocol);
  const unknown = protocol.split('+').find((name) => !isSpoken(name));
  if (unknown === undefined) return;
  const message = `${file}: it holds the protocol ${JSON.stringify(unknown)}; this version reads ${SPOKEN.join(', ')}`;
  throw new TooltapeError('CASSETTE_NEWER', message, { remedy: 'Update tooltape: npm install tooltape@latest' });
}

function wrongFormat(format: Json | undefined, file: string): TooltapeError {
  const named = typeof format === 'string' ? format : '';
  const version = /^tooltape\.cassette\/(\d+)$/.exec(named)?.[1];
  if (version !== undefined && Number(version) > 2) {
    return new TooltapeError(
      'CASSETTE_NEWER',
      `${file}: its format is ${named}; this version reads up to ${PROTOCOL_FORMAT}`,
      {
        remedy: 'Update tooltape: npm install tooltape@latest',
      },
    );
  }
  const found = format === undefined ? 'no format' : JSON.stringify(format).slice(0, 80);
  return new TooltapeError('CASSETTE_FORMAT', `${file}: expected the format "${CASSETTE_FORMAT}", found ${found}`, {
    remedy: 'It is no cassette: name another file, or move it out of the cassette folder.',
  });
}
