import type { Drawing } from './drawing.ts';
import { drawAsk, drawText, placeOf } from './pdf-items.ts';
import type { Allergy, CareItem, CarePlan, Condition, Measurement, Medication } from './record.ts';
import { dayAndTimeOrNone, writtenDate } from './times.ts';
import { words } from './words.ts';

type Fact = readonly [string, string | null];

/** One item with what all of them have: dates as precisely as they are known, notes, who says so, and whom to ask. */
function drawItem(pdf: Drawing, item: CareItem, facts: readonly Fact[]): void {
  pdf.item(item.name);
  const date = (text: string | null): string | null => (text === null ? null : writtenDate(text));
  pdf.facts([
    ...facts,
    [words.began, date(item.startedOn)],
    [words.ended, date(item.endedOn)],
    [words.recorded, date(item.recordedOn)],
    [words.notes, item.notes.join('\n')],
    [words.supplied, item.addedByPerson || item.organisation === null ? words.addedBy(item.author) : placeOf({ site: item.site, organisation: item.organisation })],
  ]);
  drawAsk(pdf, item.ask);
}

export function drawMedication(pdf: Drawing, medication: Medication): void {
  drawItem(pdf, medication, [[words.state, words.medicationStatuses[medication.status]], [words.dosage, medication.dosage], [words.reason, medication.reason]]);
}

export function drawAllergy(pdf: Drawing, allergy: Allergy): void {
  const { status, verification, criticality, reaction, severity } = allergy;
  drawItem(pdf, allergy, [
    [words.state, status === null ? null : words.clinicalStatuses[status]],
    [words.reaction, reaction],
    [words.severity, severity === null ? null : words.severities[severity]],
    [words.criticality, criticality === null ? null : words.criticalities[criticality]],
    [words.certainty, verification === null ? null : words.certainties[verification]],
  ]);
}

export function drawCondition(pdf: Drawing, condition: Condition): void {
  const { status, verification, severity } = condition;
  drawItem(pdf, condition, [
    [words.state, status === null ? null : words.clinicalStatuses[status]],
    [words.severity, severity === null ? null : words.severities[severity]],
    [words.certainty, verification === null ? null : words.certainties[verification]],
  ]);
}

export function drawPlan(pdf: Drawing, plan: CarePlan): void {
  drawItem(pdf, plan, [[words.state, words.planStatuses[plan.status]]]);
  if (plan.text !== null) drawText(pdf, plan.name, plan.text);
}

/** Rows of one table, so that no more than these are in memory. */
const rowsAtOnce = 100;

const columns = [
  { heading: words.measured.when, share: 0.28 },
  { heading: words.measured.what, share: 0.22 },
  { heading: words.measured.value, share: 0.25 },
  { heading: words.measured.by, share: 0.25 },
] as const;

/** What people measured themselves, under a heading of its own: never among laboratory results (RES-6). */
export async function drawMeasurements(pdf: Drawing, measurements: AsyncIterable<Measurement>): Promise<void> {
  pdf.section(words.measurements);
  let rows: (readonly string[])[] = [];
  let count = 0;
  for await (const each of measurements) {
    if (count === 0) pdf.paragraph(words.measurementsNote);
    rows.push(row(each));
    count += 1;
    if (rows.length < rowsAtOnce) continue;
    pdf.table(columns, rows);
    rows = [];
    await pdf.flush();
  }
  if (rows.length > 0) pdf.table(columns, rows);
  if (count === 0) pdf.paragraph(words.measurementsNone);
  await pdf.flush();
}

function row({ kind, value, secondValue, unit, measuredAt, note, author }: Measurement): readonly string[] {
  const shown = `${secondValue === null ? value : `${value}/${secondValue}`} ${unit}`;
  return [dayAndTimeOrNone(measuredAt) ?? '', words.measurementKinds[kind], [shown, note].filter((each) => each !== null).join('\n'), author];
}
