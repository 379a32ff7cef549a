import { FIELD_GROUPS, FIELDS } from '../../protocol/places/field.ts';
import { documentHead, loadReportApp } from '../../report/reporters/html/page.ts';
import { escapeLines, escapeText } from '../../text/escape.ts';
import { count } from '../../text/numbers.ts';
import { shortJson } from '../../text/shorten.ts';
import type { Json } from '../../json/json.ts';
import {
  LOST,
  lostRows,
  WORD_MEANING,
  WORDS,
  type FieldRow,
  type LaneResult,
  type RelayResult,
  type Word,
} from '../result.ts';
import { TITLES, verdictOf, whereOf } from './document.ts';
import { RELAY_STYLE } from './html-style.ts';
import { endsOf, lossesOf, untoldOf, type Loss } from './losses.ts';

/** The report as one HTML page. It opens from the disk, without scripts and requests. */
export function* htmlRelay(result: RelayResult): Generator<string> {
  yield documentHead('tooltape relay', loadReportApp().style + RELAY_STYLE);
  const lost = lostRows(result).length;
  yield `<header class="masthead"><div class="brand">tooltape relay</div><h1>${html(verdictOf(result))}</h1>`;
  yield `<p class="lead">${lost === 0 ? 'Every field that was sent came through, or the client was told.' : 'Fields that did not come through, and nothing told the client.'}</p></header>\n`;
  yield '<main class="relay">\n';
  yield matrix(result.lanes);
  const losses = lossesOf(result.lanes);
  if (losses.length > 0) {
    yield '<section><h2>What was lost, worst first</h2>\n';
    for (const loss of losses) yield lossView(loss);
    yield '</section>\n';
  }
  yield unsaid(result.lanes);
  yield additions(result.lanes);
  yield words();
  yield `</main>\n<footer class="colophon">tooltape ${html(result.tool.version)}</footer>\n</body>\n</html>\n`;
}

function html(text: string): string {
  return entities(escapeText(text));
}

/** A text as HTML, with its line breaks. */
function lines(text: string): string {
  return entities(escapeLines(text));
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function matrix(lanes: readonly LaneResult[]): string {
  const head = ['Lane', ...FIELD_GROUPS.map((group) => TITLES[group]), 'Lost', 'Refused', 'Unsayable'];
  const rows = lanes.map((lane) => {
    const cells = FIELD_GROUPS.map((group) =>
      groupCell(lane.fields.filter(({ field }) => FIELDS[field].group === group)),
    );
    const lost = cell(count(lane.fields.filter(({ word }) => LOST.has(word)).length), '');
    return `<tr><td>${html(lane.name)}</td>${cells.join('')}${lost}${tally(lane, 'refused')}${tally(lane, 'unsayable')}</tr>`;
  });
  const stopped = lanes.filter((lane) => lane.stopped !== null);
  return `<section><h2>Lanes and fields</h2>
<div class="scroll-x" tabindex="0" role="region" aria-label="Lanes and fields"><table><thead><tr>${head.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
<p class="quiet">Each cell: fields that came through, of those that were sent, each streamed and not.</p>
${stopped.map(({ name, stopped: why }) => `<p class="bad">${html(`${name} came to no end: ${why}`)}</p>`).join('\n')}
</section>\n`;
}

function groupCell(rows: readonly FieldRow[]): string {
  if (rows.length === 0) return cell('–', '');
  const through = rows.filter(({ word }) => word === 'kept' || word === 'translated').length;
  return cell(`${count(through)}/${count(rows.length)}`, rows.some(({ word }) => LOST.has(word)) ? 'bad' : 'good');
}

function tally({ fields }: LaneResult, word: Word): string {
  return cell(count(fields.filter((row) => row.word === word).length), '');
}

function cell(text: string, tone: string): string {
  return `<td${tone === '' ? '' : ` class="${tone}"`}>${text}</td>`;
}

function lossView({ lane, word, fields, rows }: Loss): string {
  const [row] = rows;
  const note = row.note === null ? '' : ` ${html(row.note)}.`;
  const values =
    word === 'failed'
      ? ''
      : ` Said <code>${html(short(row.said))}</code>, found <code>${html(short(row.found))}</code>.`;
  const ends = endsOf(row, lane).map(
    ({ name, body }) =>
      `<div><h4>${name}</h4><pre tabindex="0">${body === null ? 'nothing' : marked(body, row)}</pre></div>`,
  );
  const about = fields.length === 1 ? FIELDS[row.field].about : fields.join(', ');
  return `<details><summary><span class="word bad">${word}</span> <b>${html(lane.name)} · ${html(fields.length === 1 ? row.field : `${fields.length} fields`)}</b> ${html(about)}; ${html(whereOf(rows))}</summary>
<p class="why">${note}${values} Side: ${row.side ?? 'none'}. Shown: ${html(row.situation)}${row.stream ? ', streamed' : ''}.</p>
<div class="ends">${ends.join('')}</div></details>\n`;
}

function short(value: Json): string {
  return value === null ? 'nothing' : shortJson(value, 160);
}

/** A body as HTML, in which `<mark>` marks the text of the field that was sent, else the text that arrived. */
function marked(body: Json, { said, found }: FieldRow): string {
  const text = lines(typeof body === 'string' ? body : JSON.stringify(body, null, 2));
  const signs = [said, found].flatMap((value) => (typeof value === 'string' && value.length > 1 ? [value] : []));
  for (const sign of signs) {
    const shown = lines(JSON.stringify(sign).slice(1, -1));
    if (text.includes(shown)) return text.replace(shown, () => `<mark>${shown}</mark>`);
  }
  return text;
}

function unsaid(lanes: readonly LaneResult[]): string {
  const rows = untoldOf(lanes).map(({ lane, word, fields, note }) => {
    const why = note === null ? '' : `: ${note}`;
    return `<dt>${html(lane)} · ${word}</dt><dd>${html(fields.join(', ') + why)}</dd>`;
  });
  return rows.length === 0
    ? ''
    : `<section><h2>What the gateway could not say, or refused</h2><dl>${rows.join('')}</dl></section>\n`;
}

function additions(lanes: readonly LaneResult[]): string {
  const rows = lanes.flatMap((lane) =>
    lane.additions.map(
      ({ field, value, count: times }) =>
        `<dt>${html(lane.name)} · ${field}</dt><dd><code>${html(short(value))}</code> ${count(times)}×</dd>`,
    ),
  );
  return rows.length === 0 ? '' : `<section><h2>What the gateway added</h2><dl>${rows.join('')}</dl></section>\n`;
}

function words(): string {
  const rows = WORDS.map((word) => `<dt>${word}</dt><dd>${WORD_MEANING[word]}</dd>`);
  return `<section><h2>Words</h2><dl>${rows.join('')}</dl></section>\n`;
}
