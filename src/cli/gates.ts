import type { CheckedGates, GateResult } from '../compare/gates/check-gates.ts';
import type { Terminal } from './output/terminal.ts';

/** Prints the comparisons of the gates. */
export async function showGates(
  { results }: CheckedGates,
  terminal: Terminal,
  print: (text: string) => void,
): Promise<void> {
  for (const result of results) await showGate(result, terminal, print);
}

/** Prints the comparison of a gate, and whether the gate is met. */
export async function showGate(result: GateResult, terminal: Terminal, print: (text: string) => void): Promise<void> {
  const { gateDocument } = await import('../report/sections/gates/gate-document.ts');
  const { renderTerminal } = await import('../report/render/render-terminal.ts');
  print(`\n${renderTerminal(gateDocument(result), { width: terminal.width, color: terminal.color })}`);
}
