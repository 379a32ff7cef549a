import type { RawResponse } from '../../domain/wire.ts';
import type { RecordedForm } from '../../protocol/protocol.ts';
import type { Redactor } from '../../redact/redact.ts';
import { mapBody } from './body.ts';

/** The response without secrets; the same object where it holds none. */
export function redactResponse(response: RawResponse, redactor: Redactor, form: RecordedForm): RawResponse {
  const { status, headers, body } = response;
  const names = Object.keys(headers);
  const clean = Object.fromEntries(names.map((name) => [name, redactor.name(headers[name] ?? '')]));
  const mapped = mapBody(body, redactor, form);
  if (mapped === body && names.every((name) => clean[name] === headers[name])) return response;
  return { status, headers: clean, body: mapped };
}
