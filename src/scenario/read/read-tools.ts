import { didYouMean } from '../../text/closest.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { isObject } from '../../json/json.ts';
import { BoundedMap } from '../../json/remember.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { isSound, report, reportShared } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import type { Segment } from '../../json/path.ts';
import type { FindServer } from '../../domain/server.ts';
import { checkParameters } from './check-parameters.ts';
import { isServerEntry, readServerTools } from './read-server-tools.ts';
import { readResults } from './read-results.ts';
import type { ModuleFolders } from './read-results.ts';
import type { WrittenFunction, WrittenServerTools, WrittenTool } from '../shape/written.ts';

/** Tools by name; null for a declared tool with problems. */
export type NamedTools = ReadonlyMap<string, ToolDefinition | null>;

/** The form of an entry of `tools`: name of a shared tool, short form, OpenAI's form, or tools of a server. */
type ToolForm = 'name' | 'short' | 'openai' | 'server';

/**
 * A list of tools with its path. For each of `tools`, `forms` holds its form and `entries` the number of its entry in the list.
 */
export interface ToolList {
  readonly path: readonly Segment[];
  readonly forms: readonly ToolForm[];
  readonly entries: readonly number[];
  readonly tools: readonly ToolDefinition[];
}

/** Tools that many scenarios repeat, so that each is checked and kept once. */
export interface KnownTools {
  /** The latest tool without problems of each name, as written and as read. */
  readonly tools: BoundedMap<string, { readonly written: Json; readonly tool: ToolDefinition }>;
  /** The latest list for each sequence of names. */
  readonly lists: BoundedMap<string, KnownList>;
  /** Tools of servers, by server, prefix and definition. */
  readonly ofServers: Map<string, ToolDefinition>;
}

interface KnownList {
  readonly tools: readonly ToolDefinition[];
  readonly forms: readonly ToolForm[];
}

/** Most tools that are remembered. Files with more different tools rarely repeat one. */
const REMEMBERED = 1000;

export function newKnownTools(): KnownTools {
  return { tools: new BoundedMap(REMEMBERED), lists: new BoundedMap(REMEMBERED), ofServers: new Map() };
}

/** What reading tools of a file needs. Every list that is read is added to `lists`. */
export interface ToolReadContext {
  readonly folders: ModuleFolders;
  readonly shared: NamedTools;
  readonly known: KnownTools;
  readonly servers: FindServer;
  readonly lists: ToolList[];
}

/** The tools of one scenario. */
export interface Toolbox {
  /** Null when neither the scenario nor its defaults have the key `tools`. */
  readonly named: NamedTools | null;
  /** False when a tool has no readable name, so that no name can be called undeclared. */
  readonly complete: boolean;
  /** The declared tools. Scenarios with equal lists share one array. */
  readonly tools: readonly ToolDefinition[];
}

export const NO_TOOLS: Toolbox = { named: null, complete: true, tools: [] };

function isOpenAi(written: WrittenTool): written is Extract<WrittenTool, { type: string }> {
  return 'function' in written;
}

function readTool(written: WrittenTool, place: Place, folders: ModuleFolders): ToolDefinition {
  const of: WrittenFunction = isOpenAi(written) ? written.function : written;
  if (of.parameters !== undefined) {
    if (isOpenAi(written)) place.path.push('function');
    checkParameters(of.parameters, place);
    if (isOpenAi(written)) place.path.pop();
  }
  let returns: ToolDefinition['returns'] = null;
  if (written.returns !== undefined) {
    place.path.push('returns');
    returns = readResults(written.returns, place, folders);
    place.path.pop();
  }
  return {
    name: of.name,
    definition: isOpenAi(written) ? (of as unknown as JsonObject) : definitionOf(of),
    parameters: of.parameters ?? null,
    returns,
  };
}

function definitionOf({ name, description, parameters, strict, format }: WrittenFunction): JsonObject {
  const definition: JsonObject = { name };
  if (description !== undefined) definition['description'] = description;
  if (parameters !== undefined) definition['parameters'] = parameters;
  if (strict !== undefined) definition['strict'] = strict;
  if (format !== undefined) definition['format'] = format;
  return definition;
}

function formOf(entry: Json): ToolForm {
  if (!isObject(entry)) return 'name';
  return isObject(entry['function']) ? 'openai' : 'short';
}

/** The name of a tool whose shape may be broken; null where it cannot be read. */
function writtenName(entry: Json): string | null {
  if (typeof entry === 'string') return entry;
  if (!isObject(entry)) return null;
  const name = isObject(entry['function']) ? entry['function']['name'] : entry['name'];
  return typeof name === 'string' ? name : null;
}

