import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/run-cli.ts';

/** A command of a block, with what it printed and how it ended. */
export interface Ran {
  readonly command: string;
  readonly output: string;
  readonly code: number;
}

/** `tooltape` of the package in the project. Commands that serve until Ctrl-C get it as soon as they say their address. */
const TOOLTAPE = `#!/bin/bash
main=$DOCS_PROJECT/node_modules/tooltape/dist/cli/main.js
case " $* " in
  *" view "*|*" sandbox "*|*" --watch "*)
    out=$(mktemp "$HOME/served.XXXXXX")
    node "$main" "$@" >"$out" 2>&1 & pid=$!
    for i in $(seq 300); do
      grep -qE 'http://127|waiting for the next save' "$out" && break
      kill -0 $pid 2>/dev/null || break
      sleep 0.1
    done
    kill -INT $pid 2>/dev/null
    wait $pid; code=$?
    cat "$out"
    [ $code = 130 ] && code=0
    exit $code ;;
esac
exec node "$main" "$@"
`;

/** \`npm\` that installs nothing: the project holds the packed package and those of this repository already. */
const NPM = `#!/bin/bash
case "$1" in
  install|ci)
    for name in "\${@:2}"; do
      case "$name" in -*) continue ;; esac
      [ -d "$DOCS_PROJECT/node_modules/$name" ] || { echo "npm: no package $name" >&2; exit 1; }
    done
    exit 0 ;;
esac
echo "npm $*: not known here" >&2; exit 1
`;

const NPX = `#!/bin/bash
while [[ "$1" == -* ]]; do shift; done
name=$1; shift
[ "$name" = tooltape ] && exec tooltape "$@"
for bin in "\${name##*/}" "mcp-\${name##*/}"; do
  [ -x "$DOCS_PROJECT/node_modules/.bin/$bin" ] && exec "$DOCS_PROJECT/node_modules/.bin/$bin" "$@"
done
echo "npx: no program $name" >&2; exit 127
`;

/** A shell in a project, with the package's program on its path, a home of its own and no key. */
export class Shell {
  readonly #env: Record<string, string>;

  /** The folder of the project. */
  readonly dir: string;

  constructor(dir: string, home: string, env: Readonly<Record<string, string>> = {}) {
    this.dir = dir;
    const bin = join(home, 'bin');
    mkdirSync(bin, { recursive: true });
    for (const [name, text] of Object.entries({ tooltape: TOOLTAPE, npm: NPM, npx: NPX })) {
      // A server of a test has hardly a variable: the folder stands in the file.
      writeFileSync(join(bin, name), text.replaceAll('$DOCS_PROJECT', dir));
      chmodSync(join(bin, name), 0o755);
    }
    this.#env = {
      PATH: [bin, join(ROOT, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(':'),
      HOME: home,
      NO_COLOR: '1',
      COLUMNS: '100',
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'user.name',
      GIT_CONFIG_VALUE_0: 'Ann',
      GIT_CONFIG_KEY_1: 'user.email',
      GIT_CONFIG_VALUE_1: 'ann@example.com',
      ...env,
    };
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.dir, file)), { recursive: true });
    writeFileSync(join(this.dir, file), text);
  }

  /** Runs commands one after another in one shell. */
  async run(commands: readonly string[]): Promise<Ran[]> {
    const mark = '\u0001';
    const script = commands.map((command) => `${command}\nprintf '${mark}%d${mark}' $?\n`).join('');
    const parts = (await this.#bash(script)).split(mark);
    // A command that the shell could not read ends it: what follows has no code.
    return commands.map((command, i) => ({
      command,
      output: parts[2 * i] ?? '',
      code: parts[2 * i + 1] === undefined ? 2 : Number(parts[2 * i + 1]),
    }));
  }

  #bash(script: string): Promise<string> {
    return new Promise((done, fail) => {
      const child = spawn('bash', ['-c', `exec 2>&1\n${script}`], {
        cwd: this.dir,
        env: this.#env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      }
      child.on('error', fail);
      child.on('close', () => done(text));
    });
  }
}
