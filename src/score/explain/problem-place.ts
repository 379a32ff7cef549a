/** The trial's calls as the run file lists them, so that a problem's path `calls[1]` can be shown with the tool's name. */
export interface ExplainContext {
  readonly calls: readonly { readonly name: string }[];
}

/** The place of a problem in words. */
export interface ProblemPlace {
  /** `call 2 get_weather`, `step 3`, or the path itself. */
  readonly where: string;
  /** Path inside the call's arguments; `''` for the arguments as a whole and for every other place. */
  readonly argument: string;
}

/** The place of the paths `calls[1].arguments.city` and `steps[0]` in words; any other path is returned as it is. */
export function readPlace(path: string, context: ExplainContext | undefined): ProblemPlace {
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
