import { loadConfig } from '../../config/load.ts';
import { resolveServer } from '../../config/environment.ts';
import { secretsOf } from '../../config/secrets.ts';
import { serverResult } from '../../conversation/tools/server-result.ts';
import { EXIT, TooltapeError } from '../../domain/errors.ts';
import type { ResolvedServer, ServerTools } from '../../domain/server.ts';
import { asText, isObject, type JsonObject } from '../../json/json.ts';
import { diffTools, type ToolChange } from '../../mcp/diff-tools.ts';
import { askedNote } from '../../mcp/asked-note.ts';
import { listServer, withServer } from '../../mcp/list-server.ts';
import type { Connection, ConnectOptions } from '../../mcp/connection.ts';
import { ServerFault } from '../../mcp/server-fault.ts';
import { readSnapshot, snapshotFile, snapshotText, unknownServer, writeSnapshot } from '../../mcp/snapshot.ts';
import { createCleaner } from '../../redact/cleaner.ts';
import { createRedactor } from '../../redact/redact.ts';
import { touchedScenarios } from '../../run/servers/touched-scenarios.ts';
import { closest } from '../../text/closest.ts';
import { escapeInJson, escapeLines, escapeText } from '../../text/escape.ts';
import { counted } from '../../text/numbers.ts';
import { joinShort, shorten } from '../../text/shorten.ts';
import type { CommandContext } from '../command-context.ts';
import { untilInterrupted } from '../interrupt.ts';
import { printTable } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';

export interface McpOptions {
  readonly config?: string;
  readonly cassettes: string;
  readonly save?: boolean;
  readonly json?: boolean;
}

/** Most characters of a description in the table. */
const LONGEST_DESCRIPTION = 100;

/** `tooltape mcp list`: prints the tools that a server lists now. */
export async function list(context: CommandContext, name: string, options: McpOptions): Promise<number> {
  const { terminal } = context;
  const listed = await asking(context, name, options, listRedacted);
  if (listed === null) return EXIT.interrupted;
  if (options.save === true) {
    writeSnapshot(options.cassettes, listed);
    terminal.err(`wrote ${escapeText(snapshotFile(options.cassettes, name))}\n`);
  }
  if (options.json === true) {
    terminal.out(snapshotText(listed));
    return EXIT.done;
  }
  const { tools, version, protocol } = listed;
  if (tools.length > 0) {
    printTable(terminal, [
      { title: 'tool', cells: tools.map((tool) => asText(tool['name'])) },
      { title: 'parameters', cells: tools.map(parametersOf) },
      {
        title: 'description',
        cells: tools.map(({ description }) =>
          typeof description === 'string' ? shorten(description.replaceAll(/\s+/g, ' '), LONGEST_DESCRIPTION) : 'none',
        ),
      },
    ]);
    terminal.out('\n');
  }
  const says = version === null ? '' : ` ${version}`;
  terminal.say(`${escapeText(`${name}${says}, MCP ${protocol}: ${counted(tools.length, 'tool')}`)}\n`);
  return EXIT.done;
}

async function listRedacted({ server, connect, redacted }: Asked): Promise<ServerTools> {
  return redacted(await listServer(server, connect));
}

/** The parameters of a tool; optional ones end in `?`. */
function parametersOf({ inputSchema }: JsonObject): string {
  const { properties, required } = isObject(inputSchema) ? inputSchema : {};
  const needed = Array.isArray(required) ? required : [];
  const names = Object.keys(isObject(properties) ? properties : {});
  return names.map((name) => (needed.includes(name) ? name : `${name}?`)).join(', ');
}

/**
 * `tooltape mcp diff`: prints the changes since the snapshot, and the scenarios that they affect. Exit 1 where there is a
 * change.
 */
export async function diff(context: CommandContext, name: string, options: McpOptions): Promise<number> {
  const { terminal } = context;
  const file = snapshotFile(options.cassettes, name);
  const before = readSnapshot(file);
  if (before === null) {
    throw new TooltapeError('USAGE', `There is no snapshot of the server "${name}" to compare with: ${file}`, {
      remedy: `Write one and commit it: npx tooltape mcp list ${name} --save`,
    });
  }
  const after = await asking(context, name, options, listRedacted);
  if (after === null) return EXIT.interrupted;
  const changes = diffTools(before, after);
  for (const [what, was, is] of [
    ['version', before.version, after.version],
    ['protocol', before.protocol, after.protocol],
  ] as const) {
    if (was !== is)
      terminal.err(`note: the server's ${what} was ${escapeText(String(was))}, and is ${escapeText(String(is))}\n`);
  }
  if (changes.length === 0) {
    terminal.say(`${escapeText(name)}: its ${counted(after.tools.length, 'tool')} are those of the snapshot\n`);
    return EXIT.done;
  }
  for (const change of changes) printChange(change, terminal);
  const named = new Set(changes.flatMap(({ tool }) => tool ?? []));
  const { offering, expecting } = touchedScenarios(before, after, named, process.cwd());
  const summary = `${counted(changes.length, 'change')} of "${name}" since ${file}`;
  terminal.say(`\n${escapeText(summary)}\n`);
  printScenarios('expected to be called in', expecting, terminal);
  printScenarios('offered in', offering, terminal);
  terminal.say('Record anew: npx tooltape run --record all\n');
  terminal.say(`Take the new list alone: npx tooltape mcp list ${escapeText(name)} --save\n`);
  return EXIT.gate;
}

