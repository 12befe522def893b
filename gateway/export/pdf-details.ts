import { formatNhsNumber } from '@cie/kit/nhs-number.ts';
import { dayOf } from '../pages/dates.ts';
import type { Drawing } from './drawing.ts';
import type { Details } from './record.ts';
import { writtenDate } from './times.ts';
import { words } from './words.ts';

export function nameOf(details: Details | null): string | null {
  if (details === null) return null;
  const name = [details.prefix, details.givenName, details.familyName].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? null : name;
}

/** The graph's word for people to read; another word as it stands. */
function sexOf(sex: string | null): string | null {
  return Object.entries(words.sexes).find(([known]) => known === sex)?.[1] ?? sex;
}

export function drawDetails(pdf: Drawing, details: Details | null): void {
  pdf.section(words.details);
  if (details === null) return pdf.paragraph(words.detailsNone);
  const { facts } = words;
  const kin = details.nextOfKin.map((each) => [each.name, each.relationship, each.phone, each.email].filter((part) => part !== null).join(', '));
  pdf.facts([
    [facts.name, nameOf(details)],
    [facts.nhsNumber, details.nhsNumber === null ? null : formatNhsNumber(details.nhsNumber)],
    [facts.born, details.birthDate === null ? null : writtenDate(details.birthDate)],
    [facts.sex, sexOf(details.sex)],
    [facts.address, details.address === null ? null : [...details.address.lines, details.address.postcode].filter((line) => line !== null).join('\n')],
    [facts.phone, details.phone],
    [facts.email, details.email],
    [facts.practice, details.generalPractice],
    [facts.doctor, details.generalPractitioner],
    [facts.kin, kin.join('\n')],
    [facts.source, details.source === null || details.updatedAt === null ? null : words.from(details.source.name, dayOf(details.updatedAt))],
  ]);
}
