import type { IncomingMessage } from 'node:http';
import type { Scenario } from '../domain/scenario.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { defaultProtocol, protocolAt, PROTOCOLS } from '../protocol/protocols.ts';
import type { Refusal } from '../protocol/serving.ts';
import { answerRequest, decode, unknownModel } from './answer-request.ts';
import { scenarioFinder, type ScenarioFinder } from './find-scenario.ts';
import { jsonReply, refusalReply, type Reply } from './http-reply.ts';
import { HOST, readBody, startHttpServer } from './http-server.ts';
import { PERSONAS } from '../domain/sandbox.ts';
import { isPersona } from './personas.ts';

export interface SandboxOptions {
  /** Scenarios that the personas know. */
  readonly scenarios: readonly Scenario[];
  /** Port to listen on. Default: 0, any free port. */
  readonly port?: number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  /** Stops listening, closes idle connections, and waits for running answers. */
  close(): Promise<void>;
}

const CREATED = 1_767_225_600;

/**
 * Starts the sandbox: a gateway on loopback that speaks every protocol and serves personas, which know the scenarios. Errors:
 * USAGE for a port that is taken.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const finder = scenarioFinder(options.scenarios);
  const server = await startHttpServer({
    name: 'The sandbox',
    port: options.port ?? 0,
    remedy: 'Choose another port, or leave it out to take any free one.',
    answer: (request) => route(request, finder),
    failed: (message) => refuse({ status: 500, code: 'sandbox_error', message, param: null }),
  });
  return { baseUrl: `http://${HOST}:${server.port}/v1`, close: () => server.close() };
}

async function route(request: IncomingMessage, finder: ScenarioFinder): Promise<Reply> {
  const path = (request.url ?? '/')
    .replace(/\?.*$/s, '')
    .replace(/^\/v1(?:alpha|beta)?(?=\/)/, '')
    .replace(/\/$/, '');
  const protocol = protocolAt(path);
  if (protocol !== null) {
    if (request.method !== 'POST') return wrongMethod(request, 'POST', protocol);
    const text = await readBody(request);
    if (text === null) {
      const message = 'The request body is larger than 64 MiB.';
      const headers = { connection: 'close' };
      return refuse({ status: 413, code: 'request_too_large', message, param: null }, protocol, headers);
    }
    return answerRequest(protocol, path, text, request.headers, finder);
  }
  if (path === '/models' || path.startsWith('/models/')) {
    if (request.method !== 'GET') return wrongMethod(request, 'GET');
    return path === '/models' ? modelList() : oneModel(path.slice('/models/'.length));
  }
  const known = [...PROTOCOLS.map(({ example }) => `POST ${example}`), 'GET /v1/models'].join(', ');
  const message = `Unknown URL: ${request.method} ${request.url}. The sandbox has ${known}.`;
  return refuse({ status: 404, code: 'unknown_url', message, param: null });
}

function wrongMethod(request: IncomingMessage, allow: string, protocol?: Protocol): Reply {
  const message = `Method ${request.method} is not allowed here; use ${allow}.`;
  return refuse({ status: 405, code: 'method_not_allowed', message, param: null }, protocol, { allow });
}

/** A refusal in the shape of the protocol; of chat where the request does not show its protocol. */
function refuse(
  refusal: Refusal,
  protocol: Protocol = defaultProtocol(),
  headers: { readonly [name: string]: string } = {},
): Reply {
  return refusalReply(refusal, protocol.serving, headers);
}

function model(id: string): { id: string; object: 'model'; created: number; owned_by: string } {
  return { id, object: 'model', created: CREATED, owned_by: 'sandbox' };
}

function modelList(): Reply {
  return jsonReply(JSON.stringify({ object: 'list', data: PERSONAS.map(model) }));
}

function oneModel(encoded: string): Reply {
  const id = decode(encoded) ?? encoded;
  return isPersona(id) ? jsonReply(JSON.stringify(model(id))) : refuse(unknownModel(id));
}
