import { attachCassette, type AttachMode } from '../../../../src/index.ts';

/** A program that asks once through an attached cassette. Arguments: origin, cassette file, words, and the mode, or none. */
const [origin = '', file = '', content = '', mode] = process.argv.slice(2);

await using _ = await attachCassette({
  file,
  origins: [origin],
  ...(mode !== undefined && { mode: mode as AttachMode }),
});
const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
try {
  const response = await fetch(`${origin}/v1/chat/completions`, { method: 'POST', body });
  await response.text();
} catch (error) {
  if (process.env['MAY_FAIL'] === undefined) throw error;
  process.stderr.write('the body broke off\n');
}
