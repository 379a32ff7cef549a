import type { ProviderError } from './error-body.ts';
import { codePattern, wordPattern } from './word-pattern.ts';

/**
 * A server's report about the model in place of an answer: the model wrote a call that the server could not read, or made no
 * call although one was demanded.
 */
export interface ReportedCall {
  readonly means: 'malformed-call' | 'choice-ignored';
  /** The server that reports it. */
  readonly by: string;
  readonly codes: readonly string[];
  readonly phrases: readonly string[];
}

/**
 * Reports of calls, in the order in which they are looked for. Each is a failure of the model under any status: 400, 422, 424, 500.
 * @see https://github.com/groq/groq-typescript/issues/28
 */
export const REPORTED_CALLS: readonly ReportedCall[] = [
  {
    means: 'choice-ignored',
    by: 'Groq',
    codes: [],
    phrases: ['tool choice is required … did not call a tool', 'did not call a tool … required'],
  },
  {
    means: 'malformed-call',
    by: 'Groq',
    codes: ['tool_use_failed'],
    phrases: ['failed to call a function', 'tool call validation failed'],
  },
  { means: 'malformed-call', by: 'Ollama', codes: [], phrases: ['error parsing tool call'] },
  {
    means: 'malformed-call',
    by: 'llama.cpp, LM Studio',
    codes: [],
    phrases: [
      'failed to parse input at pos',
      'failed to parse (the )?(tool|function) calls?',
      'does not match the expected … format',
      'unparsed … output',
    ],
  },
  {
    means: 'malformed-call',
    by: 'vLLM',
    codes: [],
    phrases: ['validation error for list…function', 'validation error for … FunctionDefinition'],
  },
  {
    means: 'malformed-call',
    by: 'Bedrock',
    codes: ['malformed_tool_use'],
    phrases: ['invalid sequence as part of ToolUse'],
  },
  { means: 'malformed-call', by: 'Gemini', codes: [], phrases: ['malformed (function|tool) (call|use)'] },
  {
    means: 'malformed-call',
    by: 'TGI',
    codes: ['tool_error'],
    phrases: ['no function found in generated text'],
  },
  {
    means: 'malformed-call',
    by: 'others',
    codes: ['invalid_tool_call', 'tool_call_parse_error', 'malformed_tool_call'],
    phrases: [
      '(could not|cannot|unable to) parse (the )?(generated |model )?(model |generated )?(tool|function) calls?',
      '(tool|function) calls? … (could not|cannot) be parsed',
      'model (generated|produced|returned) (an )?(invalid|malformed) (tool|function) calls?',
    ],
  },
];

const COMPILED = REPORTED_CALLS.map(({ means, codes, phrases }) => ({
  means,
  code: codePattern(codes),
  phrase: wordPattern(phrases),
}));

/** The meaning of an error response that reports on the model's calls; null for an error of the gateway. */
export function reportedCall(status: number, error: ProviderError): ReportedCall['means'] | null {
  if (status === 401 || status === 403 || status === 404 || status === 429) return null;
  const codes = [error.code, error.type].filter((word) => word !== null);
  const text = error.message.slice(0, 20_000);
  const found = COMPILED.find(
    ({ code, phrase }) => (code !== null && codes.some((one) => code.test(one))) || phrase?.test(text) === true,
  );
  return found?.means ?? null;
}
