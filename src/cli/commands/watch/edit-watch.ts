import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { watchFiles } from '../../../files/watch-files.ts';
import { snapshotFolder } from '../../../mcp/snapshot.ts';
import type { FileEdits } from '../../../run/watch/session.ts';
import { isGlob, SCENARIO_FILE, globFolder, DEFAULT_FOLDER } from '../../../scenario/find-files.ts';

/** Edits shortly after each other, with the files to print for them. */
export interface EditBurst extends FileEdits {
  /** Paths relative to the working directory, in the order of the edits; empty where only unknown files appeared or went. */
  readonly named: readonly string[];
  /** True for an edit of gates or of the configuration: the result is printed even if no trial is judged. */
  readonly shown: boolean;
}

/** Watches the files that verdicts depend on. */
export interface EditWatch {
  /** Also watches files of programs: tool modules, agents. */
  programs(files: Iterable<string>): void;
  /** Resolves to the edits since the last call, when no more came for a moment; null when `stop` aborts. */
  next(): Promise<EditBurst | null>;
  close(): void;
}

export interface EditWatchOptions {
  readonly cwd: string;
  /** As typed; `[]` for the default folder. */
  readonly paths: readonly string[];
  readonly cassettes: string;
  /** Files whose edits change settings: the configuration. */
  readonly settings: readonly string[];
  /** Files whose edits change tools of servers. */
  readonly tools: readonly string[];
  /** Files whose edits change gates. */
  readonly gates: readonly string[];
  /** Files that this process writes. */
  readonly written: readonly string[];
  /** Called at the first edit of a burst. */
  readonly onEdit: () => void;
  readonly onTrouble: (reason: string) => void;
  /** Its abort ends the wait for edits. */
  readonly stop: AbortSignal;
}

/** Milliseconds without a notification after which a burst is over. Editors write a file in several steps. */
const SETTLE_MS = 15;
/** Longest burst in milliseconds. */
const LONGEST_MS = 300;
/** From this number of notifications on some may be lost, because the system's queue has a limit. */
const MANY = 4000;
/** Depth of subfolders in which scenarios are watched. */
const DEEPEST = 32;
/** Copies that editors leave: `weather.yaml~`, `weather.yaml.swp`, `weather.yaml.bak`. */
const COPY = /(?:~|\.sw[a-z]|\.bak|\.orig|\.tmp)$/;
/** Lock and part files that exist beside a cassette while it is recorded. */
const BESIDE_RECORDING = /\.(?:lock|part)$/;

/** Starts watching. */
export function watchEdits(options: EditWatchOptions): EditWatch {
  const { cwd, onEdit, stop } = options;
  const full = (path: string): string => resolve(cwd, path);
  const written = new Set(options.written.map(full));
  const settings = new Set(options.settings.map(full));
  const tools = new Set(options.tools.map(full));
  const gates = new Set(options.gates.map(full));
  const cassettes = full(options.cassettes);
  const servers = resolve(cwd, snapshotFolder(options.cassettes));
  const programs = new Set<string>();
  const roots = (options.paths.length === 0 ? [DEFAULT_FOLDER] : options.paths).map((path) =>
    isGlob(path)
      ? { path: full(globFolder(path)), isFolder: true }
      : { path: full(path), isFolder: isFolder(full(path)) || !SCENARIO_FILE.test(path) },
  );

  let burst = newBurst();
  let timer: NodeJS.Timeout | null = null;
  let since = 0;
  let wake: (() => void) | null = null;

  const settle = (): void => {
    timer = null;
    burst.settled = true;
    wake?.();
  };
  const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

  /** Adds an edit to the burst. Returns false where no verdict depends on the file. */
  const add = (path: string): boolean => {
    if (written.has(path) || COPY.test(path)) return false;
    if (settings.has(path) || gates.has(path)) burst.shown = true;
    else if (tools.has(path) || isBelow(path, servers)) burst.servers = true;
    else if (programs.has(path)) burst.programs = true;
    else if (isBelow(path, cassettes)) {
      if (BESIDE_RECORDING.test(path)) return false;
      const [folder = ''] = relative(cassettes, path).split(sep);
      if (folder === '') burst.recordings = null;
      else burst.recordings?.add(folder);
    } else burst.files.add(path);
    return true;
  };
  /** True for a file beside scenarios that a tool module may read. */
  const isData = (path: string): boolean => programs.size > 0 && !SCENARIO_FILE.test(path) && isFile(path);
  const onChange = (path: string): void => {
    if (!add(path)) return;
    burst.notices += 1;
    const name = relative(cwd, path) || path;
    if (!burst.named.includes(name) && burst.named.length < MANY) burst.named.push(name);
    const now = performance.now();
    if (burst.notices === 1) {
      since = now;
      onEdit();
    }
    if (timer !== null) clearTimeout(timer);
    burst.settled = false;
    timer = setTimeout(settle, Math.max(0, Math.min(SETTLE_MS, since + LONGEST_MS - now)));
  };

  stop.addEventListener('abort', () => wake?.());
  const watch = watchFiles(onChange, options.onTrouble);
  for (const { path, isFolder } of roots) {
    if (isFolder) watch.folder(path, DEEPEST);
    else watch.file(path);
  }
  watch.folder(cassettes, 1);
  for (const file of [...settings, ...tools, ...gates]) watch.file(file);

  return {
    programs(files) {
      for (const file of files) {
        if (programs.has(file)) continue;
        programs.add(file);
        watch.file(file);
      }
    },
    async next() {
      while (!burst.settled && !stop.aborted) await new Promise<void>((done) => (wake = done));
      if (stop.aborted) return null;
      const taken = burst;
      burst = newBurst();
      taken.programs ||= [...taken.files].some(isData);
      // Editors first write to a temporary file, whose name the user does not know.
      const named = taken.named.filter((name) => SCENARIO_FILE.test(name) || isFile(full(name)));
      return taken.notices < MANY
        ? { ...taken, named }
        : { ...taken, named, files: new Set([...taken.files, cwd]), recordings: null };
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      watch.close();
    },
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

interface OpenBurst {
  readonly files: Set<string>;
  recordings: Set<string> | null;
  programs: boolean;
  servers: boolean;
  shown: boolean;
  readonly named: string[];
  notices: number;
  settled: boolean;
}

function newBurst(): OpenBurst {
  return {
    files: new Set(),
    recordings: new Set(),
    programs: false,
    servers: false,
    shown: false,
    named: [],
    notices: 0,
    settled: false,
  };
}
