import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

/** The content blocks of a list. Reports and leaves out every other value. */
export function blocksOf(content: readonly Json[], findings: Findings): JsonObject[] {
  const blocks = content.filter(isObject);
  if (blocks.length < content.length) {
    report(findings, 'call-shape', 'breaking', 'content has an entry that is no block', content);
  }
  for (const block of blocks) {
    if (typeof block['type'] !== 'string') {
      report(findings, 'call-shape', 'breaking', 'a content block has no type', block);
    }
  }
  return blocks;
}

/**
 * Reports thinking without a signature. The signature shows that thinking comes back unchanged, so the API refuses a block
 * without one in the next request.
 * @see https://platform.claude.com/docs/en/build-with-claude/extended-thinking
 */
export function checkThinking(blocks: readonly JsonObject[], findings: Findings): void {
  for (const block of blocks) {
    const { type, signature, data } = block;
    if (type === 'thinking' && (typeof signature !== 'string' || signature === '')) {
      report(findings, 'reasoning', 'breaking', 'a thinking block has no signature', block);
    }
    if (type === 'redacted_thinking' && (typeof data !== 'string' || data === '')) {
      report(findings, 'reasoning', 'breaking', 'a redacted_thinking block has no data', block);
    }
  }
}
