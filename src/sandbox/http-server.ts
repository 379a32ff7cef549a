import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TooltapeError } from '../domain/errors.ts';
import type { Reply } from './http-reply.ts';

export interface LoopbackServer {
  readonly port: number;
  /** Stops listening, closes idle connections, and waits for running answers. */
  close(): Promise<void>;
  /** Stops listening, and cuts all connections at once. */
  end(): Promise<void>;
}

/** The loopback address, so that no other machine reaches the server. */
export const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/**
 * Clients keep idle connections for a shorter time, so it is always the client that closes one, and no request meets a closed
 * connection.
 */
const KEEP_ALIVE_MS = 120_000;

export interface LoopbackServerOptions {
  /** Name in messages: `The sandbox`. */
  readonly name: string;
  /** Port to listen on; 0 takes any free port. */
  readonly port: number;
  /** Remedy of the error for a port that is taken. */
  readonly remedy: string;
  readonly answer: (request: IncomingMessage) => Promise<Reply>;
  /** Makes the reply to a request whose `answer` threw an error. */
  readonly failed: (message: string) => Reply;
}

/** Starts a server on loopback. Errors: USAGE for a port that is taken. */
export async function startHttpServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const server = createServer((request, response) => void respond(request, response, options));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => close(server),
    end: () => {
      const closed = close(server);
      server.closeAllConnections();
      return closed;
    },
  };
}

function listen(server: Server, { name, port, remedy }: LoopbackServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const why = taken ? 'the port is taken' : error.message;
      const advice = taken ? remedy : 'Choose another port.';
      reject(
        new TooltapeError('USAGE', `${name} cannot listen on ${HOST}:${port}: ${why}.`, {
          remedy: advice,
          cause: error,
        }),
      );
    });
    server.listen(port, HOST, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, failed }: LoopbackServerOptions,
): Promise<void> {
  let reply: Reply;
  try {
    reply = await answer(request);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    reply = failed(error instanceof Error ? error.message : String(error));
  }
  const body = Buffer.from(reply.body);
  // A `Date` header would make two answers to the same request differ.
  response.sendDate = false;
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': body.length,
    ...reply.headers,
  });
  response.end(body);
}

/** The body of a request as text; null for a body of more than 64 MiB. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
