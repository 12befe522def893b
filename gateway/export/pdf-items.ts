import { enteredByPatient } from '@cie/kit/changes.ts';
import type { Drawing } from './drawing.ts';
import type { Appointment, Ask, Letter, Report } from './record.ts';
import { writtenWhen } from './times.ts';
import { words } from './words.ts';

export function drawLetter(pdf: Drawing, letter: Letter): void {
  const date = writtenWhen(letter.atText, letter.at);
  pdf.item(letter.title, date ?? '');
  pdf.facts([
    [words.kind, letter.type === letter.title ? null : letter.type],
    [words.written, date],
    [words.writtenBy, letter.author],
    [words.hospital, placeOf(letter)],
    [words.state, stateOf(letter)],
  ]);
  if (letter.text !== null) pdf.paragraph(letter.text);
  else if (letter.status !== 'WITHDRAWN') pdf.paragraph(words.fileOnly, 'quiet');
  drawAsk(pdf, letter.ask);
}

/** Whether it still stands, and whether its author stands behind it. */
function stateOf({ status, completion }: Letter): string {
  const said = [status === null ? null : words.documentStatuses[status], completion === null ? null : words.completions[completion]];
  return said.filter((each) => each !== null).join('\n');
}

export function drawAppointment(pdf: Drawing, appointment: Appointment): void {
  const { start, startText, clinic, clinician, status, place, reason, instructions, organisation, ask } = appointment;
  const when = writtenWhen(startText, start);
  pdf.item(clinic ?? organisation.name, when ?? '');
  pdf.facts([
    [words.when, when ?? words.noTime],
    [words.state, words.appointmentStatuses[status]],
    [words.with, clinician],
    [words.place, place],
    [words.hospital, organisation.name],
    [words.reason, reason],
    [words.before, instructions],
  ]);
  drawAsk(pdf, ask);
}

/** A heading over text of any length. */
export function drawText(pdf: Drawing, title: string, text: string): void {
  pdf.heading(title);
  pdf.paragraph(text);
}

/** REC-2: whom to ask about an item, and how to reach them. */
export function drawAsk(pdf: Drawing, { words: whom, telephone, web }: Ask): void {
  pdf.paragraph([words.ask, whom, telephone, web].filter((each) => each !== null).join(' '), 'quiet');
}

/** Where something comes from; nothing for what people added, which its author says. */
export function placeOf({ site, organisation }: Pick<Report, 'site' | 'organisation'>): string | null {
  if (organisation.odsCode === enteredByPatient) return null;
  return site === null || site === organisation.odsCode ? organisation.name : `${site}, ${organisation.name}`;
}
