import type { ModelRow, RunHeader, Summary } from '../../domain/run.ts';

/** Sentences on where the numbers of a run come from, one a line; only those that a reader needs to know. */
export function runNotes(header: RunHeader, summary: readonly Summary[]): string[] {
  return [
    ...(header.mode === 'replay' ? ['Replayed: latency and cost are as recorded.'] : []),
    ...(header.mode === 'import' ? ['Verdicts from elsewhere, without transcripts.'] : []),
    ...(header.shard === null ? [] : [`Part ${header.shard.index} of ${header.shard.count} of the scenarios.`]),
    ...(header.wire === 'raw' ? ['Wire faults count against the model (--wire raw).'] : []),
    ...(header.mode === 'import'
      ? []
      : namesOf('Imported answers', header.models, ({ source }) => source === 'import')),
    ...protocolNotes(header.models),
    ...header.models.flatMap(sentOtherwise),
    ...(summary.length === 0 ? ['The run holds no model.'] : []),
  ];
}

/** `Over messages: claude, opus.` Nothing for a run that only used chat. */
function protocolNotes(models: readonly ModelRow[]): string[] {
  const over = new Set(models.flatMap(({ protocol }) => protocol ?? []));
  const unsent = new Set(models.flatMap((model) => model.unsent ?? []));
  return [
    ...[...over].flatMap((name) => namesOf(`Over ${name}`, models, ({ protocol }) => protocol === name)),
    ...[...unsent].flatMap((parameter) =>
      namesOf(
        `The default ${parameter} is not sent, only one that a scenario or a model writes`,
        models,
        (model) => model.unsent?.includes(parameter) === true,
      ),
    ),
  ];
}

function namesOf(what: string, models: readonly ModelRow[], test: (model: ModelRow) => boolean): string[] {
  const names = models.filter(test).map(({ name }) => name);
  if (names.length === 0) return [];
  return [`${what}: ${names.length === models.length && names.length > 3 ? 'all of them' : names.join(', ')}.`];
}

/** `gpt-5: without temperature; max_tokens as max_completion_tokens`. */
function sentOtherwise({ name, omit, rename }: ModelRow): string[] {
  const changes = [
    ...(omit.length === 0 ? [] : [`without ${omit.join(', ')}`]),
    ...Object.entries(rename).map(([from, to]) => `${from} as ${to}`),
  ];
  return changes.length === 0 ? [] : [`${name} was asked ${changes.join('; ')}.`];
}
