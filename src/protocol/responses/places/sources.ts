export const CREATE = 'openai: ResponseCreateParams';
export const TOOL = 'openai: FunctionTool';
export const ITEM = 'openai: ResponseInputItem';
export const PART = 'openai: ResponseInputContent';
export const ANSWER = 'openai: Response, ResponseStreamEvent';
export const NONE = 'openai: no such field in ResponseCreateParams or ResponseInputItem';
export const ERROR = 'https://platform.openai.com/docs/guides/error-codes';
