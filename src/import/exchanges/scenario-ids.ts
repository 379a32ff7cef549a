import { LONGEST_SCENARIO_ID } from '../../domain/scenario.ts';

/**
 * Returns a function that makes ids of scenarios from ids of exchanges. The ids are unique without regard to case, and have
 * only the characters that ids allow.
 */
export function createScenarioIds(): (from: string) => string {
  const taken = new Set<string>();
  return (from) => {
    const base = idOf(from);
    for (let count = 1; ; count += 1) {
      const suffix = count === 1 ? '' : `-${count}`;
      const id = `${Array.from(base)
        .slice(0, LONGEST_SCENARIO_ID - suffix.length)
        .join('')}${suffix}`;
      if (taken.has(id.toLowerCase())) continue;
      taken.add(id.toLowerCase());
      return id;
    }
  };
}

function idOf(from: string): string {
  const id = from
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[-_.]+|[-.]+$/g, '');
  return id === '' ? 'exchange' : id;
}
