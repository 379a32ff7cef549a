import { join } from 'node:path';
import type { Subject } from './measure.ts';

const HERE = import.meta.dirname;

/** What is measured: the program, and the scripts it is held against. */
export interface Subjects {
  replay(project: string): Subject;
  program(project: string, ...args: string[]): Subject;
  naive(project: string): Subject;
  clever(project: string): Subject;
  /** Reads answers beside tools that are stored once. */
  shared(project: string): Subject;
  /** Hashes every cassette file. */
  hashFiles(project: string): Subject;
  /** Hashes what was asked alone. */
  hashRequests(project: string): Subject;
  /** Node alone. */
  nothing(project: string): Subject;
}

export function subjectsOf(program: string): Subjects {
  const script = (name: string, project: string, ...args: string[]): Subject => ({
    args: [join(HERE, name), ...args],
    cwd: project,
  });
  return {
    replay: (project) => ({ args: [program, 'replay'], cwd: project }),
    program: (project, ...args) => ({ args: [program, ...args], cwd: project }),
    naive: (project) => script('naive.mjs', project, project, join(project, 'naive.report.json')),
    clever: (project) => script('clever.mjs', project, project, join(project, 'clever.report.json')),
    shared: (project) => script('shared.mjs', project, project, join(project, 'shared.report.json')),
    hashFiles: (project) => script('hash-only.mjs', project, join(project, 'cassettes')),
    hashRequests: (project) => script('hash-only.mjs', project, join(project, 'cassettes'), 'requests'),
    nothing: (project) => ({ args: ['-e', '0'], cwd: project }),
  };
}
