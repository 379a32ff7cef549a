import type { Client, RequestOptions } from '@modelcontextprotocol/client';
import { isObject, type JsonObject } from '../json/json.ts';
import { MAX_DEPTH, nestsTooDeep } from '../json/measure.ts';
import type { ResolvedServer, ServerResult, ServerTools } from '../domain/server.ts';
import { LARGEST } from '../text/largest.ts';
import { timeInWords } from '../text/numbers.ts';
import { answeredWith } from './answer-fault.ts';
import { openTransport, type OpenTransport } from './open-transport.ts';
import { ServerFault } from './server-fault.ts';
import { listFault, plainTools } from './tool-list.ts';

/** An MCP server after the handshake. */
export interface Connection {
  /** The tools of the server. Errors: ServerFault when the server does not answer, or lists a tool twice. */
  list(): Promise<ServerTools>;
  /** The result of a call; an error of the tool is a result, too. Errors: ServerFault when no answer comes. */
  call(tool: string, args: JsonObject): Promise<ServerResult>;
  /** True where the server answers a ping; false where its process or session has ended, or hangs. Never rejects. */
  isAlive(): Promise<boolean>;
  /** Ends the process or the session. Resolves when it has ended; never rejects. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Version of tooltape for the handshake. */
  readonly version: string;
  readonly signal: AbortSignal;
  /**
   * Names of servers that know only `initialize` (MCP 2025-11-25). `connect` adds to it, so that the same command does not try
   * `server/discover` with them again.
   */
  readonly legacy: Set<string>;
  /** Called when a server asks for something that tooltape refuses: `sampling/createMessage`. */
  readonly onAsk: (server: string, method: string) => void;
}

/** Most milliseconds to wait for the answer to a ping. */
const PING_MS = 2000;
/** Most time-outs that a call may last while it reports progress. */
const MOST_TIMEOUTS = 10;

/**
 * Starts or reaches a server and agrees on a version of MCP: 2026-07-28 where the server knows `server/discover`, else the
 * version that `initialize` returns. Both requests use one connection. Only a process that ends at `server/discover` is started
 * a second time.
 * Errors: ServerFault.
 */
export async function connect(server: ResolvedServer, options: ConnectOptions): Promise<Connection> {
  const { legacy } = options;
  if (legacy.has(server.name)) return greet(server, options, 'legacy');
  try {
    return await greet(server, options, 'auto');
  } catch (error) {
    if (!(error instanceof ProbeEnded)) throw error;
    legacy.add(server.name);
    return greet(server, options, 'legacy');
  }
}

/**
 * Milliseconds to wait for the answer to `server/discover`. Some processes never answer an unknown method, so they get half of
 * the start time-out, and `initialize` the other half.
 */
function probeTimeout({ kind, startTimeoutMs }: ResolvedServer): number {
  return kind === 'http' ? startTimeoutMs : Math.ceil(startTimeoutMs / 2);
}

/** The process ended at `server/discover`, as some servers do that know only `initialize`. */
class ProbeEnded extends Error {}

async function greet(server: ResolvedServer, options: ConnectOptions, mode: 'auto' | 'legacy'): Promise<Connection> {
  const { name, startTimeoutMs } = server;
  const { Client, SdkError, SdkErrorCode } = await import('@modelcontextprotocol/client');
  const opened = await openTransport(server);
  const client = new Client(
    { name: 'tooltape', version: options.version },
    {
      capabilities: {},
      versionNegotiation: { mode, probe: { timeoutMs: probeTimeout(server) } },
      inputRequired: { autoFulfill: false },
    },
  );
  client.fallbackRequestHandler = ({ method }) => {
    options.onAsk(name, method);
    return Promise.reject(new Error(`tooltape answers no ${method}`));
  };
  const late = AbortSignal.timeout(startTimeoutMs);
  const signal = AbortSignal.any([options.signal, late]);
  try {
    await within(signal, client.connect(opened.transport, { timeout: startTimeoutMs, signal }));
    if (client.getProtocolEra() === 'legacy') options.legacy.add(name);
    return connection(client, server, opened, options);
  } catch (error) {
    const cut = late.aborted ? `it was not ready within ${timeInWords(startTimeoutMs)}` : null;
    const ended = opened.fault();
    await closeBoth(client, opened);
    options.signal.throwIfAborted();
    const isNegotiation = error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed;
    if (mode === 'auto' && server.kind === 'process' && isNegotiation && cut === null && opened.hasStarted()) {
      throw new ProbeEnded();
    }
    const why =
      cut === null
        ? (ended ?? answeredWith(error) ?? `it cannot be reached: ${reasonOf(error)}`)
        : withFault(cut, ended);
    throw new ServerFault(name, why, { cause: error });
  }
}

