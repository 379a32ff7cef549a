import type { Check } from './checks/check.ts';

/** All checks, in the order of reports. */
export const CHECKS: readonly Check[] = [
  {
    code: 'call-id',
    says: 'every call has an id of its own, the same wherever the answer names it',
    severity: 'breaking where two calls share an id, else degrading',
    evidence: [
      'https://github.com/BerriAI/litellm/issues/11528',
      'https://github.com/HKUDS/nanobot/issues/3943',
      'https://github.com/anomalyco/opencode/issues/40969',
    ],
  },
  {
    code: 'call-shape',
    says: 'a call has the type, the name and the fields that the protocol gives it',
    severity: 'breaking; cosmetic where a later event only spells a field otherwise',
    evidence: [
      'https://github.com/vercel/ai/issues/12901',
      'https://github.com/BerriAI/litellm/issues/12513',
      'https://github.com/higress-group/higress/issues/3984',
    ],
  },
  {
    code: 'args-json',
    says: 'the arguments are one JSON object, written as the protocol writes them',
    severity: 'degrading where the text is no JSON or breaks off, else breaking',
    evidence: [
      'https://github.com/ggml-org/llama.cpp/issues/20198',
      'https://github.com/BerriAI/litellm/issues/5063',
      'https://github.com/BerriAI/litellm/issues/4537',
    ],
  },
  {
    code: 'stream-index',
    says: 'the events of a stream number what they belong to: from 0, without gaps, one number for each part',
    severity: 'breaking',
    evidence: [
      'https://github.com/QuantumNous/new-api/issues/5018',
      'https://github.com/openai/openai-python/issues/2806',
      'https://github.com/ollama/ollama/issues/7881',
    ],
  },
  {
    code: 'stream-deltas',
    says: 'the events of a stream come in the order of the protocol, say a thing once, and nothing follows the end',
    severity:
      'breaking where a client loses or doubles something, degrading or cosmetic where it only has to expect it',
    evidence: [
      'https://github.com/sgl-project/sglang/issues/18335',
      'https://github.com/NousResearch/hermes-agent/issues/12230',
      'https://github.com/continuedev/continue/issues/5849',
    ],
  },
  {
    code: 'finish-reason',
    says: 'the answer says how it ended, with a word of the protocol that fits what came',
    severity: 'breaking where it ended with an error, else degrading',
    evidence: [
      'https://github.com/sgl-project/sglang/issues/2877',
      'https://github.com/vllm-project/vllm/issues/53363',
      'https://github.com/vercel/ai/issues/19165',
    ],
  },
  {
    code: 'framing',
    says: 'the body is what its content type says and what was asked for, whole, with its end marker',
    severity: 'breaking; cosmetic where only the end marker or a blank line is missing',
    evidence: [
      'https://github.com/cline/cline/issues/13348',
      'https://github.com/decolua/9router/issues/3492',
      'https://github.com/mnfst/llm-gateway/issues/2053',
    ],
  },
  {
    code: 'error-shape',
    says: 'an error comes with an error status, in the shape of the protocol, with a message and a code',
    severity: 'breaking where an error comes with status 200, degrading for its shape, cosmetic without Retry-After',
    evidence: [
      'https://github.com/nodetool-ai/nodetool/issues/5755',
      'https://github.com/maximhq/bifrost/issues/5963',
      'https://github.com/aaif-goose/goose/issues/8027',
    ],
  },
  {
    code: 'usage',
    says: 'token counts are there where they are owed, once, whole, and add up',
    severity: 'breaking where they break a stream, degrading where they are no whole numbers, else cosmetic',
    evidence: ['https://github.com/ogx-ai/ogx/issues/5122'],
  },
  {
    code: 'model-identity',
    says: 'the served model is the asked one, or a dated version of it, and stays the same',
    severity: 'breaking where a notice stands in place of an answer, else degrading',
    evidence: [
      'https://github.com/agentgateway/agentgateway/issues/1361',
      'https://github.com/router-for-me/CLIProxyAPI/issues/1651',
    ],
  },
  {
    code: 'text-leak',
    says: 'no markup of a tool call stands in a text, in the reasoning or in a name',
    severity: 'breaking where no call came, else degrading',
    evidence: [
      'https://github.com/vllm-project/vllm/issues/22975',
      'https://github.com/sgl-project/sglang/issues/40236',
      'https://github.com/livekit/agents-js/issues/1632',
    ],
  },
  {
    code: 'reasoning',
    says: 'what the next request has to echo of the reasoning is whole: not lost, not split, one signature for each block',
    severity: 'breaking where the next request is refused without it, else degrading',
    evidence: [
      'https://github.com/open-webui/computer/issues/224',
      'https://github.com/earendil-works/pi/issues/260',
      'https://github.com/BerriAI/litellm/issues/16895',
    ],
  },
  {
    code: 'stream-parity',
    says: 'streamed and not, the same calls come',
    severity: 'breaking; it compares two answers and is in no count of responses',
    compares: true,
    evidence: [
      'https://github.com/vllm-project/vllm/issues/51697',
      'https://github.com/vllm-project/vllm/issues/32152',
    ],
  },
];

/** Codes of the checks that look at every answer. */
export const ANSWER_CHECKS: readonly string[] = CHECKS.filter(({ compares }) => compares !== true).map(
  ({ code }) => code,
);

/** What a protocol demands under each check, by code. A check without a rule of its own in the protocol is left out. */
export type CheckRules = { readonly [code: string]: string };
