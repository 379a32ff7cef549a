import type { Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswerStream } from '../../sse/read-answer-stream.ts';
import type { StreamEvent } from '../../sse/each-event.ts';
import { addEvent, finishStream, startMessage } from './accumulate.ts';
import { finishMessage } from './finish-message.ts';
import { readCalls } from './read-calls.ts';

/** Reads a finished or cut event stream. */
export function readStream(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startMessage();
  return readAnswerStream(text, status, context, findings, {
    own: 'Anthropic Messages',
    what: 'a message',
    endSign: 'stop_reason',
    hasBegun: () => state.stopReason !== undefined || state.blocks.length > 0,
    errorOf(event) {
      checkName(event, findings);
      const { name, data } = event;
      return data['type'] === 'error' || name === 'error' || hasError(data) ? data : undefined;
    },
    add: ({ data }) => addEvent(state, data, findings),
    isOver: () => state.over,
    checkCallsSoFar() {
      if (state.blocks.length > 0) readCalls(finishStream(state, findings), context, findings);
    },
    finish() {
      if (state.message === null) {
        report(findings, 'framing', 'breaking', 'the stream has no event of a message', text.slice(0, 160));
        return null;
      }
      if (state.stopReason === undefined || (state.saidMore && !state.over)) {
        if (state.over) report(findings, 'finish-reason', 'degrading', 'no stop_reason comes before message_stop', {});
        return null;
      }
      if (!state.over) {
        report(findings, 'framing', 'cosmetic', 'the stream ends without message_stop', text.slice(-160));
      }
      return finishMessage(finishStream(state, findings), context, findings);
    },
  });
}

/** Reports an event without an `event:` line, which Anthropic's own client drops. */
function checkName({ name, data }: StreamEvent, findings: Findings): void {
  const { type } = data;
  if (typeof type !== 'string' || name === type) return;
  const what = name === undefined ? `a ${type} event has no event line` : `a ${type} event is called ${name}`;
  report(findings, 'framing', 'breaking', what, data);
}
