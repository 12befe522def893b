import { judgementOf } from '../export/judgement.ts';
import { drawPlan } from '../export/pdf-care.ts';
import { drawDetails } from '../export/pdf-details.ts';
import type { Column, Drawing } from '../export/drawing.ts';
import { placeOf } from '../export/pdf-items.ts';
import { drawReport, isLong, named, unsettled } from '../export/pdf-report.ts';
import type { CareItem, Letter, Measurement, Report } from '../export/record.ts';
import { dayAndTimeOrNone, writtenDate, writtenDay, writtenWhen } from '../export/times.ts';
import { words as fileWords } from '../export/words.ts';
import { dayAndTime } from '../pages/dates.ts';
import type { Html } from '../pages/html.ts';
import { newestTests, type NewestTest } from './newest-tests.ts';
import { PageDrawing } from './page-drawing.ts';
import type { Summary } from './read-summary.ts';
import { words } from './words.ts';

/** The summary as a page to read and print. What could do harm if it were overlooked comes first; of each test stands the newest value. */
export function summaryPage(summary: Summary, now: Date): Html {
  const page = new PageDrawing();
  const { details, care, laboratory, radiology, measurements, documents } = summary;
  const { columns, none, noAllergies } = words.summary;
  page.paragraph(words.summary.made(dayAndTime(now)));
  page.paragraph(words.summary.leftOut);
  drawDetails(page, details);
  drawTable(page, fileWords.allergies, noAllergies, columns.allergies, care.allergies, (each) => [
    each.name, each.reaction ?? '', lines(worded(fileWords.severities, each.severity), worded(fileWords.criticalities, each.criticality)), lines(worded(fileWords.certainties, each.verification), worded(fileWords.clinicalStatuses, each.status)), sourceOf(each),
  ]);
  drawTable(page, fileWords.medications, none, columns.medications, care.medications, (each) => [
    each.name, lines(each.dosage, each.reason), lines(fileWords.medicationStatuses[each.status], sinceOf(each)), sourceOf(each),
  ]);
  drawTable(page, fileWords.conditions, none, columns.conditions, care.conditions, (each) => [
    each.name, lines(worded(fileWords.clinicalStatuses, each.status), worded(fileWords.severities, each.severity), worded(fileWords.certainties, each.verification)), sinceOf(each), sourceOf(each),
  ]);
  drawAll(page, fileWords.plans, care.carePlans, drawPlan);
  drawTests(page, laboratory);
  drawAll(page, fileWords.radiology, radiology, drawReport);
  drawTable(page, fileWords.measurements, none, columns.measurements, newestOfEachKind(measurements), (each) => [
    fileWords.measurementKinds[each.kind], `${each.secondValue === null ? each.value : `${each.value}/${each.secondValue}`} ${each.unit}`, dayAndTimeOrNone(each.measuredAt) ?? '', each.author,
  ]);
  drawAll(page, fileWords.documents, documents, drawLetter);
  return page.content;
}

function drawAll<Item>(page: Drawing, title: string, items: readonly Item[], draw: (page: Drawing, item: Item) => void): void {
  page.section(title);
  for (const item of items) draw(page, item);
  if (items.length === 0) page.paragraph(words.summary.none);
}

function drawTable<Item>(page: Drawing, title: string, none: string, headings: readonly string[], items: readonly Item[], rowOf: (item: Item) => readonly string[]): void {
  page.section(title);
  if (items.length === 0) page.paragraph(none);
  else page.table(headings.map((heading): Column => ({ heading, share: 1 / headings.length })), items.map(rowOf));
}

/** One line a test, and below them what does not fit into a line: cultures, texts, long values. */
function drawTests(page: Drawing, reports: readonly Report[]): void {
  const newest = newestTests(reports);
  const [short, long] = [newest.filter(({ test }) => !isLong(test.value ?? '')), newest.filter(({ test }) => isLong(test.value ?? ''))];
  const inWords = reports.filter(({ text, cultures }) => text !== null || cultures.length > 0);
  if (newest.length > 0 || inWords.length === 0) drawTable(page, fileWords.laboratory, words.summary.none, words.summary.columns.tests, short, testRow);
  else page.section(fileWords.laboratory);
  for (const { test, report } of long) {
    page.item(`${named(test)}, ${whenOf({ test, report })}`);
    page.paragraph(test.value ?? '');
  }
  // Their single tests stand above.
  for (const report of inWords) drawReport(page, { ...report, observations: [] });
}

const whenOf = ({ test, report }: NewestTest): string => writtenDay(test.observedAtText, test.observedAt) ?? writtenDay(report.issuedAtText, report.issuedAt) ?? '';

function testRow({ test, report }: NewestTest): readonly string[] {
  const value = [test.value, test.unit].filter((each) => each !== null).join(' ');
  return [
    named(test), lines(value, test.corrected ? fileWords.statuses.CORRECTED : null, unsettled(test.status)), test.referenceRange ?? fileWords.noRange,
    lines(judgementOf(test), ...test.comments), lines(whenOf({ test, report }), placeOf(report)),
  ];
}

function drawLetter(page: Drawing, letter: Letter): void {
  page.item(letter.title);
  page.facts([
    [fileWords.kind, letter.type === letter.title ? null : letter.type],
    [fileWords.written, writtenWhen(letter.atText, letter.at)],
    [fileWords.writtenBy, letter.author],
    [fileWords.hospital, placeOf(letter)],
    [fileWords.state, letter.completion === null ? null : fileWords.completions[letter.completion]],
  ]);
  page.paragraph(letter.text ?? words.summary.fileOnly, letter.text === null ? 'quiet' : 'plain');
}

const newestOfEachKind = (measurements: readonly Measurement[]): readonly Measurement[] =>
  measurements.filter(({ kind }, index) => measurements.findIndex((each) => each.kind === kind) === index);

const lines = (...texts: readonly (string | null)[]): string => texts.filter((each) => each !== null && each !== '').join('\n');
const worded = <Word extends string>(known: Readonly<Record<Word, string | null>>, word: Word | null): string | null => (word === null ? null : known[word]);
const sinceOf = ({ startedOn, endedOn }: CareItem): string => [startedOn, endedOn].filter((each) => each !== null).map(writtenDate).join(' – ');
const sourceOf = (item: CareItem): string =>
  item.addedByPerson || item.organisation === null ? fileWords.addedBy(item.author) : (placeOf({ site: item.site, organisation: item.organisation }) ?? '');
