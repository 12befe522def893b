import type { Drawing } from './drawing.ts';
import { judgementOf } from './judgement.ts';
import { drawAsk, drawText, placeOf } from './pdf-items.ts';
import type { Culture, Observation, Report } from './record.ts';
import { writtenDay, writtenWhen } from './times.ts';
import { words } from './words.ts';

/** A value of more than this, or of more lines than that, stands under its table: a row that is higher than a page cannot be read. */
const longValue = { characters: 300, lines: 8 } as const;

const columns = [
  { heading: words.tests.test, share: 0.3 },
  { heading: words.tests.result, share: 0.26 },
  { heading: words.tests.range, share: 0.18 },
  { heading: words.tests.meaning, share: 0.26 },
] as const;

const cultureColumns = [
  { heading: words.medicines.medicine, share: 0.4 },
  { heading: words.medicines.works, share: 0.35 },
  { heading: words.medicines.measured, share: 0.25 },
] as const;

export const isLong = (text: string): boolean => text.length > longValue.characters || text.split('\n').length > longValue.lines;

export function drawReport(pdf: Drawing, report: Report): void {
  pdf.item(named(report), writtenDay(report.issuedAtText, report.issuedAt) ?? '');
  const state = report.status === 'FINAL' ? null : words.statuses[report.status];
  pdf.facts([
    [words.reported, writtenWhen(report.issuedAtText, report.issuedAt)],
    [words.collected, writtenWhen(report.collectedAtText, report.collectedAt)],
    [words.hospital, placeOf(report)],
    [words.author, report.author],
    [words.requester, report.requester === report.author ? null : report.requester],
    [words.state, report.corrected && state === null ? words.statuses.CORRECTED : state],
  ]);
  if (report.text !== null) drawText(pdf, words.report, report.text);
  if (report.observations.length > 0) drawTests(pdf, report.observations);
  for (const culture of report.cultures) drawCulture(pdf, culture);
  if (report.comments.length > 0) drawText(pdf, words.comments, report.comments.join('\n'));
  for (const { title } of report.attachments) pdf.paragraph(words.attachment(title), 'quiet');
  drawAsk(pdf, report.ask);
}

/** The laboratory's name, and the one that people use. */
export const named = ({ name, plainName }: { readonly name: string; readonly plainName: string | null }): string => (plainName === null || plainName === name ? name : `${name} (${plainName})`);

function drawTests(pdf: Drawing, observations: readonly Observation[]): void {
  pdf.table(columns, observations.map(row));
  for (const { name, value, comments } of observations) {
    for (const text of [value, ...comments]) if (text !== null && isLong(text)) drawText(pdf, name, text);
  }
}

/** How far a test has come where it is not final; corrections are said in words of their own. */
export const unsettled = (status: Observation['status']): string | null => (status === 'FINAL' || status === 'CORRECTED' ? null : words.statuses[status]);
const lines = (texts: readonly (string | null)[]): string => texts.filter((each) => each !== null).join('\n');

function row(observation: Observation): readonly string[] {
  const { value, unit, referenceRange, comments, corrected, correction, previousValue, status } = observation;
  const result = value === null ? words.noValue : isLong(value) ? words.seeBelow : [value, unit].filter((each) => each !== null).join(' ');
  const change = !corrected ? null : (correction ?? (previousValue === null || isLong(previousValue) ? words.correctedOnly : words.correctedFrom(previousValue)));
  const said = comments.map((each) => (isLong(each) ? words.seeBelow : each));
  return [named(observation), lines([result, change]), referenceRange ?? words.noRange, lines([judgementOf(observation), unsettled(status), ...said])];
}

/** A germ that grew, and which medicines work on it. */
function drawCulture(pdf: Drawing, { name, organism, growth, status, comments, corrected, sensitivities }: Culture): void {
  pdf.heading(words.germ(name, organism));
  const said = lines([growth, unsettled(status), corrected ? words.correctedOnly : null, ...comments]);
  if (said !== '') pdf.paragraph(said);
  if (sensitivities.length === 0) return;
  pdf.table(cultureColumns, sensitivities.map((each) => [
    each.antibiotic,
    lines([words.susceptibility[each.interpretation], unsettled(each.status), each.corrected ? words.correctedOnly : null, ...each.comments.map((text) => (isLong(text) ? words.seeBelow : text))]),
    [each.value, each.unit].filter((text) => text !== null).join(' '),
  ]));
  for (const each of sensitivities) for (const text of each.comments) if (isLong(text)) drawText(pdf, each.antibiotic, text);
}
