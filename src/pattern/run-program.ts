import type { Instruction, PatternProgram } from './program.ts';

/** Start and end of a match. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** `stopped`: the search used up its steps. */
export type PatternOutcome =
  | { readonly kind: 'match'; readonly match: Match }
  | { readonly kind: 'none' }
  | { readonly kind: 'stopped' };

/** Steps that are left. The searches of one text share them, so that many matches cost no more than one. */
export interface Steps {
  left: number;
}

/** Stack entry that restores all registers. It is lower than the entry of any register. */
const SNAPSHOT = -(2 ** 30);

/** Searches `text` for a match that begins at `from` or later, with backtracking, and counts the steps. */
export function runProgram(program: PatternProgram, text: string, from: number, steps: Steps): PatternOutcome {
  const machine = new Machine(program, text, steps);
  for (let start = from; start <= text.length; start = machine.after(start)) {
    const end = machine.matchAt(start);
    if (end === STOPPED) return { kind: 'stopped' };
    if (end !== NONE) return { kind: 'match', match: { start, end } };
    if (program.anchored) break;
  }
  return { kind: 'none' };
}

const NONE = -1;
/** Most entries of the stack, about 64 MB. */
const MAX_STACK = 8_000_000;
const STOPPED = -2;

/** State of one search: the registers, and the stack of alternatives to try. */
class Machine {
  readonly #program: PatternProgram;
  readonly #text: string;
  readonly #steps: Steps;
  readonly #registers: Int32Array;
  /** Pairs: an instruction with the position to continue at, or `~register` with the value to restore. */
  readonly #stack: number[] = [];
  readonly #snapshots: Int32Array[] = [];

  constructor(program: PatternProgram, text: string, steps: Steps) {
    this.#program = program;
    this.#text = text;
    this.#steps = steps;
    this.#registers = new Int32Array(program.registers);
  }

  /** The end of the match that begins at `start`; NONE, or STOPPED. */
  matchAt(start: number): number {
    this.#registers.fill(NONE);
    this.#stack.length = 0;
    this.#snapshots.length = 0;
    return this.#run(0, start);
  }

