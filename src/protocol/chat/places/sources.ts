export const CREATE = 'openai: ChatCompletionCreateParams';
export const TOOL = 'openai: ChatCompletionFunctionTool, FunctionDefinition';
export const MESSAGE = 'openai: ChatCompletionMessageParam';
export const PART = 'openai: ChatCompletionContentPart';
export const ANSWER = 'openai: ChatCompletion, ChatCompletionChunk';
export const NONE = 'openai: no such field in ChatCompletionCreateParams or ChatCompletionMessageParam';
export const NOT_ANSWERED = 'openai: no such field in ChatCompletionMessage';
export const ERROR = 'https://platform.openai.com/docs/guides/error-codes';
