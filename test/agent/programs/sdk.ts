/**
 * An agent of one tool, written with the SDK that it is told, which gets its base URL and key from the environment alone. Prints the
 * final answer. Arguments: the SDK, `stream` or `whole`, the prompt.
 */
const [sdk = '', how = 'whole', prompt = ''] = process.argv.slice(2);
const { ask } = (await import(`./sdk/${sdk}.ts`)) as { ask: (prompt: string, stream: boolean) => Promise<string> };
process.stdout.write(`${await ask(prompt, how === 'stream')}\n`);
