import {
  Agent,
  BatchTraceProcessor,
  getGlobalTraceProvider,
  OpenAITracingExporter,
  run,
  setTraceProcessors,
  setTracingDisabled,
} from '@openai/agents';
import { attachCassette } from '../../../src/index.ts';

/**
 * An agent of @openai/agents that sends its traces, whatever the environment says. Arguments: the cassette that it attaches, `none`
 * for none; its mode; where the traces go, the SDK's own place without it. Prints the answer, how many traces were sent, and the
 * misses.
 */
const [cassette = 'none', mode = 'none', endpoint] = process.argv.slice(2);
const exporter = new OpenAITracingExporter({ maxRetries: 1, ...(endpoint !== undefined && { endpoint }) });
let exported = 0;
setTracingDisabled(false);
setTraceProcessors([
  new BatchTraceProcessor({
    export: async (items, signal) => {
      await exporter.export(items, signal);
      exported += items.length;
    },
  }),
]);
const agent = new Agent({ name: 'weather', model: 'm' });
const ask = async (): Promise<string> => {
  const { finalOutput } = await run(agent, 'Hello');
  await getGlobalTraceProvider().forceFlush();
  return String(finalOutput);
};
const told = (answer: string, misses: number): void => {
  process.stdout.write(`${JSON.stringify({ answer, traced: exported > 0, misses })}\n`);
};
if (cassette === 'none') told(await ask(), 0);
else {
  const tape = await attachCassette({ file: cassette, mode: mode as 'none', strict: false });
  const answer = await tape.run(ask);
  await tape.close();
  told(answer, tape.misses.length);
}
