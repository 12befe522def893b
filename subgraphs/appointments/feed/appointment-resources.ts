import { answerOf, type Answer } from '@cie/kit/hl7/field-update.ts';
import type { Hl7Message, Repetition } from '@cie/kit/hl7/hl7-message.ts';
import { professionalName } from '@cie/kit/hl7/person-name.ts';

/** Service booked: AIS-3, else the appointment type SCH-8 where that is more than HL7's own table 0277. */
export function readClinic(message: Hl7Message): Answer {
  const services = allOf(message, 'AIS', 3, (service) => service.component(2) || service.component(1));
  if (services !== undefined) return services;
  const type = codedText(message.field('SCH', 8).repetitions[0]);
  return typeof type === 'string' && ['NORMAL', 'TENTATIVE', 'COMPLETE'].includes(type.toUpperCase()) ? undefined : type;
}

/** SCH-7. */
export function readReason(message: Hl7Message): Answer {
  return codedText(message.field('SCH', 7).repetitions[0]);
}

/** AIL-3 of every group, else PV1-3. */
export function readPlace(message: Hl7Message, siteName: (code: string) => string): Answer {
  const placeName = (place: Repetition): string => nameOfPlace(place, siteName);
  const visit = message.field('PV1', 3).repetitions[0];
  return allOf(message, 'AIL', 3, placeName) ?? (visit?.isDelete === true ? null : visit && (placeName(visit) || undefined));
}

/** AIP-3 of every group, else the attending doctor PV1-7. */
export function readClinician(message: Hl7Message): Answer {
  const visit = message.field('PV1', 7).repetitions[0];
  return allOf(message, 'AIP', 3, (person) => professionalName(person) ?? '') ?? (visit?.isDelete === true ? null : (professionalName(visit) ?? undefined));
}

/** Notes on the appointment and on its service; those on rooms, equipment and staff are not for the patient. */
export function readInstructions(message: Hl7Message): Answer {
  const notes: string[] = [];
  let about = '';
  let deleted = false;
  for (const segment of message.segments) {
    if (segment.name !== 'NTE') about = segment.name;
    else if (['SCH', 'TQ1', 'AIS'].includes(about)) {
      const comment = segment.field(3);
      deleted ||= comment.isDelete;
      if (!comment.isDelete && comment.wholeText.trim() !== '') notes.push(comment.wholeText.trim());
    }
  }
  if (notes.length > 0) return notes.join('\n');
  return deleted ? null : undefined;
}

function codedText(value: Repetition | undefined): Answer {
  return answerOf(value, 2) ?? answerOf(value, 1);
}

/** A multi-part appointment has a group for each part; each different value is named once. */
function allOf(message: Hl7Message, segment: string, field: number, read: (value: Repetition) => string): Answer {
  const values = message.all(segment).map((each) => each.field(field).repetitions[0]);
  const texts = new Set(values.map((value) => (value === undefined ? '' : read(value).trim())).filter((text) => text !== ''));
  if (texts.size > 0) return [...texts].join('; ');
  return values.some((value) => value?.isDelete === true) ? null : undefined;
}

/** PL: a description says it all; else room, point of care, building and facility as far as given. Some senders put code and text there. */
function nameOfPlace(place: Repetition, siteName: (code: string) => string): string {
  const description = place.component(9).trim();
  if (description !== '') return description;
  const parts = [1, 2, 7, 4].map((part) => siteName((place.sub(part, 2) || place.sub(part, 1)).trim())).filter((part) => part !== '');
  return [...new Set(parts)].join(', ');
}
