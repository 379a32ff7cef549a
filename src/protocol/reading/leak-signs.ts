/** A way in which models write a call of a declared tool into their text. */
export interface CallSign {
  /** Example for the documentation, with `N` for the tool's name. */
  readonly shows: string;
  readonly by: string;
  /** Must match the text right before the name. */
  readonly before: RegExp;
  /** Must match the text right after the name. */
  readonly after: RegExp;
}

/** Words in the tags and brackets before the name of a tool. */
const ABOUT_CALLS = '(?:tool|call|func|invoke|action|python|plugin|api|exec)';
const QUOTE = String.raw`["'“”]`;

/** Signs of a call. Each is tried wherever the text names a declared tool. */
export const CALL_SIGNS: readonly CallSign[] = [
  {
    shows: '`{"name": "N", "arguments": {…}}`, alone or in anything',
    by: 'Llama, Hermes, Qwen, OpenAI’s own form',
    before: new RegExp(
      String.raw`${QUOTE}(?:name|tool|tool_name|toolname|function|function_name|action|recipient_name|method)${QUOTE}\s*:\s*${QUOTE}(?:functions\.)?$`,
      'i',
    ),
    after: new RegExp(
      String.raw`^${QUOTE}\s*,[\s\S]{0,300}?${QUOTE}(?:arguments|parameters|params|args|kwargs|input|action_input|tool_input)${QUOTE}\s*:`,
      'i',
    ),
  },
  {
    shows: '`{"arguments": {…}, "name": "N"}`',
    by: 'Llama',
    before: new RegExp(
      String.raw`${QUOTE}(?:arguments|parameters|args|input)${QUOTE}\s*:[\s\S]{1,300}${QUOTE}(?:name|tool|function|action)${QUOTE}\s*:\s*${QUOTE}$`,
      'i',
    ),
    after: new RegExp(String.raw`^${QUOTE}\s*\}`),
  },
  {
    shows: '`{"N": {…}}` as the whole text',
    by: 'small models',
    before: /^\s*(?:```\w*\s*)?\[?\s*\{\s*"$/,
    after: /^"\s*:\s*\{/,
  },
  {
    shows: '`<invoke name="N">`, `<tool_call name="N">`, `<function=N>`',
    by: 'Claude, DeepSeek, MiniMax, Llama',
    before: /<[^<>\n]{0,60}(?:name|function|tool|invoke|call)\s*=\s*["']?$/i,
    after: /^["']?(?:\s[^<>\n]{0,120})?(?:\/?>|\{)/,
  },
  {
    shows: '`<tool_call>N`, `[TOOL_CALLS]N`, `<|tool_call_begin|>functions.N`',
    by: 'GLM, Mistral, Kimi, Llama',
    before: new RegExp(
      String.raw`(?:<[^<>\n]{0,40}${ABOUT_CALLS}[^<>\n]{0,40}>|\[[^[\]\n]{0,30}${ABOUT_CALLS}[^[\]\n]{0,30}\])\s*(?:\[|functions\.|default_api\.|call:)?\s*$`,
      'i',
    ),
    after: /^/,
  },
  {
    shows: '`<N>…</N>`, `<N city="…"/>`',
    by: 'agents that ask for XML',
    before: /<(?:functions?[.:])?$/,
    after: /^(?:\s[^<>]{0,300})?(?:\/>|>[\s\S]{0,400}?<\/)/,
  },
  {
    shows: '`N[ARGS]{…}`, `N<|…|>`, `N` and `<arg_key>` below it',
    by: 'Devstral, GLM',
    before: /(?:^|[\s\]>.])$/,
    after: /^\s*(?:\[(?:ARGS|CALL_ID)\]|<[|｜‖]|<arg_key>)/i,
  },
  {
    shows: '`N{…}` and `N` with `{…}` below it, at the start of a line',
    by: 'Mistral, GLM, Gemma',
    before: /(?:^|\n)\s*(?:call:|functions\.|\d+[.)]\s*)?$/,
    after: /^(?::\d+)?\s*:?\s*(?:```(?:json)?\s*)?\{\s*(?:["'}]|\w+\s*:)/,
  },
  {
    shows: '`Action: N` with `Action Input:` below it',
    by: 'ReAct prompts',
    before: /(?:^|\n)\W{0,4}(?:action|tool|function|tool[ _]name|tool[ _]call|call)\W{0,4}:\W{0,4}$/i,
    after: /^\W{0,4}\n+\W{0,4}(?:action[ _]?input|tool[ _]?input|arguments|args|input|parameters)\W{0,4}:/i,
  },
  {
    shows: '`to=functions.N`, `✿FUNCTION✿: N`, `call:N{`',
    by: 'gpt-oss, Qwen, Gemma',
    before: /(?:\bto=(?:functions\.)?|✿FUNCTION✿\s*:\s*|\bcall:(?:\w+:)?)$/i,
    after: /^/,
  },
];

/**
 * Markup of the chat templates in use, whatever tool it names: special tokens (Kimi, DeepSeek, Gemma, Llama, gpt-oss), XML-like
 * tags (Hermes, Qwen, GLM, Claude, MiniMax), prefixes (Mistral, functionary) and Gemini's code fences.
 */
export const TEMPLATE_MARKUP: readonly { readonly shows: string; readonly source: string }[] = [
  {
    shows: '`<|tool_calls_section_begin|>`, `<｜DSML｜…>`, `<|python_tag|>`',
    source: String.raw`<[|｜‖][^<>|｜‖\n]{0,40}(?:tool|function|python|action_start|plugin|DSML)[^<>|｜‖\n]{0,40}[|｜‖>]`,
  },
  { shows: '`<|channel|>`, `<|constrain|>`', source: String.raw`<[|｜](?:channel|constrain|call|recipient)[|｜]>` },
  {
    shows: '`<tool_call>`, `<function_calls>`, `<minimax:tool_call>`',
    source: String.raw`<\/?(?:[\w-]{1,60}[:_])?(?:tool_?calls?|function_?calls?|tool_use|start_function_call|execute_tool|toolcall)(?:\s[^<>]*)?>`,
  },
  { shows: '`<invoke name=`', source: String.raw`<(?:antml:)?invoke\s+name=` },
  { shows: '`<function=`', source: String.raw`<function(?:=|\s+name=)` },
  { shows: '`<arg_key>`', source: String.raw`<\/?arg_(?:key|value)>` },
  { shows: '`[TOOL_CALLS]`', source: String.raw`\[\/?TOOL_(?:CALLS?|REQUEST)\]` },
  { shows: '`to=functions.`', source: String.raw`\bto=functions\.` },
  { shows: '`functools[`', source: String.raw`\bfunctools\[` },
  { shows: '`✿FUNCTION✿`', source: String.raw`✿(?:FUNCTION|ARGS)✿` },
  { shows: '```` ```tool_code ````', source: '```tool_(?:code|calls?)\\b' },
  { shows: '`default_api.`', source: String.raw`\bdefault_api\.\w{1,200}\(` },
  { shows: '`multi_tool_use.parallel`', source: String.raw`\bmulti_tool_use\.parallel\b` },
];
