import { isObject, type Json } from '../../../json/json.ts';
import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { describeStranger } from '../../errors/foreign-body.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswer, readStranger } from '../../reading/read-answer.ts';
import { finishResponse } from './finish-response.ts';
import { itemsIn } from './items-in.ts';
import { readStream } from './read-stream.ts';
import { draftOf } from './response-draft.ts';

/**
 * Reads a response of the Responses API: the answer, or why it cannot be judged, with all wire findings. Never throws, whatever
 * the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  return readAnswer(response, context, {
    own: 'OpenAI Responses',
    what: 'a response',
    json: readBody,
    events: readStream,
  });
}

function readBody(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  if (isObject(value) && Array.isArray(value['output']) && !hasError(value)) {
    if (value['object'] !== undefined && value['object'] !== 'response') {
      const said = JSON.stringify(value['object']);
      report(findings, 'call-shape', 'degrading', `the body says ${said} of itself`, value);
    }
    return finishResponse(draftOf(value, itemsIn(value['output'], findings)), context, findings);
  }
  return readStranger(value, describe, status, context, findings);
}

function describe(value: Json): string {
  return describeStranger(value, 'OpenAI Responses', 'a response', 'output list');
}
