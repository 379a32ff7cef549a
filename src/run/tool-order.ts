import type { Scenario } from '../domain/scenario.ts';
import { rememberFor } from '../json/remember.ts';
import type { Cell } from './plan.ts';
import type { OpenCell } from './trial/open-cell.ts';

/** The scenario with its tools in the reverse order. */
const reversed = rememberFor((scenario: Scenario): Scenario => ({ ...scenario, tools: scenario.tools.toReversed() }));

/**
 * The scenario for a trial. With `toolOrder: both`, the second half of the trials 1 to `last` has the list of tools reversed.
 */
export function scenarioInOrder({ scenario, toolOrder }: Cell, trial: number, last: number): Scenario {
  return toolOrder === 'both' && trial > Math.floor(last / 2) ? reversed(scenario) : scenario;
}

/** The open cell with the scenario for this trial, as `scenarioInOrder` gives it. */
export function cellInOrder(cell: OpenCell, trial: number): OpenCell {
  const scenario = scenarioInOrder(cell, trial, Math.max(0, ...cell.numbers));
  if (scenario === cell.scenario) return cell;
  return Object.create(cell, { scenario: { value: scenario, enumerable: true } }) as OpenCell;
}
