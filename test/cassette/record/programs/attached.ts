import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { attachCassette } from '../../../../src/public/tape/attach-cassette.ts';

/**
 * A program under test: asks once for JSON and once for a stream with the client that it is told, through an attached
 * cassette, and prints what it got. Arguments: client, origin, cassette file, mode, prompt.
 */
const [client = '', origin = '', file = '', mode = 'replay', prompt = 'hi'] = process.argv.slice(2);

type Ask = (path: string, body: object) => Promise<{ status: number; text: string }>;
const JSON_TYPE = { 'content-type': 'application/json' };

function viaNode(request: typeof requestHttp): Ask {
  return (path, body) =>
    new Promise((done, fail) => {
      const sent = request(`${origin}${path}`, { method: 'POST', headers: JSON_TYPE }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, text }));
      });
      sent.on('error', fail);
      sent.end(JSON.stringify(body));
    });
}

const CLIENTS: Record<string, () => Promise<Ask>> = {
  fetch: async () => async (path, body) => {
    const response = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  },
  undici: async () => {
    const { request } = await import('undici');
    return async (path, body) => {
      const response = await request(`${origin}${path}`, {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(body),
      });
      return { status: response.statusCode, text: await response.body.text() };
    };
  },
  http: async () => viaNode(requestHttp),
  https: async () => viaNode(requestHttps),
  axios: async () => {
    const { default: axios } = await import('axios');
    return async (path, body) => {
      const response = await axios.post<string>(`${origin}${path}`, body, {
        responseType: 'text',
        transformResponse: [String],
        validateStatus: () => true,
      });
      return { status: response.status, text: response.data };
    };
  },
  openai: async () => {
    const { OpenAI } = await import('openai');
    const sdk = new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'placeholder-of-a-replay', maxRetries: 2 });
    return async (_, body) => {
      const response = await sdk.chat.completions.create(body as never).asResponse();
      return { status: response.status, text: await response.text() };
    };
  },
};

const ask = await (CLIENTS[client] as () => Promise<Ask>)();
const tape = await attachCassette({ file, origin: `${origin}/v1`, mode: mode as 'replay', strict: false });
const messages = [{ role: 'user', content: prompt }];
const answers: unknown[] = [];
for (const stream of [false, true]) {
  try {
    answers.push(await ask('/v1/chat/completions', { model: 'm', messages, stream }));
  } catch (error) {
    const { status, message, code } = error as { status?: number; message: string; code?: string };
    answers.push({ status, message, code });
  }
}
await tape.close();
process.stdout.write(JSON.stringify({ answers, misses: tape.misses }));