/** Reads a list of tools and names of shared tools. Parts of its shape may be broken; `place` holds these problems already. */
export function readTools(written: Json, place: Place, context: ToolReadContext): Toolbox {
  const { shared, lists } = context;
  const entries = Array.isArray(written) ? written : [];
  const named = new Map<string, ToolDefinition | null>();
  const tools: ToolDefinition[] = [];
  const forms: ToolForm[] = [];
  const places: number[] = [];
  const add = (tool: ToolDefinition | null, name: string, i: number, form: ToolForm): void => {
    if (named.has(name)) {
      report(place, 'duplicate-tool', twinMessage(name, tool?.server?.name, form));
      return;
    }
    named.set(name, tool);
    if (tool === null) return;
    tools.push(tool);
    forms.push(form);
    places.push(i);
  };
  let complete = Array.isArray(written);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i] ?? null;
    place.path.push(i);
    const name = writtenName(entry);
    if (isServerEntry(entry)) {
      const written = entry as unknown as WrittenServerTools;
      const found = isSound(place) ? readServerTools(written, context.servers, context.known.ofServers, place) : null;
      if (found === null) complete = false;
      for (const tool of found ?? []) add(tool, tool.name, i, 'server');
    } else if (name === null) complete = false;
    else if (named.has(name)) add(null, name, i, formOf(entry));
    else {
      const tool = typeof entry === 'string' ? sharedTool(entry, shared, place) : soundTool(entry, place, context);
      add(tool, name, i, formOf(entry));
    }
    place.path.pop();
  }
  const list = sharedList({ tools, forms }, context.known);
  lists.push({ path: [...place.path], forms: list.forms, entries: places, tools: list.tools });
  return { named, complete, tools: list.tools };
}

function twinMessage(name: string, server: string | undefined, form: ToolForm): string {
  if (form !== 'server') return `A second tool is named "${name}". Give each tool of a list its own name.`;
  return `A second tool is named "${name}": that of the server "${server}". Give its tools another "prefix", or leave it out with "only".`;
}

/** The equal list of an earlier scenario, else this one. What is computed for a list is then computed once for both. */
function sharedList(list: KnownList, { lists }: KnownTools): KnownList {
  const key = list.tools.map((tool, i) => `${list.forms[i]} ${tool.name}`).join('\n');
  const before = lists.get(key);
  if (before !== undefined && before.tools.every((tool, i) => tool === list.tools[i])) return before;
  lists.set(key, list);
  return list;
}

function soundTool(entry: Json, place: Place, { folders, known }: ToolReadContext): ToolDefinition | null {
  if (!isSound(place)) return null;
  const name = writtenName(entry) ?? '';
  const before = known.tools.get(name);
  if (before !== undefined && isCopy(entry, before.written)) return before.tool;
  const problems = place.problems.length;
  const tool = readTool(entry as unknown as WrittenTool, place, folders);
  // A module path starts from the folder of its file, so a tool with a module is not shared between files.
  const alike = tool.returns?.every(({ answer }) => answer.kind !== 'module') ?? true;
  if (alike && place.problems.length === problems) known.tools.set(name, { written: entry, tool });
  return tool;
}

/** True when both values have the same JSON text, the order of keys included, because requests show that order. */
function isCopy(a: Json, b: Json | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!isCopy(a[i] ?? null, b[i])) return false;
    return true;
  }
  const others = Object.keys(b);
  let i = 0;
  for (const key in a) if (key !== others[i++] || !isCopy(a[key] ?? null, b[key])) return false;
  return i === others.length;
}

function sharedTool(name: string, shared: NamedTools, place: Place): ToolDefinition | null {
  if (!shared.has(name)) reportUnshared(name, shared, place);
  return shared.get(name) ?? null;
}

function reportUnshared(name: string, shared: NamedTools, place: Place): void {
  if (shared.size === 0) {
    const message = `The file shares no tools, so "${name}" names none.`;
    reportShared(place, 'unknown-tool', message, 'Define it here, or in "tools" beside "scenarios".');
    return;
  }
  const message = `The file shares no tool "${name}".${didYouMean(name, shared.keys())}`;
  reportShared(place, 'unknown-tool', message, `Shared: ${[...shared.keys()].join(', ')}.`);
}

/** Reports a name that no tool of the scenario has. */
export function checkToolName(name: string, toolbox: Toolbox, place: Place, ...below: string[]): void {
  const { named, complete } = toolbox;
  if (!complete || named?.has(name) === true) return;
  if (named === null || named.size === 0) {
    report(place, 'unknown-tool', `"${name}" is no tool here: the scenario declares none.`, ...below);
    return;
  }
  const known = [...named.keys()];
  const message = `The scenario declares no tool "${name}".${didYouMean(name, known)}`;
  reportShared(place, 'unknown-tool', message, `Declared: ${known.join(', ')}.`, ...below);
}
