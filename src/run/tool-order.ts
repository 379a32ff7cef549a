import type { Scenario } from '../domain/scenario.ts';
import { rememberFor } from '../json/remember.ts';
import type { OpenCell } from './trial/open-cell.ts';

/** The scenario with its tools in the reverse order. */
const reversed = rememberFor((scenario: Scenario): Scenario => ({ ...scenario, tools: scenario.tools.toReversed() }));

/** The cell as one of its trials sees it: with both orders of tools, the second half of its trials has the list reversed. */
export function cellInOrder(cell: OpenCell, trial: number): OpenCell {
  if (cell.toolOrder !== 'both') return cell;
  const half = Math.floor(Math.max(0, ...cell.numbers) / 2);
  if (trial <= half) return cell;
  return Object.create(cell, { scenario: { value: reversed(cell.scenario), enumerable: true } }) as OpenCell;
}
