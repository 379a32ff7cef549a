import type { Situation } from './situation.ts';
import { bareText } from './situations/bare/bare-text.ts';
import { bareTool } from './situations/bare/bare-tool.ts';
import { noLimit } from './situations/bare/no-limit.ts';
import { toolName } from './situations/tools/tool-name.ts';
import { toolNames } from './situations/tools/tool-names.ts';
import { toolDescription } from './situations/tools/tool-description.ts';
import { toolUnicode } from './situations/tools/tool-unicode.ts';
import { toolStrict } from './situations/tools/tool-strict.ts';
import { toolCallers } from './situations/tools/tool-callers.ts';
import { toolDeferred } from './situations/tools/tool-deferred.ts';
import { toolExamples } from './situations/tools/tool-examples.ts';
import { toolCache } from './situations/tools/tool-cache.ts';
import { schemaType } from './situations/schemas/schema-type.ts';
import { schemaDescription } from './situations/schemas/schema-description.ts';
import { schemaRequired } from './situations/schemas/schema-required.ts';
import { schemaClosed } from './situations/schemas/schema-closed.ts';
import { schemaEnum } from './situations/schemas/schema-enum.ts';
import { schemaConst } from './situations/schemas/schema-const.ts';
import { schemaRef } from './situations/schemas/schema-ref.ts';
import { schemaNested } from './situations/schemas/schema-nested.ts';
import { schemaItems } from './situations/schemas/schema-items.ts';
import { schemaNullable } from './situations/schemas/schema-nullable.ts';
import { schemaUnion } from './situations/schemas/schema-union.ts';
import { schemaBounds } from './situations/keywords/schema-bounds.ts';
import { schemaLength } from './situations/keywords/schema-length.ts';
import { schemaText } from './situations/keywords/schema-text.ts';
import { schemaMap } from './situations/keywords/schema-map.ts';
import { schemaPattern } from './situations/keywords/schema-pattern.ts';
import { schemaFormat } from './situations/keywords/schema-format.ts';
import { schemaDefault } from './situations/keywords/schema-default.ts';
import { schemaOrder } from './situations/keywords/schema-order.ts';
import { choiceAuto } from './situations/choice/choice-auto.ts';
import { choiceNone } from './situations/choice/choice-none.ts';
import { choiceRequired } from './situations/choice/choice-required.ts';
import { choiceNamed } from './situations/choice/choice-named.ts';
import { choiceAllowed } from './situations/choice/choice-allowed.ts';
import { parallelOff } from './situations/choice/parallel-off.ts';
import { parallelOffRequired } from './situations/choice/parallel-off-required.ts';
import { legacyFunctions } from './situations/choice/legacy-functions.ts';
import { parallelOn } from './situations/choice/parallel-on.ts';
import { maxTokens } from './situations/sampling/max-tokens.ts';
import { temperature } from './situations/sampling/temperature.ts';
import { temperatureAndTopP } from './situations/sampling/temperature-and-top-p.ts';
import { topK } from './situations/sampling/top-k.ts';
import { temperatureZero } from './situations/sampling/temperature-zero.ts';
import { stop } from './situations/sampling/stop.ts';
import { seed } from './situations/sampling/seed.ts';
import { penalties } from './situations/sampling/penalties.ts';
import { alternatives } from './situations/sampling/alternatives.ts';
import { probabilities } from './situations/sampling/probabilities.ts';
import { bias } from './situations/sampling/bias.ts';
import { effort } from './situations/output/effort.ts';
import { verbosity } from './situations/output/verbosity.ts';
import { json } from './situations/output/json.ts';
import { jsonSchema } from './situations/output/json-schema.ts';
import { prediction } from './situations/output/prediction.ts';
import { audio } from './situations/output/audio.ts';
import { webSearch } from './situations/output/web-search.ts';
import { user } from './situations/account/user.ts';
import { safetyIdentifier } from './situations/account/safety-identifier.ts';
import { metadata } from './situations/account/metadata.ts';
import { serviceTier } from './situations/account/service-tier.ts';
import { store } from './situations/account/store.ts';
import { promptCache } from './situations/account/prompt-cache.ts';
import { system } from './situations/texts/system.ts';
import { twoSystemPrompts } from './situations/texts/two-system-prompts.ts';
import { developer } from './situations/texts/developer.ts';
import { unicode } from './situations/texts/unicode.ts';
import { threeTurns } from './situations/texts/three-turns.ts';
import { twoSpeakers } from './situations/texts/two-speakers.ts';
import { whiteSpace } from './situations/texts/white-space.ts';
import { image } from './situations/texts/image.ts';
import { twoImages } from './situations/texts/two-images.ts';
import { imageUrl } from './situations/texts/image-url.ts';
import { file } from './situations/texts/file.ts';
import { audioIn } from './situations/texts/audio-in.ts';
import { callHistory } from './situations/results/call-history.ts';
import { textAndCall } from './situations/results/text-and-call.ts';
import { parallelResults } from './situations/results/parallel-results.ts';
import { resultsPermuted } from './situations/results/results-permuted.ts';
import { resultsOfTwoTools } from './situations/results/results-of-two-tools.ts';
import { resultObject } from './situations/results/result-object.ts';
import { resultError } from './situations/results/result-error.ts';
import { resultParts } from './situations/results/result-parts.ts';
import { resultImage } from './situations/results/result-image.ts';
import { resultEmpty } from './situations/results/result-empty.ts';
import { callWithoutArguments } from './situations/results/call-without-arguments.ts';
import { callValues } from './situations/results/call-values.ts';
import { thought } from './situations/results/thought.ts';
import { longArguments } from './situations/results/long-arguments.ts';
import { twoRounds } from './situations/results/two-rounds.ts';
import { answerCall } from './situations/answers/answer-call.ts';
import { answerCalls } from './situations/answers/answer-calls.ts';
import { answerTextAndCall } from './situations/answers/answer-text-and-call.ts';
import { answerNoArguments } from './situations/answers/answer-no-arguments.ts';
import { answerUnicode } from './situations/answers/answer-unicode.ts';
import { answerLong } from './situations/answers/answer-long.ts';
import { answerNumbers } from './situations/answers/answer-numbers.ts';
import { answerLength } from './situations/answers/answer-length.ts';
import { answerFilter } from './situations/answers/answer-filter.ts';
import { answerUsage } from './situations/ends/answer-usage.ts';
import { answerThought } from './situations/ends/answer-thought.ts';
import { errorRateLimit } from './situations/ends/error-rate-limit.ts';
import { errorBadRequest } from './situations/ends/error-bad-request.ts';
import { errorServer } from './situations/ends/error-server.ts';

