import type { ToolDefinition } from '../../domain/scenario.ts';

/** Whether a tool is called with a text in place of arguments: it has a `format` and no parameters. */
export function isCustom({ definition }: ToolDefinition): boolean {
  return 'format' in definition && !('parameters' in definition);
}
