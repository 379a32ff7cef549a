/** Asks through an attached cassette again and again, and fails after its last answer. Arguments: origin, file, mode, answers. */
import { attachCassette } from '../../../../src/public/tape/attach-cassette.ts';

const [origin = '', file = '', mode = '', answers = '1'] = process.argv.slice(2);
await attachCassette({ file, origin, mode: mode as 'missing' });
for (let i = 1; i <= Number(answers); i++) {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `question ${i}` }] });
  await (await fetch(`${origin}/v1/chat/completions`, { method: 'POST', body })).json();
}
throw new Error('the agent fails');
