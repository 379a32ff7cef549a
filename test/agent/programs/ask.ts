/**
 * Asks the server in OPENAI_BASE_URL once for each prompt, by `fetch`, and prints what came. A prompt `exit:3` ends with that code,
 * `wait` waits for a signal, `stream:…` prints each piece when it comes, `leave` stops reading a stream after its first piece,
 * `give up` stops waiting for the answer when the server answers `GET /seen`.
 */
const base = process.env['OPENAI_BASE_URL'] ?? '';

const given = new AbortController();

async function ask(prompt: string, stream: boolean): Promise<Response> {
  return fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env['OPENAI_API_KEY'] ?? ''}` },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }], stream }),
    signal: given.signal,
  });
}

for (const prompt of process.argv.slice(2)) {
  if (prompt.startsWith('exit:')) process.exit(Number(prompt.slice(5)));
  if (prompt === 'wait') {
    process.on('SIGINT', () => process.exit(7));
    process.stdout.write('waiting\n');
    await new Promise((done) => setTimeout(done, 60_000));
  }
  if (prompt === 'kill') process.kill(process.pid, 'SIGTERM');
  if (prompt === 'give up') void fetch(`${base}/seen`).then(() => given.abort());
  const streamed = prompt.startsWith('stream:') || prompt === 'leave';
  const response = await ask(prompt, streamed);
  if (!streamed) {
    process.stdout.write(`${response.status} ${await response.text()}\n`);
    continue;
  }
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) {
    if (prompt === 'leave') break;
    process.stdout.write(decoder.decode(piece, { stream: true }));
  }
}
