import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProtocolName } from '../../../src/domain/protocol.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { onTestFinished } from 'vitest';
import type { ProxyFault } from '../proxy.ts';
import { chat } from './chat.ts';
import { gemini } from './gemini.ts';
import { messages } from './messages.ts';
import { obj, str, type Dialect } from './neutral.ts';
import { responses } from './responses.ts';

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const DIALECTS: { readonly [name in ProtocolName]: Dialect } = { chat, responses, messages, gemini };

/**
 * A gateway that translates, written from the references of the providers: it knows neither the codecs nor the table of places. Its
 * client and its provider speak what `lane` says; `fault` harms the translated request and the translated answer.
 */
export async function startTranslator(
  lane: { readonly from: ProtocolName; readonly to: ProtocolName },
  upstream: () => number,
  fault: () => ProxyFault,
): Promise<number> {
  const client = DIALECTS[lane.from];
  const provider = DIALECTS[lane.to];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '/';
      const body = JSON.parse(Buffer.concat(chunks).toString()) as JsonObject;
      void translate(body, path)
        .catch((error: unknown) => failed(500, String(error)))
        .then(({ status, type, text }) => response.writeHead(status, { 'content-type': type }).end(text));
    });
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  const failed = (status: number, message: string): Reply => ({
    status,
    type: 'application/json',
    text: JSON.stringify(client.writeError(status, message)),
  });
  const translate = async (body: JsonObject, path: string): Promise<Reply> => {
    const { request, answer } = fault();
    const asked = client.readAsked(body, path);
    const translated = provider.writeAsked(asked);
    request?.(translated, path);
    const got = await fetch(`http://127.0.0.1:${upstream()}${provider.path(asked)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(translated),
    });
    const came = await got.text();
    if (!got.ok) {
      const message = str(obj(obj(JSON.parse(came) as JsonObject)['error'])['message']);
      return failed(got.status, message);
    }
    const answered = provider.readAnswer(asked.stream ? eventsIn(came) : [JSON.parse(came) as JsonObject]);
    const text = asked.stream
      ? client.writeEvents(answered, asked.model)
      : JSON.stringify(client.writeAnswer(answered, asked.model));
    const type = asked.stream ? 'text/event-stream' : 'application/json';
    return { status: 200, type, text: answer === undefined ? text : answer(text, asked.stream, path) };
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

function eventsIn(text: string): JsonObject[] {
  return [...text.matchAll(/^data: (\{.*\})\r?$/gm)].map(([, data = '']) => JSON.parse(data) as JsonObject);
}
