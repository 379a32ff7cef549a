import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

/** A content block of a stream so far. */
export interface StreamBlock {
  readonly index: number;
  readonly block: JsonObject;
  /** The text of a call's input so far; null before its first piece. */
  inputText: string | null;
  stopped: boolean;
}

/** For each type of delta the field that it adds to, and the types of blocks that have this field. */
const DELTAS: { readonly [type: string]: { readonly field: string; readonly blocks: readonly string[] } } = {
  text_delta: { field: 'text', blocks: ['text'] },
  thinking_delta: { field: 'thinking', blocks: ['thinking'] },
  signature_delta: { field: 'signature', blocks: ['thinking'] },
  compaction_delta: { field: 'content', blocks: ['compaction'] },
};

/** Starts the block of a `content_block_start`. */
export function startBlock(event: JsonObject, before: readonly StreamBlock[], findings: Findings): StreamBlock {
  const { index, content_block: block } = event;
  const place = typeof index === 'number' ? index : before.length;
  if (typeof index !== 'number') {
    report(findings, 'stream-index', 'breaking', 'a block has no index', event);
  } else if (before.some((one) => one.index === index)) {
    report(findings, 'stream-index', 'breaking', `index ${index} stands for two blocks`, event);
  } else if (index !== before.length) {
    report(findings, 'stream-index', 'degrading', `index ${index} is not the next one, ${before.length}`, event);
  }
  if (!isObject(block)) report(findings, 'stream-deltas', 'breaking', 'content_block_start has no block', event);
  return { index: place, block: isObject(block) ? structuredClone(block) : {}, inputText: null, stopped: false };
}

/** Adds a `content_block_delta` to the block of its index. Begins a new block where none of that index has started. */
export function addDelta(blocks: StreamBlock[], event: JsonObject, findings: Findings): void {
  const { delta } = event;
  if (!isObject(delta)) {
    report(findings, 'stream-deltas', 'breaking', 'content_block_delta has no delta', event);
    return;
  }
  const target = blockFor(blocks, event, delta, findings);
  if (target.stopped)
    report(findings, 'stream-deltas', 'degrading', 'a delta comes after its block has stopped', event);
  const type = asText(delta['type']);
  if (type === 'input_json_delta') addInput(target, delta, findings);
  else if (type === 'citations_delta') addCitation(target.block, delta['citation']);
  else addText(target.block, type, delta, findings);
}

function blockFor(blocks: StreamBlock[], event: JsonObject, delta: JsonObject, findings: Findings): StreamBlock {
  const { index } = event;
  const started = typeof index === 'number' ? blocks.findLast((one) => one.index === index) : blocks.at(-1);
  if (typeof index !== 'number') report(findings, 'stream-index', 'breaking', 'a delta has no index', event);
  if (started !== undefined) return started;
  report(findings, 'stream-index', 'breaking', 'a delta comes for a block that has not started', event);
  const type = delta['type'] === 'input_json_delta' ? 'tool_use' : (DELTAS[asText(delta['type'])]?.blocks[0] ?? 'text');
  const made = { index: typeof index === 'number' ? index : blocks.length, block: { type }, inputText: null };
  const block: StreamBlock = { ...made, stopped: false };
  blocks.push(block);
  return block;
}

function addInput(target: StreamBlock, delta: JsonObject, findings: Findings): void {
  const { partial_json: piece } = delta;
  const { input } = target.block;
  if (target.inputText === null && isObject(input) && Object.keys(input).length > 0) {
    report(findings, 'stream-deltas', 'breaking', 'a call has its input twice: when it starts, and in deltas', input);
  }
  if (typeof piece === 'string') target.inputText = (target.inputText ?? '') + piece;
  else report(findings, 'stream-deltas', 'breaking', 'input_json_delta has no partial_json', delta);
}

function addCitation(block: JsonObject, citation: Json | undefined): void {
  if (citation === undefined) return;
  const before = block['citations'];
  if (Array.isArray(before)) before.push(citation);
  else block['citations'] = [citation];
}

function addText(block: JsonObject, type: string, delta: JsonObject, findings: Findings): void {
  const known = DELTAS[type];
  // Later versions of the API may send other deltas. A client that does not know them cannot use them anyway.
  if (known === undefined) return;
  if (!known.blocks.includes(asText(block['type']))) {
    report(findings, 'stream-deltas', 'breaking', `${type} comes for a block of type ${asText(block['type'])}`, delta);
  }
  const piece = delta[known.field];
  if (typeof piece !== 'string') return;
  const before = block[known.field];
  // A signature comes whole in one delta, so a second one replaces it.
  const sofar = typeof before === 'string' ? before : '';
  if (type === 'signature_delta' && sofar !== '') {
    report(findings, 'reasoning', 'breaking', 'the signature of a thinking block comes in pieces', delta);
  }
  block[known.field] = sofar + piece;
}

/** The block as a response without streaming holds it. The input of a call is parsed where it is JSON. */
export function finishBlock({ block, inputText }: StreamBlock): JsonObject {
  // For a call without arguments the API sends one empty piece.
  if (inputText === null || inputText === '') return block;
  try {
    block['input'] = JSON.parse(inputText) as Json;
  } catch {
    block['input'] = inputText;
  }
  return block;
}
