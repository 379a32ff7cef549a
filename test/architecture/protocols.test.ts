import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { PROTOCOL_NAMES, type ProtocolName } from '../../src/domain/protocol.ts';
import { CHECKS } from '../../src/protocol/checks.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';

const SRC = join(import.meta.dirname, '../../src');
const FILES: readonly string[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replaceAll(sep, '/'));
const textOf = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** Names that stand on the wire of one protocol. `parallel_tool_calls` is a word of scenarios, too. */
const WIRE_WORDS: { readonly [name in ProtocolName]: RegExp } = {
  chat: /(?<!parallel_)tool_calls|tool_call_id|finish_\??reason|['"]choices['"]|stream_options|function_call\b|(?<!max_)(?:completion|prompt)_tokens|logprobs|failed_generation|chat\/completions/,
  responses:
    /function_call_output|(?:out|in)put_text|max_output_tokens|encrypted_content|previous_response_id|response\.(?:completed|created|failed|incomplete)\b/,
  messages:
    /\btool_use\b|\btool_result\b|stop_reason|input_schema|cache_control|content_block|message_(?:start|delta|stop)|budget_tokens/,
  gemini:
    /functionCall\b|functionResponse|functionDeclarations|generationConfig|usageMetadata|thoughtSignature|promptFeedback|inlineData|parametersJsonSchema|systemInstruction|:(?:stream)?[gG]enerateContent/,
};

/** Further folders that share names with a protocol: the two APIs of OpenAI. An import makes messages of a scenario, in chat form. */
const SHARED: { readonly [name in ProtocolName]?: RegExp } = {
  chat: /^protocol\/(?:responses\/|\w+\/decode\.ts$)/,
};

/** Files outside the folder of a protocol that may know such a name, and why. */
const MAY: { readonly [file: string]: string } = {
  'protocol/chat-entries.ts': 'scenario files hold messages in chat form, whatever protocol carries them',
  'protocol/neutral/chat-parameters.ts': 'scenarios may write parameters in the words of chat',
  'protocol/gemini/places/request.ts': "Gemini's number of probabilities is called logprobs",
  'protocol/gemini/recorded-form.ts': "Gemini's list of tokens is called logprobsResult",
  'protocol/gemini/serve/refuse.ts': 'its server refuses the field of another protocol',
  'protocol/neutral/history.ts': 'the history of a scenario is in chat form, whatever protocol carries it',
  'protocol/errors/words/request-words.ts': 'error texts name the parameter that they blame',
  'protocol/errors/foreign-body.ts': 'a body of another protocol is told by its fields',
  'protocol/errors/error-body.ts': 'errors come in any shape, also in place of an answer',
  'protocol/reading/end-words.ts': 'words for the end, of every provider',
  'protocol/reading/leak-signs.ts': 'markup that models write into texts',
  'redact/redact.ts': 'fields whose values are words of a protocol, which no pattern of a user may replace',
  'traffic/held/langchain.ts': 'LangChain names the calls of its messages as chat does',
  'traffic/held/openai-agents.ts': 'the SDK names its items as Responses does',
  'scenario/shape/expectation-shape.ts': 'a hint for those who write tool_calls for calls',
  'scenario/shape/tool-shape.ts': 'a hint for those who write input_schema for parameters',
};

test('no file outside the folder of a protocol knows a name of its wire format', () => {
  const knowing = FILES.filter((file) => {
    const text = withoutComments(textOf(file));
    return PROTOCOL_NAMES.some(
      (name) =>
        !file.startsWith(`protocol/${name}/`) && SHARED[name]?.test(file) !== true && WIRE_WORDS[name].test(text),
    );
  });
  expect(knowing.sort()).toEqual(Object.keys(MAY).sort());
});

/** Files outside `protocol` that reach into the folder of a protocol, and why. */
const MAY_IMPORT: { readonly [file: string]: string } = {
  'import/bfcl/bfcl-cassette.ts': 'answers that a benchmark publishes are stored as chat',
  'import/bfcl/bfcl-result.ts': 'answers that a benchmark publishes are stored as chat',
};

test('the table of protocols is the one way to a protocol', () => {
  const folders = PROTOCOL_NAMES.join('|');
  const reaching = FILES.filter((file) => {
    const own = new RegExp(`^protocol/(${folders})/`).exec(file)?.[1];
    const imports = [...textOf(file).matchAll(/from '([^']+)'/g)].map(([, specifier = '']) => specifier);
    return imports.some((specifier) => {
      const name = own === undefined ? folders : PROTOCOL_NAMES.filter((other) => other !== own).join('|');
      const inside = own === undefined ? 'protocol/' : '\\.\\./';
      return new RegExp(`(?:${file.startsWith('protocol/') && own === undefined ? '\\./' : inside})(?:${name})/`).test(
        specifier,
      );
    });
  });
  expect(reaching.sort()).toEqual([...Object.keys(MAY_IMPORT), 'protocol/protocols.ts'].sort());
});

test('every finding is of a check in the table, and every check is made', () => {
  const codes = CHECKS.map(({ code }) => code);
  const texts = FILES.filter((file) => file !== 'protocol/checks.ts').map((file) => withoutComments(textOf(file)));
  const reported = texts.flatMap((text) =>
    Array.from(
      text.matchAll(/\breport\(\s*findings,\s*'([^']+)'|\bcheck: '([^']+)'/g),
      ([, first, second]) => first ?? second,
    ),
  );
  const looking = CHECKS.filter(({ look }) => look !== undefined).map(({ code }) => code);
  expect(new Set([...reported, ...looking])).toEqual(new Set(codes));
  for (const { checks } of PROTOCOLS) expect(codes).toEqual(expect.arrayContaining(Object.keys(checks)));
});
