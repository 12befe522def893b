import type { ChangePurpose } from '@cie/kit/changes.ts';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { AllowedChange } from '../domain/change-record.ts';

export const ChangePurposeName = {
  RECORD_MEASUREMENT: 'record-measurement',
  ENTER_CARE_ITEM: 'enter-care-item',
  RELEASE_RESULT: 'release-result',
  EXTEND_DELAY: 'extend-delay',
  MOVE_REPORT: 'move-report',
  MOVE_CARE_ITEM: 'move-care-item',
  UPLOAD_DOCUMENT: 'upload-document',
  MOVE_DOCUMENT: 'move-document',
  REQUEST_APPOINTMENT_CHANGE: 'request-appointment-change',
  MOVE_APPOINTMENT: 'move-appointment',
} as const satisfies Readonly<Record<string, ChangePurpose>>;

registerEnumType(ChangePurposeName, {
  name: 'ChangePurpose',
  description: 'What somebody wants to do to a record.',
  valuesConfig: {
    RECORD_MEASUREMENT: { description: 'Enter, change or remove an own measurement (RES-6).' },
    ENTER_CARE_ITEM: { description: 'Enter, change or remove an own medication, allergy or condition (CAR-1).' },
    RELEASE_RESULT: { description: 'Let the patient read a result before its delay is over (RES-4).' },
    EXTEND_DELAY: { description: 'Make the delay of a result longer, once (RES-4).' },
    MOVE_REPORT: { description: 'Move a result to another privacy label (ACS-1).' },
    MOVE_CARE_ITEM: { description: 'Move a medicine, an allergy, a condition or a care plan to another privacy label (ACS-1).' },
    MOVE_DOCUMENT: { description: 'Move a document to another privacy label (ACS-1).' },
    MOVE_APPOINTMENT: { description: 'Move an appointment to another privacy label (ACS-1).' },
    UPLOAD_DOCUMENT: { description: 'Add a document, or take an own one back (DOC-2).' },
    REQUEST_APPOINTMENT_CHANGE: { description: 'Ask the booking team to change or cancel an appointment (APT-1).' },
  },
});

/** Write passes by room; only the room that the purpose belongs to gets one. */
@ObjectType('ChangeAccess', { description: 'Write passes to the rooms of a record; never visible to clients.' })
@Directive('@inaccessible')
export class ChangeAccessType {
  readonly change: AllowedChange;

  constructor(change: AllowedChange) {
    this.change = change;
  }
}

@ObjectType('RecordChange', { description: 'A change to a record, for the purpose that was asked for.' })
@Directive('@key(fields: "id")')
export class RecordChangeType {
  @Field(() => ID, { description: "The exchange's own identifier of the person; not an NHS number." })
  readonly id: string;

  readonly change: AllowedChange;

  constructor(change: AllowedChange) {
    this.id = change.patientId;
    this.change = change;
  }
}
