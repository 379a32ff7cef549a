export const CREATE = '@anthropic-ai/sdk: MessageCreateParams';
export const SAMPLING =
  'https://platform.claude.com/docs/en/api/messages/create, taken by models before Claude Opus 4.7';
export const TOOL = '@anthropic-ai/sdk: Tool';
export const CHOICE = '@anthropic-ai/sdk: ToolChoice';
export const BLOCK = '@anthropic-ai/sdk: ContentBlockParam';
export const RESULT = '@anthropic-ai/sdk: ToolResultBlockParam';
export const ANSWER = '@anthropic-ai/sdk: Message, RawMessageStreamEvent';
export const NONE = '@anthropic-ai/sdk: no such field in MessageCreateParams or ContentBlockParam';
export const ERROR = 'https://platform.claude.com/docs/en/api/errors';
