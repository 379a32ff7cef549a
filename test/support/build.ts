import { execFileSync } from 'node:child_process';

/** Tests run the built program as a process: it is built once, before them. */
export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
