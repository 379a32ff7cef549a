import type { Check } from '../checks/check.ts';
import { CHECKS } from '../checks.ts';
import { report } from '../findings.ts';
import type { Protocol } from '../protocol.ts';

type Look = readonly [code: string, look: NonNullable<Check['look']>];

const LOOKS: readonly Look[] = CHECKS.flatMap(({ code, look }): Look[] => (look === undefined ? [] : [[code, look]]));

/** The protocol, with every check that looks at whole answers added to its readings. */
export function withChecks(protocol: Protocol): Protocol {
  if (LOOKS.length === 0) return protocol;
  return {
    ...protocol,
    read(response, context) {
      const reading = protocol.read(response, context);
      const findings = [...reading.findings];
      for (const [code, look] of LOOKS) {
        for (const { severity, message, evidence } of look({ response, reading, context })) {
          report(findings, code, severity, message, evidence);
        }
      }
      return findings.length === reading.findings.length ? reading : { ...reading, findings };
    },
  };
}