  /** The position after the character at `at`. */
  after(at: number): number {
    if (!this.#program.unicode) return at + 1;
    return at + ((this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }

  #run(entry: number, position: number): number {
    const { code } = this.#program;
    const stack = this.#stack;
    const base = stack.length;
    let at = position;
    let next = entry;
    for (;;) {
      this.#steps.left -= 1;
      if (this.#steps.left < 0 || stack.length > MAX_STACK) return STOPPED;
      const instruction = code[next] as Instruction;
      let failed = false;
      switch (instruction.kind) {
        case 'accept':
          // A finished lookaround drops its untried alternatives; the caller restores the registers.
          stack.length = base;
          return at;
        case 'character': {
          const read = instruction.backward ? this.#before(at) : this.#code(at);
          if (read === NONE || !instruction.takes(read)) failed = true;
          else {
            at += (instruction.backward ? -1 : 1) * (read > 0xffff ? 2 : 1);
            next += 1;
          }
          break;
        }
        case 'jump':
          next = instruction.to;
          break;
        case 'choose':
          for (let i = instruction.to.length - 1; i > 0; i -= 1) stack.push(instruction.to[i] ?? 0, at);
          next = instruction.to[0] ?? 0;
          break;
        case 'set':
          this.#set(instruction.register, instruction.value === 'position' ? at : instruction.value);
          next += 1;
          break;
        case 'loop': {
          const { loop } = instruction;
          const made = this.#registers[loop.count] ?? 0;
          if (made >= loop.max) next = loop.exit;
          else {
            if (made >= loop.min && !loop.greedy) {
              stack.push(next + TURN, at);
              next = loop.exit;
            } else {
              if (made >= loop.min) stack.push(loop.exit, at);
              next = this.#turn(loop, at);
            }
          }
          break;
        }
        case 'turned': {
          const { loop } = instruction;
          const made = this.#registers[loop.count] ?? 0;
          if (made >= loop.min && this.#registers[loop.began] === at) failed = true;
          else {
            this.#set(loop.count, made + 1);
            next = loop.body - 1;
          }
          break;
        }
        case 'edge':
          if (instruction.holds(this.#text, at)) next += 1;
          else failed = true;
          break;
        case 'look': {
          const snapshot = this.#registers.slice();
          const end = this.#run(instruction.body, at);
          if (end === STOPPED) return STOPPED;
          const holds = (end !== NONE) !== instruction.negate;
          if (end === NONE || instruction.negate) this.#registers.set(snapshot);
          if (!holds) failed = true;
          else {
            if (end !== NONE) {
              stack.push(SNAPSHOT, this.#snapshots.length);
              this.#snapshots.push(snapshot);
            }
            next = instruction.next;
          }
          break;
        }
        case 'repeat': {
          const end = this.#repeat(instruction, at);
          if (end === NONE) failed = true;
          else {
            at = end;
            next += 1;
          }
          break;
        }
      }
      if (!failed) continue;
      for (;;) {
        if (stack.length === base) return NONE;
        const value = stack.pop() as number;
        const mark = stack.pop() as number;
        if (mark >= 0) {
          at = value;
          next = mark;
          break;
        }
        if (mark === SNAPSHOT) {
          this.#registers.set(this.#snapshots[value] as Int32Array);
          this.#snapshots.length = value;
        } else this.#registers[~mark] = value;
      }
      if (next >= TURN) {
        const instruction = code[next - TURN] as Extract<Instruction, { kind: 'loop' }>;
        next = this.#turn(instruction.loop, at);
      }
    }
  }

  /** Begins an iteration of a loop. Returns the instruction to continue at. */
  #turn(loop: Extract<Instruction, { kind: 'loop' }>['loop'], at: number): number {
    this.#set(loop.began, at);
    for (const register of loop.forgets) this.#set(register, NONE);
    return loop.body;
  }

  #set(register: number, value: number): void {
    const before = this.#registers[register] ?? NONE;
    if (before === value) return;
    if (this.#stack.length > 0) this.#stack.push(~register, before);
    this.#registers[register] = value;
  }

  #code(at: number): number {
    if (at >= this.#text.length) return NONE;
    return this.#program.unicode ? (this.#text.codePointAt(at) ?? NONE) : this.#text.charCodeAt(at);
  }

  #before(at: number): number {
    if (at <= 0) return NONE;
    const low = this.#text.charCodeAt(at - 1);
    if (!this.#program.unicode || at < 2 || low < 0xdc00 || low > 0xdfff) return low;
    const whole = this.#text.codePointAt(at - 2) ?? low;
    return whole > 0xffff ? whole : low;
  }

  /** The position after a repetition of the text that a group matched. A group without a match counts as empty. */
  #repeat(instruction: Extract<Instruction, { kind: 'repeat' }>, at: number): number {
    for (const group of instruction.groups) {
      const start = this.#registers[group * 2] ?? NONE;
      const end = this.#registers[group * 2 + 1] ?? NONE;
      if (start === NONE || end === NONE) continue;
      const wanted = this.#text.slice(start, end);
      this.#steps.left -= wanted.length;
      const from = instruction.backward ? at - wanted.length : at;
      if (from < 0 || from + wanted.length > this.#text.length) return NONE;
      const found = this.#text.slice(from, from + wanted.length);
      if (!isSame(found, wanted, instruction.ignoreCase, this.#program.unicode)) return NONE;
      return instruction.backward ? from : from + wanted.length;
    }
    return at;
  }
}

/** Added to the index of a loop on the stack: continue with an iteration of it. */
const TURN = 2 ** 29;

function isSame(a: string, b: string, ignoreCase: boolean, unicode: boolean): boolean {
  if (a === b) return true;
  if (!ignoreCase) return false;
  const literal = Array.from(a, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`).join('');
  const units = Array.from({ length: a.length }, (_, i) => `\\u${a.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
    '',
  );
  return new RegExp(`^${unicode ? literal : units}$`, unicode ? 'iu' : 'i').test(b);
}
