import { isObject } from '../../json/json.ts';

/**
 * Tool-call markup of the chat templates in use: special tokens (Kimi, DeepSeek, Gemma, Llama, gpt-oss), XML-like tags
 * (Hermes, Qwen, GLM, Claude, MiniMax), prefixes (Mistral, functionary) and Gemini's code fences.
 */
const MARKUP = new RegExp(
  [
    String.raw`<[|｜][^<>|｜\n]{0,40}(?:tool|function|python|action_start|plugin|DSML)[^<>|｜\n]{0,40}[|｜>]`,
    String.raw`<[|｜](?:channel|constrain|call|recipient)[|｜]>`,
    String.raw`<\/?(?:[\w-]+[:_])?(?:tool_?calls?|function_?calls?|tool_use|start_function_call|execute_tool|toolcall)(?:\s[^<>]*)?>`,
    String.raw`<(?:antml:)?invoke\s+name=`,
    String.raw`<function(?:=|\s+name=)`,
    String.raw`<\/?arg_(?:key|value)>`,
    String.raw`\[\/?TOOL_(?:CALLS?|REQUEST)\]`,
    String.raw`\bto=functions\.`,
    String.raw`\bfunctools\[`,
    String.raw`✿(?:FUNCTION|ARGS)✿`,
    '```tool_(?:code|calls?)\\b',
    String.raw`\bdefault_api\.\w+\(`,
    String.raw`\bmulti_tool_use\.parallel\b`,
  ].join('|'),
  'iu',
);
/** A character without which no markup can be there. */
const MARKUP_HINT = /[<[=`✿]|default_api|multi_tool_use/;
const FENCED = /^```(?:json)?\s*([\s\S]*?)\s*```$/;

/** The markup of a tool call that stands in a text; null when there is none. */
export function leakedMarkup(text: string): string | null {
  if (!MARKUP_HINT.test(text)) return null;
  const match = MARKUP.exec(text);
  return match === null ? null : text.slice(match.index, match.index + 160);
}

/** Whether a text is nothing but a call of a declared tool as JSON, as models without a parser write it. */
export function isWrittenCall(text: string, tools: ReadonlyMap<string, unknown>): boolean {
  let json = text.trim();
  json = FENCED.exec(json)?.[1] ?? json;
  if (!/^[{[]/.test(json) || !json.includes('"name"')) return false;
  try {
    const value: unknown = JSON.parse(json);
    const calls: unknown[] = Array.isArray(value) ? value : [value];
    return calls.length > 0 && calls.every((call) => isCall(call, tools));
  } catch {
    return false;
  }
}

function isCall(value: unknown, tools: ReadonlyMap<string, unknown>): boolean {
  if (!isObject(value) || typeof value['name'] !== 'string' || !tools.has(value['name'])) return false;
  return 'arguments' in value || 'parameters' in value;
}
