/**
 * Asks a server the same question over and over, over 16 connections, and prints the requests a second and the CPU time that the
 * server's process took for each, in microseconds. Arguments: base URL or `env`, process id or `parent`, body file, warm-up, requests.
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const [given, process_, bodyFile, warmUp, requests] = process.argv.slice(2);
const base = given === 'env' ? process.env.OPENAI_BASE_URL : given;
const pid = process_ === 'parent' ? process.ppid : Number(process_);
const body = readFileSync(bodyFile);
const CONNECTIONS = 16;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const headers = { 'content-type': 'application/json', 'content-length': body.length, authorization: 'Bearer x' };

function ask() {
  return new Promise((done, fail) => {
    const sent = request(`${base}/chat/completions`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? done() : fail(new Error(`status ${response.statusCode}`)),
      );
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

async function askMany(count) {
  let left = count;
  const work = async () => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
}

/** User and system time of a process and its threads, in milliseconds: fields 14 and 15, in ticks of 10 ms. */
function cpuMs() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

await askMany(Number(warmUp));
const [before, start] = [cpuMs(), performance.now()];
await askMany(Number(requests));
const [spent, elapsed] = [cpuMs() - before, performance.now() - start];
agent.destroy();
console.log(JSON.stringify({ rate: Number(requests) / (elapsed / 1000), cpuUs: (spent * 1000) / Number(requests) }));
