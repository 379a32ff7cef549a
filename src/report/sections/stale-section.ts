import type { StaleRecordings } from '../../domain/run.ts';
import { counted } from '../../text/numbers.ts';
import { type Block, type Section, section } from '../document.ts';
import { nameList } from './name-list.ts';

/** Recordings that no longer match their requests: the differences, and the command that records them anew. */
export function staleSection(stale: readonly StaleRecordings[]): Section[] {
  const cells = new Set(stale.flatMap((group) => group.cells)).size;
  const blocks = stale.flatMap(({ cells: of, differences, command }): Block[] => [
    { kind: 'text', text: nameList(of) },
    { kind: 'code', language: 'diff', lines: differences },
    { kind: 'code', language: 'sh', lines: [command] },
  ]);
  return section(`To record anew: ${counted(cells, 'scenario × model', 'scenarios × models')}`, blocks);
}
