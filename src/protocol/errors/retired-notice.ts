import type { AssistantTurn, WireFault } from '../../domain/wire.ts';
import { fault } from './fault.ts';
import { report } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';

const NOTICE =
  /^(?:[^.!\n]|\.\d){0,120}\b(?:is no longer (?:available|supported)|has been (?:retired|deprecated|discontinued|shut down))\b/i;
const LONGEST = 500;

/**
 * The fault of a notice in place of an answer: "Claude Sonnet 4.5 is no longer available…" with status 200 (CLIProxyAPI). Null
 * unless the text begins with the name of the requested model, so that no other answer is mistaken for one.
 */
export function retiredNotice(turn: AssistantTurn, context: ReadContext): WireFault | null {
  const { text } = turn;
  if (text === null || turn.calls.length > 0 || text.length > LONGEST || !NOTICE.test(text)) return null;
  const asked = context.requestedModel.slice(context.requestedModel.lastIndexOf('/') + 1);
  const name = bare(asked.replace(/-?(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/, ''));
  if (
    name.length < 3 ||
    !bare(text)
      .replace(/^(?:sorry|themodel|model)/, '')
      .startsWith(name)
  )
    return null;
  const findings = [...turn.findings];
  report(
    findings,
    'model-identity',
    'breaking',
    'a notice that the model is retired stands in place of its answer',
    text,
  );
  return fault('not-found', 'the gateway answered with a notice', { text, retryable: false }, context, findings);
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
