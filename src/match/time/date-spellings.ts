const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Common spellings of a day such as `2026-11-23`, the simplest first; for any other text only the text itself. */
export function* dateSpellings(day: string): Generator<string> {
  yield day;
  const [year, month, date] = day.split('-');
  const name = MONTHS[Number(month) - 1];
  if (year === undefined || month === undefined || date === undefined || name === undefined) return;
  yield `${day}T00:00:00Z`;
  yield `${day}T00:00:00`;
  yield `${year}/${month}/${date}`;
  yield `${date}.${month}.${year}`;
  yield `${month}/${date}/${year}`;
  yield `${date}/${month}/${year}`;
  yield `${name} ${Number(date)}, ${year}`;
  yield `${Number(date)} ${name} ${year}`;
  yield `${year}${month}${date}`;
}