function connection(
  client: Client,
  server: ResolvedServer,
  opened: OpenTransport,
  { signal, onAsk }: ConnectOptions,
): Connection {
  const { name, timeoutMs, startTimeoutMs } = server;
  const fault = async (error: unknown, what: string, ms: number): Promise<ServerFault> => {
    const { SdkError, SdkErrorCode } = await import('@modelcontextprotocol/client');
    const code = error instanceof SdkError ? error.code : null;
    if (code === SdkErrorCode.RequestTimeout) {
      return new ServerFault(name, withFault(`it did not answer ${what} within ${timeInWords(ms)}`, opened.fault()));
    }
    return new ServerFault(name, `${opened.fault() ?? answeredWith(error) ?? reasonOf(error)} (${what})`, {
      cause: error,
    });
  };
  return {
    async list() {
      const request: RequestOptions = { timeout: startTimeoutMs, signal };
      let tools: readonly JsonObject[];
      try {
        // `bypass`, because a client that keeps the list refuses results that break their output schema, and the model should
        // see these.
        const listed = await client.listTools({}, { ...request, cacheMode: 'bypass' });
        tools = plainTools(listed.tools, opened.folder);
      } catch (error) {
        signal.throwIfAborted();
        throw await fault(error, 'tools/list', startTimeoutMs);
      }
      const wrong = listFault(tools);
      if (wrong !== null) throw new ServerFault(name, wrong);
      const version = client.getServerVersion()?.version ?? null;
      return { server: name, version, protocol: client.getNegotiatedProtocolVersion() ?? 'unknown', tools };
    },
    async call(tool, args) {
      const { ProtocolError, SdkError, SdkErrorCode } = await import('@modelcontextprotocol/client');
      try {
        const result = await client.callTool(
          { name: tool, arguments: args },
          {
            timeout: timeoutMs,
            maxTotalTimeout: Math.min(timeoutMs * MOST_TIMEOUTS, LARGEST.wait),
            resetTimeoutOnProgress: true,
            onprogress: () => {},
            signal,
          },
        );
        if (nestsTooDeep(result)) {
          throw new ServerFault(name, `its answer to ${tool} nests deeper than ${MAX_DEPTH} levels`);
        }
        return resultOf(result);
      } catch (error) {
        if (error instanceof ServerFault) throw error;
        signal.throwIfAborted();
        if (error instanceof ProtocolError) return failed(error.message);
        if (error instanceof SdkError && error.code === SdkErrorCode.UnsupportedResultType) {
          onAsk(name, 'input (elicitation or sampling)');
          return failed(`the tool ${tool} asks for input that is not available here`);
        }
        throw await fault(error, `a call of ${tool}`, timeoutMs);
      }
    },
    async isAlive() {
      const { ProtocolError } = await import('@modelcontextprotocol/client');
      try {
        await client.ping({ timeout: Math.min(timeoutMs, PING_MS), signal });
        return true;
      } catch (error) {
        // A server that does not know `ping` says so.
        return error instanceof ProtocolError;
      }
    },
    close: () => closeBoth(client, opened),
  };
}

function resultOf(result: unknown): ServerResult {
  const { content, structuredContent, isError } = isObject(result) ? result : {};
  return {
    content: Array.isArray(content) ? content.filter(isObject) : [],
    ...(structuredContent !== undefined && { structuredContent }),
    isError: isError === true,
  };
}

/** A protocol error as a result, because hosts of MCP servers show it to the model. */
function failed(message: string): ServerResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

async function closeBoth(client: Client, opened: OpenTransport): Promise<void> {
  try {
    await opened.close();
    await client.close();
  } catch {
    // The connection is being closed, so an error changes nothing.
  }
}

/** The value of `work`. Errors: the reason of the signal, where it aborts first. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function withFault(text: string, fault: string | null): string {
  return fault === null ? text : `${text}; ${fault}`;
}

/** Message of the deepest cause, because the outer error of `fetch` is only `fetch failed`. */
function reasonOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return (at instanceof Error ? at.message : String(at)).slice(0, 400);
}