/** The situations of a relay, in the order of reports. Each has a file. */
export const SITUATIONS: readonly Situation[] = [
  bareText,
  bareTool,
  noLimit,
  toolName,
  toolNames,
  toolDescription,
  toolUnicode,
  toolStrict,
  toolCallers,
  toolDeferred,
  toolExamples,
  toolCache,
  schemaType,
  schemaDescription,
  schemaRequired,
  schemaClosed,
  schemaEnum,
  schemaConst,
  schemaRef,
  schemaNested,
  schemaItems,
  schemaNullable,
  schemaUnion,
  schemaBounds,
  schemaLength,
  schemaText,
  schemaMap,
  schemaPattern,
  schemaFormat,
  schemaDefault,
  schemaOrder,
  choiceAuto,
  choiceNone,
  choiceRequired,
  choiceNamed,
  choiceAllowed,
  parallelOff,
  parallelOffRequired,
  parallelOn,
  legacyFunctions,
  maxTokens,
  temperature,
  temperatureAndTopP,
  topK,
  temperatureZero,
  stop,
  seed,
  penalties,
  alternatives,
  probabilities,
  bias,
  effort,
  verbosity,
  json,
  jsonSchema,
  prediction,
  audio,
  webSearch,
  user,
  safetyIdentifier,
  metadata,
  serviceTier,
  store,
  promptCache,
  system,
  twoSystemPrompts,
  developer,
  unicode,
  threeTurns,
  twoSpeakers,
  whiteSpace,
  image,
  twoImages,
  imageUrl,
  file,
  audioIn,
  callHistory,
  textAndCall,
  parallelResults,
  resultsPermuted,
  resultsOfTwoTools,
  resultObject,
  resultError,
  resultParts,
  resultImage,
  resultEmpty,
  callWithoutArguments,
  callValues,
  thought,
  longArguments,
  twoRounds,
  answerCall,
  answerCalls,
  answerTextAndCall,
  answerNoArguments,
  answerUnicode,
  answerLong,
  answerNumbers,
  answerLength,
  answerFilter,
  answerUsage,
  answerThought,
  errorRateLimit,
  errorBadRequest,
  errorServer,
];
