/** Environment variables that make SDKs ask another service than the vendor's API, whatever base URL is set. */
const DIVERTING = [
  'AZURE_OPENAI_ENDPOINT',
  'AZURE_OPENAI_BASE_PATH',
  'AZURE_OPENAI_API_INSTANCE_NAME',
  'GOOGLE_GENAI_USE_VERTEXAI',
  'GOOGLE_GENAI_USE_ENTERPRISE',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'ANTHROPIC_BEDROCK_BASE_URL',
  'ANTHROPIC_VERTEX_BASE_URL',
  'AWS_BEARER_TOKEN_BEDROCK',
];

/** Names of the `DIVERTING` variables that are set in an environment. */
export function divertingVariables(env: { readonly [name: string]: string | undefined }): readonly string[] {
  return DIVERTING.filter((name) => !['', '0', 'false'].includes((env[name] ?? '').trim().toLowerCase()));
}
