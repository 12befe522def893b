import { CieError } from '@cie/kit/errors.ts';
import { formatNhsNumber } from '@cie/kit/nhs-number.ts';
import { dayOf } from '../pages/dates.ts';
import { drawAllergy, drawCondition, drawMeasurements, drawMedication, drawPlan } from './pdf-care.ts';
import { drawDetails, nameOf } from './pdf-details.ts';
import { AccessiblePdf } from './pdf-document.ts';
import { drawAppointment, drawLetter } from './pdf-items.ts';
import { PdfTooLong } from './pdf-pages.ts';
import { drawReport } from './pdf-report.ts';
import type { RecordSource } from './record.ts';
import type { Sink } from './sink.ts';
import { words } from './words.ts';

export interface PdfReader {
  /** Who asked for the file. */
  readonly name: string;
  readonly now: Date;
}

/** The record as a document to read and print, every item with whom to ask about it. Throws DOWNLOAD_TOO_LONG. */
export async function writePdf(record: RecordSource, sink: Sink, { name, now }: PdfReader): Promise<void> {
  const details = await record.details();
  const whose = nameOf(details);
  const number = details?.nhsNumber ?? null;
  const footer = [whose, number === null ? null : `${words.facts.nhsNumber} ${formatNhsNumber(number)}`, dayOf(now)].filter((each) => each !== null).join(' · ');
  const pdf = new AccessiblePdf({ title: whose === null ? words.title : `${words.title}: ${whose}`, footer, made: now }, sink);
  try {
    pdf.title(words.title);
    pdf.paragraph(words.made(dayOf(now), name));
    pdf.paragraph(words.leftOut);
    pdf.paragraph(words.urgent);
    pdf.paragraph(words.keepSafe, 'quiet');
    drawDetails(pdf, details);
    const { allergies, medications, conditions, carePlans } = await record.care();
    await drawAll(pdf, words.allergies, words.allergiesNone, allergies, drawAllergy);
    await drawAll(pdf, words.medications, words.medicationsNone, medications, drawMedication);
    await drawAll(pdf, words.conditions, words.conditionsNone, conditions, drawCondition);
    await drawAll(pdf, words.plans, words.plansNone, carePlans, drawPlan);
    await drawAll(pdf, words.laboratory, words.laboratoryNone, record.reports('LABORATORY'), drawReport);
    await drawAll(pdf, words.radiology, words.radiologyNone, record.reports('RADIOLOGY'), drawReport);
    await drawMeasurements(pdf, record.measurements());
    await drawAll(pdf, words.documents, words.documentsNone, record.documents(), drawLetter);
    await drawAll(pdf, words.appointments, words.appointmentsNone, record.appointments(), drawAppointment);
    if (!pdf.complete) pdf.paragraph(words.unprintable, 'quiet');
    await pdf.end();
  } catch (error) {
    if (!(error instanceof PdfTooLong)) throw error;
    throw new CieError('DOWNLOAD_TOO_LONG', 'This record is too long for one PDF. Choose the file for computers (FHIR), or results as a table (CSV).', { cause: error });
  }
}

async function drawAll<Item>(pdf: AccessiblePdf, title: string, none: string, items: AsyncIterable<Item> | Iterable<Item>, draw: (pdf: AccessiblePdf, item: Item) => void): Promise<void> {
  pdf.section(title);
  let count = 0;
  for await (const item of items) {
    draw(pdf, item);
    await pdf.flush();
    count += 1;
  }
  if (count === 0) pdf.paragraph(none);
}
