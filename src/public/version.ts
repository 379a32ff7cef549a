declare const __VERSION__: string;

/** The version of this package, for run files; `0.0.0` where the sources run unbuilt. */
export const VERSION: string = typeof __VERSION__ === 'undefined' ? '0.0.0' : __VERSION__;
