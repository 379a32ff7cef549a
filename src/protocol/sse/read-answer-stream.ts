import type { Json } from '../../json/json.ts';
import type { Reading, WireFault } from '../../domain/wire.ts';
import { fault, toldError } from '../errors/fault.ts';
import { foreignProtocol } from '../errors/foreign-body.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import { eachEvent, type StreamEvent } from './each-event.ts';

/** A protocol's reader for the answer in an event stream, after the last event. */
export interface AnswerStream {
  /** Name of the sign without which an answer is cut: `stop_reason`. */
  readonly endSign: string;
  /** Reports faults of the calls so far, for a stream that broke off. */
  checkCallsSoFar(): void;
  /** The reading of a stream without an error. Null where the end sign is missing. */
  finish(): Reading | null;
}

/** A protocol's reader for the events of an answer. */
export interface AnswerEvents extends AnswerStream {
  /** Name of the API, as foreign bodies are named, and of its answers: `a message`. */
  readonly own: string;
  readonly what: string;
  /** False while no event brought a piece of the answer. */
  hasBegun(): boolean;
  /** The error that an event holds; undefined for an event of the answer. Called for each event up to the first error. */
  errorOf(event: StreamEvent): Json | undefined;
  /** Takes an event of the answer. */
  add(event: StreamEvent): void;
  /** True after the event that ends an answer. */
  isOver(): boolean;
}

/** Reads a finished or cut event stream, up to its first error. An error after the end of the answer is none of it. */
export function readAnswerStream(
  text: string,
  status: number,
  context: ReadContext,
  findings: Findings,
  answer: AnswerEvents,
): Reading {
  let error: Json | undefined;
  let foreign: string | null = null;
  eachEvent(
    text,
    {
      take(event) {
        if (error !== undefined) return false;
        const told = answer.errorOf(event);
        if (told === undefined) {
          foreign ??= foreignProtocol(event.data, answer.own);
          answer.add(event);
        } else if (!answer.isOver()) error = told;
        return answer.isOver();
      },
      takeError(data) {
        error ??= data;
      },
    },
    findings,
  );
  if (error === undefined && foreign !== null && !answer.hasBegun())
    return foreignStream(foreign, answer.what, status, context, findings);
  return endAnswerStream(error, status, context, findings, answer);
}

/** The reading of a stream after its last event. `error` is the first error in it, undefined without one. */
export function endAnswerStream(
  error: Json | undefined,
  status: number,
  context: ReadContext,
  findings: Findings,
  answer: AnswerStream,
): Reading {
  if (error !== undefined) {
    answer.checkCallsSoFar();
    return toldError('stream-error', 'the gateway sent an error in the stream', error, context, findings);
  }
  const reading = answer.finish();
  if (reading !== null) return reading;
  answer.checkCallsSoFar();
  const what = `the stream ended before its ${answer.endSign}`;
  return fault('truncated-stream', what, { retryable: true, status }, context, findings);
}

/** The fault of an event stream of another API. `wanted` names an answer of the protocol. */
export function foreignStream(
  foreign: string,
  wanted: string,
  status: number,
  context: ReadContext,
  findings: Findings,
): WireFault {
  const what = `the stream is an answer of ${foreign}, not ${wanted}`;
  report(findings, 'framing', 'breaking', what, 'data: …');
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
}
