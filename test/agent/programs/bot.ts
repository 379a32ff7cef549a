import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * An agent of two tools over chat, by `fetch` alone. `BOT` says how it behaves: `good`, or a fault that it tells its model, or one of
 * its own. Without arguments it holds a conversation in JSON lines where the first line is JSON, else the whole input is the prompt.
 */
const behaviour = process.env['BOT'] ?? 'good';
const TOOLS = ['get_weather', 'get_time'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
}));

interface Answer {
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string } }[];
}

const messages: object[] = [{ role: 'system', content: behaviour }];

async function ask(): Promise<Answer> {
  const response = await fetch(`${process.env['OPENAI_BASE_URL']}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env['OPENAI_API_KEY']}` },
    body: JSON.stringify({ model: process.env['BOT_MODEL'] ?? 'm', messages, tools: TOOLS }),
  });
  if (!response.ok) throw new Error(`the model answers ${response.status}: ${await response.text()}`);
  const { choices } = (await response.json()) as { choices: { message: Answer }[] };
  return choices[0]?.message as Answer;
}

async function turn(prompt: string): Promise<string> {
  messages.push({ role: 'user', content: prompt });
  for (;;) {
    const answer = await ask();
    messages.push(answer);
    if (answer.tool_calls === undefined) return answer.content ?? '';
    for (const { id } of answer.tool_calls) {
      messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify({ temperature: 22 }) });
    }
  }
}

async function input(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

if (behaviour === 'dies') {
  process.stderr.write('Traceback: no module named weather\n');
  process.exit(3);
} else if (behaviour === 'hangs') {
  await new Promise((done) => setTimeout(done, 60_000));
} else if (behaviour === 'silent') {
  process.stdout.write('22\n');
} else if (process.argv[2] === 'lines') {
  for await (const line of createInterface(process.stdin)) {
    const { user } = JSON.parse(line) as { user: string };
    if (behaviour === 'no-json') process.stdout.write('Sure! 22\n');
    else if (behaviour === 'other-json') process.stdout.write('{"answer":"22"}\n');
    else if (behaviour === 'reports') process.stdout.write('{"error":"out of patience"}\n');
    else if (behaviour === 'one-line') process.exit(0);
    else if (behaviour === 'two-lines') process.stdout.write('{"assistant":"It is 22."}\n'.repeat(2));
    else process.stdout.write(`${JSON.stringify({ assistant: await turn(user) })}\n`);
  }
} else {
  const answer = await turn(process.argv[2] ?? (await input()));
  // A fault that comes when the models have answered, and that a file mends.
  if (behaviour.startsWith('late:') && !existsSync(behaviour.slice(5))) {
    process.stderr.write('KeyError: temperature\n');
    process.exit(1);
  }
  process.stdout.write(`${answer}\n`);
}