function printChange({ tool, kind, details }: ToolChange, terminal: Terminal): void {
  const tone = kind === 'added' ? 'green' : kind === 'removed' ? 'red' : 'yellow';
  const subject = tool === null ? 'the list is in another order' : `${tool}: ${kind}`;
  terminal.say(`${terminal.paintOut(tone, escapeText(subject))}\n`);
  for (const detail of details) terminal.say(`  ${escapeText(detail)}\n`);
}

function printScenarios(how: string, ids: readonly string[], terminal: Terminal): void {
  if (ids.length > 0) terminal.say(`${how} ${counted(ids.length, 'scenario')}: ${escapeText(ids.join(', '))}\n`);
}

/** `tooltape mcp call`: calls a tool and prints the result that a model would get. Exit 1 where the result is an error. */
export async function call(
  context: CommandContext,
  name: string,
  tool: string,
  args: string | undefined,
  options: McpOptions,
): Promise<number> {
  const { terminal } = context;
  const given = argumentsFrom(args ?? '{}');
  const answered = await asking(context, name, options, ({ server, connect }) =>
    withServer(server, connect, async (connection) => {
      const result = await connection.call(tool, given);
      return { result, names: result.isError ? await namesOf(connection) : [] };
    }),
  );
  if (answered === null) return EXIT.interrupted;
  const { result, names } = answered;
  if (options.json === true) terminal.out(`${escapeInJson(JSON.stringify(result, null, 2))}\n`);
  else terminal.out(`${escapeLines(serverResult('', result).content)}\n`);
  if (!result.isError) return EXIT.done;
  const error = terminal.paint('red', 'error:');
  if (names.length === 0 || names.includes(tool)) {
    terminal.err(`${error} the tool ${escapeText(tool)} answered with an error\n`);
    return EXIT.gate;
  }
  const near = closest(tool, names);
  const meant = near === null ? '' : `; did you mean ${near}?`;
  terminal.err(`${error} ${escapeText(`the server "${name}" lists no tool ${JSON.stringify(tool)}${meant}`)}\n`);
  terminal.err(`  ${terminal.paint('cyan', 'fix:')} ${escapeText(`Name one of: ${joinShort(names, ', ', 300)}.`)}\n`);
  return EXIT.gate;
}

/** The names of a server's tools; `[]` where it cannot list them, because the user still gets the answer to the call. */
async function namesOf(connection: Connection): Promise<readonly string[]> {
  try {
    const { tools } = await connection.list();
    return tools.map((tool) => asText(tool['name']));
  } catch (error) {
    if (error instanceof ServerFault) return [];
    throw error;
  }
}

function argumentsFrom(text: string): JsonObject {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // The result is printed below.
  }
  if (isObject(value)) return value;
  throw new TooltapeError('USAGE', `expected the arguments as one JSON object, found ${shorten(text, 80)}`, {
    remedy: `Quote them for the shell: '{"path": "README.md"}'.`,
  });
}

/** A server that a command asks, with the options of its connection. */
interface Asked {
  readonly server: ResolvedServer;
  /** The list of tools with its secrets hidden. */
  readonly redacted: (listed: ServerTools) => ServerTools;
  readonly connect: ConnectOptions;
}

/**
 * Starts a server and runs `question` with it. Resolves to null where Ctrl-C ended it. Requests that the server sends in return
 * are refused and printed. Errors: SERVER, MISSING_KEY, USAGE.
 */
async function asking<T>(
  { terminal, version }: CommandContext,
  name: string,
  options: McpOptions,
  question: (asked: Asked) => Promise<T>,
): Promise<T | null> {
  const config = loadConfig({ file: options.config ?? null, cwd: process.cwd() });
  const secrets = secretsOf(config, process.env);
  terminal.hide(createCleaner(secrets));
  const server = config.servers.get(name);
  if (server === undefined) {
    const { fault, advice } = unknownServer(name, [...config.servers.keys()]);
    throw new TooltapeError('USAGE', `${fault} ${advice}`, {
      remedy: 'Add it to tooltape.config.yaml: servers: { files: { command: [npx, -y, my-server] } }.',
    });
  }
  const redactor = createRedactor({ secrets, patterns: config.redact });
  return untilInterrupted((signal) =>
    question({
      server: resolveServer(server, process.env),
      redacted: (listed) => ({ ...listed, tools: redactor.json([...listed.tools]) }),
      connect: {
        version,
        signal,
        legacy: new Set(),
        onAsk: (from, method) => terminal.err(`${escapeText(askedNote(from, method))}\n`),
      },
    }),
  );
}
