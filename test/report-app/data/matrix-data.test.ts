import { expect, test } from 'vitest';

import {
  buildMatrix,
  cellAt,
  foldText,
  selectRows,
  shownModels,
  tally,
} from '../../../src/report-app/data/matrix-data.ts';
import { DEFAULT_VIEW, type View } from '../../../src/report-app/data/view.ts';
import { htmlReport } from '../../../src/report/reporters/html/html.ts';
import { generatedRun } from '../../report-html/generated-run.ts';
import { indexOf } from '../../support/report-page.ts';

const run = generatedRun(120);
const index = indexOf([...htmlReport(run)].join(''));
const matrix = buildMatrix(index);
const trials = [...run.trials()];
const texts = index.scenarios.id.map((id, i) => foldText(`${id}\n${index.scenarios.excerpt[i]}`));
const select = (view: Partial<View>): string[] =>
  selectRows(matrix, { ...DEFAULT_VIEW, sort: 'scenario', ...view }, texts).map((row) => index.scenarios.id[row] ?? '');
/** As people order them: `s2` before `s10`. */
const natural = (names: readonly string[]): string[] =>
  names.toSorted((a, b) => {
    const [x, y] = [a, b].map((id) => id.replaceAll(/\d+/g, (digits) => digits.padStart(20, '0'))) as [string, string];
    return x < y ? -1 : 1;
  });
const ids = (wanted: (trial: (typeof trials)[number]) => boolean): string[] =>
  natural([...new Set(trials.filter(wanted).map((trial) => trial.scenario))]);

test('without filters every scenario is there, in the natural order of ids', () => {
  const all = natural(run.header.scenarios.map(({ id }) => id));
  expect(select({})).toEqual(all);
  expect(select({ descending: true })).toEqual(all.toReversed());
  expect(natural(['s10', 's2'])).toEqual(['s2', 's10']);
});

test('a report opens with what fails first', () => {
  expect(DEFAULT_VIEW.sort).toBe('passes');
  const solved = selectRows(matrix, DEFAULT_VIEW, texts).map((row) => {
    const { solved: passed, judged } = tally(matrix, row, shownModels(index, []));
    return judged === 0 ? 2 : passed / judged;
  });
  expect(solved).toEqual(solved.toSorted((a, b) => a - b));
  expect(solved[0]).toBeLessThan(solved.at(-1) ?? 0);
});

test('a reason keeps the scenarios in which some trial ended so', () => {
  expect(select({ results: ['missing-call'] })).toEqual(ids(({ reason }) => reason === 'missing-call'));
  expect(select({ results: ['error', 'wrong-tool'] })).toEqual(
    ids(({ status, reason }) => status === 'error' || reason === 'wrong-tool'),
  );
});

test('a reason counts for the chosen models only', () => {
  expect(select({ results: ['fail'], models: ['gpt-4o'] })).toEqual(
    ids(({ model, status }) => model === 'gpt-4o' && status === 'fail'),
  );
  expect(shownModels(index, ['gpt-4o']).map((model) => index.models[model]?.name)).toEqual(['gpt-4o']);
  expect(shownModels(index, ['no such model'])).toHaveLength(9);
});

test('text is found in ids and prompts, all of its words, in any case and width', () => {
  expect(select({ text: '雨伞 北京' })).toEqual(
    natural(run.header.scenarios.filter((s) => JSON.stringify(s.messages).includes('北京')).map(({ id }) => id)),
  );
  expect(select({ text: 'ABSTAIN-0009' })).toEqual(['abstain-0009-weather-and-umbrella']);
  expect(select({ text: 'ａｂｓｔａｉｎ-0009' })).toEqual(['abstain-0009-weather-and-umbrella']);
  expect(select({ text: 'nowhere to be found' })).toEqual([]);
});

test('any of the chosen tags will do', () => {
  expect(select({ tags: ['zh', 'live'] })).toEqual(
    natural(
      run.header.scenarios.filter(({ tags }) => tags.includes('zh') || tags.includes('live')).map(({ id }) => id),
    ),
  );
});

test('the order by passes, disagreement and model is by what was counted, ties by scenario', () => {
  const share = (id: string): number => {
    const { solved, judged } = tally(matrix, index.scenarios.id.indexOf(id), shownModels(index, []));
    return solved / judged;
  };
  const shares = select({ sort: 'passes' }).map(share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  const spread = select({ sort: 'disagreement', descending: true }).map((id) => Math.min(share(id), 1 - share(id)));
  spread.slice(1).forEach((value, i) => expect(value).toBeLessThanOrEqual((spread[i] ?? 0) + 1e-9));
  const byModel = select({ sort: 'model:gpt-4o' }).map(
    (id) => cellAt(matrix, index.scenarios.id.indexOf(id), 0)?.outcome.status === 'pass',
  );
  expect(byModel).toEqual(byModel.toSorted((a, b) => Number(a) - Number(b)));
});

test('a cell of several trials counts its passes and shows what most of the others ended in', () => {
  for (const [scenario, id] of index.scenarios.id.entries()) {
    for (const [model, { name }] of index.models.entries()) {
      const rows = trials.filter((trial) => trial.scenario === id && trial.model === name);
      const cell = cellAt(matrix, scenario, model);
      expect(cell?.pass).toBe(rows.filter(({ status }) => status === 'pass').length);
      expect(cell?.trials.length).toBe(rows.length);
      const misses = rows.filter(({ status }) => status !== 'pass').map(({ reason }) => reason);
      if (misses.length > 0) expect(misses).toContain(cell?.outcome.reason);
      else expect(cell?.outcome.status).toBe('pass');
    }
  }
});
