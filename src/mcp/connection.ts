import type { Client, RequestOptions } from '@modelcontextprotocol/client';
import { isObject, type JsonObject } from '../json/json.ts';
import { MAX_DEPTH, nestsTooDeep } from '../json/measure.ts';
import type { ResolvedServer, ServerResult, ServerTools } from '../domain/server.ts';
import { LARGEST } from '../text/largest.ts';
import { openTransport, type OpenTransport } from './open-transport.ts';
import { ServerFault } from './server-fault.ts';
import { listFault, toolsOf } from './tool-list.ts';

/** A server that has been greeted. */
export interface Connection {
  /** Errors: ServerFault, for a list that names a tool twice, too. */
  list(): Promise<ServerTools>;
  /** Errors: ServerFault where there is no answer. An error that the server answers with is a result. */
  call(tool: string, args: JsonObject): Promise<ServerResult>;
  /** Ends the process, or the session. Resolves when it is gone; never rejects. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** The version of tooltape, which a server is told. */
  readonly version: string;
  readonly signal: AbortSignal;
  /** Servers that speak 2025-11-25 and are not asked again in this command. */
  readonly legacy: Set<string>;
  /** A server asked for what tooltape refuses: `sampling/createMessage`. */
  readonly onAsk: (server: string, method: string) => void;
}

/** A call may report progress for that many time-outs. */
const MOST_TIMEOUTS = 10;

/**
 * Starts or reaches a server and agrees on a version of MCP: 2026-07-28 where the server knows `server/discover`, else what
 * `initialize` settles. Both are asked over one connection; a process is started a second time only where the question ended it.
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

/** A process that never answers what it does not know is asked by `initialize` when half of its time is over. */
function probeTimeout({ kind, startTimeoutMs }: ResolvedServer): number {
  return kind === 'http' ? startTimeoutMs : Math.ceil(startTimeoutMs / 2);
}

/** The server ended at the question for its version, as some do that know nothing but `initialize`. */
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
    const cut = late.aborted ? `it was not ready within ${seconds(startTimeoutMs)}` : null;
    const ended = opened.fault();
    await closeBoth(client, opened);
    options.signal.throwIfAborted();
    const isNegotiation = error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed;
    if (mode === 'auto' && server.kind === 'process' && isNegotiation && cut === null && opened.hasStarted()) {
      throw new ProbeEnded();
    }
    const why = cut === null ? (ended ?? `it cannot be reached: ${reasonOf(error)}`) : withFault(cut, ended);
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
      return new ServerFault(name, withFault(`it did not answer ${what} within ${seconds(ms)}`, opened.fault()));
    }
    return new ServerFault(name, `${opened.fault() ?? reasonOf(error)} (${what})`, { cause: error });
  };
  return {
    async list() {
      const request: RequestOptions = { timeout: startTimeoutMs, signal };
      let tools: readonly JsonObject[];
      try {
        // The client keeps no list: with one it would refuse results that do not fit their schema, which are the model's to see.
        const listed = await client.listTools({}, { ...request, cacheMode: 'bypass' });
        tools = toolsOf(listed.tools, opened.folder);
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

/** An error of the protocol, as hosts tell it to the model. */
function failed(message: string): ServerResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}

async function closeBoth(client: Client, opened: OpenTransport): Promise<void> {
  try {
    await opened.close();
    await client.close();
  } catch {
    // It is being left: what it says of that changes nothing.
  }
}

/** The result, unless the signal comes first. */
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

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}

/** The deepest cause: `fetch failed` says nothing, what it was caused by does. */
function reasonOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return (at instanceof Error ? at.message : String(at)).slice(0, 400);
}
