import type { JSX } from 'preact';

import type { GatewayPair, ReportIndex } from '../../report/reporters/html/report-index.ts';
import { count, percent } from '../../text/numbers.ts';
import { byGateway, byProtocol, type Origin } from '../data/origins.ts';
import { FoldedTable, type Head } from '../folded-table.tsx';
import { Text } from '../text.tsx';
import { visibleText } from '../../text/escape.ts';

/** The tables by gateway, by protocol, and of models behind two gateways. A table without rows does not render. */
export function Origins({ index }: { index: ReportIndex }): JSX.Element {
  return (
    <>
      <OriginTable title="By gateway" head="Gateway" origins={byGateway(index)} />
      <OriginTable title="By protocol" head="Protocol" origins={byProtocol(index)} />
      <GatewayTable pairs={index.gateways} />
    </>
  );
}

const ORIGIN_HEADS: readonly Head[] = [
  { text: 'Models', number: true },
  { text: 'Pass rate', number: true },
  { text: 'Passed', number: true },
  { text: 'Not judged', number: true },
  { text: 'Trials with wire findings' },
];

function OriginTable(props: { title: string; head: string; origins: readonly Origin[] }): JSX.Element | null {
  const { title, head, origins } = props;
  if (origins.length === 0) return null;
  return (
    <FoldedTable title={title} heads={[{ text: head }, ...ORIGIN_HEADS]}>
      {origins.map(({ name, models, judged, pass, notJudged, findings }) => (
        <tr key={name}>
          <th scope="row">
            <Text>{name}</Text>
          </th>
          <td class="number" title={models.map(visibleText).join(', ')}>
            {count(models.length)}
          </td>
          <td class="number">{judged === 0 ? '–' : percent(pass / judged)}</td>
          <td class="number">
            {count(pass)}
            <span class="quiet">/{count(judged)}</span>
          </td>
          <td class="number">{count(notJudged)}</td>
          <td class="wraps">
            <Text>
              {findings.length === 0
                ? 'none'
                : findings.map(({ check, trials }) => `${check} ${count(trials)}`).join(', ')}
            </Text>
          </td>
        </tr>
      ))}
    </FoldedTable>
  );
}

const PAIR_HEADS: readonly Head[] = [
  { text: 'Gateways' },
  { text: 'Pairs of trials', number: true },
  { text: 'Calls a tool', number: true, hint: 'Does it call a tool where the first gateway does (F1)' },
  { text: 'Same calls', number: true, hint: 'The same names and arguments, step by step' },
  { text: 'Same tools', number: true, hint: 'The same names, step by step' },
  { text: 'Valid calls', number: true, hint: 'Trials whose calls all satisfy their schemas' },
  { text: 'Trials with wire findings' },
];

/** The table of models behind two gateways. It shows how far the second gateway agrees with the first. */
function GatewayTable({ pairs }: { pairs: readonly GatewayPair[] }): JSX.Element | null {
  if (pairs.length === 0) return null;
  return (
    <FoldedTable title="The same model through two gateways" heads={PAIR_HEADS}>
      {pairs.map((pair) => (
        <tr key={`${pair.base} ${pair.candidate}`}>
          <th scope="row">
            <Text>{`${pair.base} → ${pair.candidate}`}</Text>
            <span class="under">
              <Text>{through(pair)}</Text>
            </span>
          </th>
          <td class="number">{count(pair.n)}</td>
          <td class="number">{percent(pair.triggerF1)}</td>
          <td class="number">{percent(pair.callAgreement)}</td>
          <td class="number">{percent(pair.nameAgreement)}</td>
          <td class="number">
            {percent(pair.schemaAccuracy.base)} → {percent(pair.schemaAccuracy.candidate)}
          </td>
          <td class="wraps">
            <Text>
              {pair.findings.length === 0
                ? 'none'
                : pair.findings
                    .map(({ check, base, candidate }) => `${check} ${count(base)} → ${count(candidate)}`)
                    .join(', ')}
            </Text>
          </td>
        </tr>
      ))}
    </FoldedTable>
  );
}

function through({ baseGateway, candidateGateway, protocols }: GatewayPair): string {
  const over = (gateway: string, protocol: string | undefined): string =>
    protocol === undefined ? gateway : `${gateway} (${protocol})`;
  return `${over(baseGateway, protocols?.base)} → ${over(candidateGateway, protocols?.candidate)}`;
}
