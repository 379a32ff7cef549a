import type { Scenario } from '../domain/scenario.ts';
import { rememberFor } from '../json/remember.ts';
import type { Cell } from './plan.ts';
import type { OpenCell } from './trial/open-cell.ts';

/** The scenario with its tools in the reverse order. */
const reversed = rememberFor((scenario: Scenario): Scenario => ({ ...scenario, tools: scenario.tools.toReversed() }));

/** The scenario as one of the trials 1 to `last` sees it: with both orders of tools, the second half has the list reversed. */
export function scenarioInOrder({ scenario, toolOrder }: Cell, trial: number, last: number): Scenario {
  return toolOrder === 'both' && trial > Math.floor(last / 2) ? reversed(scenario) : scenario;
}

/** The same for an open cell, which stays what it is but for the scenario. */
export function cellInOrder(cell: OpenCell, trial: number): OpenCell {
  const scenario = scenarioInOrder(cell, trial, Math.max(0, ...cell.numbers));
  if (scenario === cell.scenario) return cell;
  return Object.create(cell, { scenario: { value: scenario, enumerable: true } }) as OpenCell;
}
