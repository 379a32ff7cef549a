import type { JSX } from 'preact';

import type { AgainstIndex, RunComparison } from '../../report/reporters/html/report-index.ts';
import { count, counted, points, pointsInterval, pValue } from '../../text/numbers.ts';
import { CHANGES, changeCounts, MARKED, type Change } from '../data/changes.ts';
import type { Matrix } from '../data/matrix-data.ts';
import type { View } from '../data/view.ts';
import { Text } from '../text.tsx';
import { visibleText } from '../../text/escape.ts';

interface ChangesProps {
  readonly matrix: Matrix;
  readonly view: View;
  readonly onChange: (change: Partial<View>) => void;
}

/** The section of changes since the older run: a significance test by model, then the edits. Null without an older run. */
export function Changes({ matrix, view, onChange }: ChangesProps): JSX.Element | null {
  const { index, older } = matrix;
  const { against } = index;
  if (against === null || older === null) return null;
  const counts = changeCounts(older, index.models.length);
  const kinds = [...MARKED, 'unchanged' as const].filter((kind) => counts.some((of) => (of.get(kind) ?? 0) > 0));
  return (
    <section aria-labelledby="changes-heading" class="changes">
      <h2 id="changes-heading">
        Since <Text>{against.name}</Text>
      </h2>
      <div class="scroll-x" role="region" aria-labelledby="changes-heading" tabIndex={0}>
        <table class="model-table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">More than chance?</th>
              <th scope="col" class="number">
                Points
                <span class="under">95% interval</span>
              </th>
              <th scope="col" class="number" title="Corrected for the number of models (Holm)">
                p
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" class="number">
                  {CHANGES[kind].label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {index.models.map(({ name }, model) => (
              <ModelChanges
                key={name}
                name={name}
                against={against}
                kinds={kinds}
                counts={counts[model] ?? new Map()}
                onShow={(kind) => onChange({ results: [kind], models: index.models.length === 1 ? [] : [name] })}
                shown={view.results}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet note">{against.method}</p>
      <OnlyInOne comparison={against.comparison} />
      <Edits against={against} />
    </section>
  );
}

interface ModelChangesProps {
  readonly name: string;
  readonly against: AgainstIndex;
  readonly kinds: readonly Change[];
  readonly counts: ReadonlyMap<Change, number>;
  readonly shown: readonly string[];
  readonly onShow: (kind: Change) => void;
}

function ModelChanges({ name, against, kinds, counts, onShow }: ModelChangesProps): JSX.Element {
  const pair = against.comparison.pairs.find(({ candidate }) => candidate === name);
  const verdict = pair === undefined || pair.n === 0 ? null : pair.verdict;
  return (
    <tr>
      <th scope="row">
        <span class="model-name">
          <Text>{name}</Text>
        </span>
        {pair === undefined || pair.base === pair.candidate ? null : (
          <span class="under">
            was <Text>{pair.base}</Text>
          </span>
        )}
      </th>
      <td>
        {verdict === null ? (
          <span class="quiet">not in both runs</span>
        ) : (
          <span class={`severity verdict-${verdict}`}>
            {verdict === 'inconclusive' ? 'no significant difference' : verdict}
          </span>
        )}
      </td>
      <td class="number">
        {points(pair?.difference ?? null)}
        <span class="under">{pointsInterval(pair?.interval ?? null)}</span>
      </td>
      <td class="number">{pValue(pair?.pAdjusted ?? null)}</td>
      {kinds.map((kind) => {
        const n = counts.get(kind) ?? 0;
        return (
          <td key={kind} class="number">
            {n === 0 ? (
              <span class="quiet">–</span>
            ) : kind === 'unchanged' ? (
              count(n)
            ) : (
              <button
                type="button"
                class="link"
                aria-label={`Show ${counted(n, 'scenario')} of ${visibleText(name)}: ${CHANGES[kind].label.toLowerCase()}`}
                onClick={() => onShow(kind)}
              >
                {count(n)}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** The list of scenarios and models that only one of the two runs has. */
function OnlyInOne({ comparison }: { comparison: RunComparison }): JSX.Element | null {
  const { onlyInBase, onlyInCandidate, missing } = comparison;
  const lines = [
    ...told('Only in the older run', 'scenario', onlyInBase.scenarios),
    ...told('Only in the older run', 'model', onlyInBase.models),
    ...told('Only in this run', 'scenario', onlyInCandidate.scenarios),
    ...told('Only in this run', 'model', onlyInCandidate.models),
    ...(missing.total === 0
      ? []
      : [
          `Judged in the older run and missing here: ${counted(missing.total, 'scenario × model', 'scenarios × models')}.`,
        ]),
  ];
  if (lines.length === 0) return null;
  return (
    <ul class="only">
      {lines.map((line) => (
        <li key={line} dir="auto">
          <Text>{line}</Text>
        </li>
      ))}
    </ul>
  );
}

const NAMED = 8;

function told(where: string, what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMED ? ` and ${count(names.length - NAMED)} more` : '';
  return [`${where}, ${counted(names.length, what)}: ${names.slice(0, NAMED).join(', ')}${more}.`];
}

/** The edits to messages, tools and expectations between the two runs, as a diff. */
function Edits({ against: { edits, moreEdits } }: { against: AgainstIndex }): JSX.Element | null {
  if (edits.length === 0) return null;
  const scenarios = edits.reduce((sum, edit) => sum + edit.scenarios.length, 0);
  return (
    <details class="edits" open={edits.length <= 3}>
      <summary>Edited {counted(scenarios, 'scenario')}: messages, tools and expectations, before and after</summary>
      <div>
        {edits.map(({ scenarios: ids, lines }) => (
          <div key={ids[0]} class="edit">
            <p class="edit-scenarios">
              <Text>
                {ids.length > NAMED
                  ? `${ids.slice(0, NAMED).join(', ')} and ${count(ids.length - NAMED)} more`
                  : ids.join(', ')}
              </Text>
            </p>
            {lines.map((line, i) => (
              <DiffLine key={i} line={line} />
            ))}
          </div>
        ))}
        {moreEdits === 0 ? null : <p class="quiet">and {counted(moreEdits, 'more edit')}</p>}
      </div>
    </details>
  );
}

function DiffLine({ line }: { line: string }): JSX.Element {
  const text = <Text>{line.slice(2)}</Text>;
  if (line.startsWith('- '))
    return (
      <del dir="auto">
        <span class="sr-only">before: </span>
        {text}
      </del>
    );
  if (line.startsWith('+ '))
    return (
      <ins dir="auto">
        <span class="sr-only">after: </span>
        {text}
      </ins>
    );
  return (
    <p class="quiet">
      <Text>{line}</Text>
    </p>
  );
}
