import { DEFAULT_PROTOCOL } from '../../domain/protocol.ts';
import type { ComponentChildren, JSX } from 'preact';

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { GROUP_METHOD } from '../../report/sections/group-section.ts';
import { count, counted, moment, NONE } from '../../text/numbers.ts';
import { CopyCommand } from '../copy-command.tsx';
import { FoldedTable, type Head } from '../folded-table.tsx';
import { Text } from '../text.tsx';

/** The section about the run: its command, settings, models and recordings, and the statistical methods. */
export function About({ index }: { index: ReportIndex }): JSX.Element {
  const { settings, recorded, raw, tool, createdAt } = index;
  const simulated = index.models.filter(({ gateway }) => gateway === 'sandbox').map(({ name }) => name);
  return (
    <section aria-labelledby="about-heading" class="about">
      <h2 id="about-heading">About this run</h2>
      {settings === null || settings.command === null ? null : (
        <CopyCommand label="the command of this run" command={`npx ${settings.command}`} />
      )}
      <dl class="about-facts">
        <Fact name="Made">
          {moment(createdAt)} by tooltape {tool.version}
          {settings?.name === undefined ? null : (
            <>
              , kept as{' '}
              <b>
                <Text>{settings.name}</Text>
              </b>
            </>
          )}
        </Fact>
        <Fact name="Size">
          {counted(index.models.length, 'model')} × {counted(index.scenarios.id.length, 'scenario')},{' '}
          {counted(index.trials.scenario.length, 'trial')}
        </Fact>
        {settings === null ? null : (
          <Fact name="Settings">
            temperature {settings.temperature ?? NONE}, max_tokens{' '}
            {settings.maxTokens === null ? NONE : count(settings.maxTokens)},{' '}
            {settings.stream === 'both' ? 'streamed and not' : settings.stream ? 'streamed' : 'not streamed'}
          </Fact>
        )}
        {recorded === null ? null : (
          <Fact name="Recorded">
            {recorded.from === recorded.to
              ? moment(recorded.from)
              : `between ${moment(recorded.from)} and ${moment(recorded.to)}`}
            {settings === null ? null : (
              <>
                , in <Text>{settings.cassettes}</Text>
              </>
            )}
          </Fact>
        )}
        <Fact name="Simulated">
          {simulated.length === 0 ? (
            'no model; tools answer what the scenarios say'
          ) : (
            <>
              <Text>{simulated.join(', ')}</Text>: made up by the gateway of tooltape, and no measure of any real model
            </>
          )}
        </Fact>
        {raw === null ? null : (
          <Fact name="In this page">
            raw requests and responses of {counted(raw.positions.length, 'trial')}, failing ones first
            {raw.left === 0 ? '' : `; ${counted(raw.left, 'more trial')} that did not pass would exceed the limit`}
            {raw.gone === 0 ? '' : `; of ${counted(raw.gone, 'trial')} the recording is gone or was made anew`}
          </Fact>
        )}
        <Fact name="Statistics">
          {GROUP_METHOD} Intervals are Wilson’s at 95%, by scenario where one has several trials.
        </Fact>
        <Fact name="Wire faults">
          {index.wire === 'raw' ? 'fail the trial (--wire raw)' : 'do not cost the model (--wire fair)'}
        </Fact>
      </dl>
      <ModelSettings index={index} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

const MODEL_HEADS: readonly Head[] = [
  'Model',
  'Asked as',
  'Gateway',
  'Protocol',
  'Price, in and out',
  'Parameters',
].map((text) => ({ text }));

/** The table of models with the name in the request, gateway, protocol, price and parameters. */
function ModelSettings({ index: { models } }: { index: ReportIndex }): JSX.Element | null {
  if (models.length === 0) return null;
  return (
    <FoldedTable title="Models, as they were asked" heads={MODEL_HEADS}>
      {models.map(({ name, servedAs, gateway, protocol, price, omit, rename, unsent }) => (
        <tr key={name}>
          <th scope="row">
            <Text>{name}</Text>
          </th>
          <td>
            <Text>{servedAs}</Text>
          </td>
          <td>
            <Text>{gateway === 'sandbox' ? 'simulated' : gateway || NONE}</Text>
          </td>
          <td>{protocol ?? DEFAULT_PROTOCOL}</td>
          <td>{price === null ? NONE : `$${price.input}, $${price.output} a million tokens`}</td>
          <td class="wraps">
            <Text>
              {[
                ...omit.map((one) => `without ${one}`),
                ...Object.entries(rename).map(([from, to]) => `${from} as ${to}`),
                ...(unsent ?? []).map((one) => `${one} only where written`),
              ].join(', ') || 'as set'}
            </Text>
          </td>
        </tr>
      ))}
    </FoldedTable>
  );
}
