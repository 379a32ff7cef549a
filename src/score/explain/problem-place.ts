/** What a problem's path can be named by: the trial's calls, as the run file lists them. */
export interface ExplainContext {
  readonly calls: readonly { readonly name: string }[];
}

/** Where a problem was found, in words. */
export interface Place {
  /** `call 2 get_weather`, `step 3`, or the path itself. */
  readonly where: string;
  /** Path inside the arguments; `''` for them as a whole. */
  readonly argument: string;
}

/** Reads `calls[1].arguments.city`, `steps[0]`; any other path stands as it is. */
export function readPlace(path: string, context: ExplainContext | undefined): Place {
  const call = /^calls\[(\d+)\](?:\.arguments(?:\.|(?=\[)|$)(.*))?$/su.exec(path);
  if (call !== null) {
    const index = Number(call[1]);
    const name = context?.calls[index]?.name;
    return { where: `call ${index + 1}${name ? ` ${name}` : ''}`, argument: call[2] ?? '' };
  }
  const step = /^(streamed\.)?steps\[(\d+)\]$/u.exec(path);
  const where = step === null ? path : `${step[1] === undefined ? '' : 'streamed '}step ${Number(step[2]) + 1}`;
  return { where, argument: '' };
}
