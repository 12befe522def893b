import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { Label } from '@cie/kit/names.ts';
import { CalendarDate, DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Upload, UploadReason, UploadState } from '../domain/upload.ts';

export const UploadStateName = { RECEIVING: 'receiving', BEING_CHECKED: 'waiting', HELD: 'held', REFUSED: 'refused', WITHDRAWN: 'withdrawn' } as const satisfies Record<string, UploadState>;

registerEnumType(UploadStateName, {
  name: 'UploadState',
  description: 'Where a file stands that somebody adds. What was found clean is a document.',
  valuesConfig: {
    RECEIVING: { description: 'Its bytes are still coming.' },
    BEING_CHECKED: { description: 'It waits for the scanner.' },
    HELD: { description: 'A person has to look at it.' },
    REFUSED: { description: 'It is not taken, and destroyed.' },
    WITHDRAWN: { description: 'Whoever added it took it back.' },
  },
});

export const UploadReasonName = { MALWARE: 'malware', TOO_LARGE_TO_SCAN: 'too-large-to-scan' } as const satisfies Record<string, UploadReason>;

registerEnumType(UploadReasonName, {
  name: 'UploadReason',
  description: 'Why a file is held or refused.',
  valuesConfig: { MALWARE: { description: 'It holds harmful software.' }, TOO_LARGE_TO_SCAN: { description: 'It is larger than what the scanner takes.' } },
});

/** Kinds of documents that people add, in words. */
export const UploadKind = { LETTER: 'Letter', TEST_RESULT: 'Test result', CARE_PLAN: 'Care plan', PICTURE: 'Picture', OTHER: 'Other document' } as const;
export type UploadKind = (typeof UploadKind)[keyof typeof UploadKind];

registerEnumType(UploadKind, {
  name: 'UploadKind',
  description: 'What a file is that somebody adds.',
  valuesConfig: {
    LETTER: { description: 'A letter.' },
    TEST_RESULT: { description: 'The result of a test.' },
    CARE_PLAN: { description: 'A plan of care.' },
    PICTURE: { description: 'A picture.' },
    OTHER: { description: 'Anything else.' },
  },
});

@ObjectType('Upload', { description: 'A file that the viewer added and that is not in the record, or not yet (DOC-2). Nobody else sees it.' })
export class UploadType {
  @Field(() => ID, { description: 'Identifier; also of the document that it becomes.' })
  readonly id!: string;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => String, { description: 'What its file is called.' })
  readonly fileName!: string;

  @Field(() => UploadStateName, { description: 'Where it stands.' })
  readonly state!: UploadState;

  @Field(() => UploadReasonName, { nullable: true, description: 'Why it is held or refused.' })
  readonly reason!: UploadReason | null;

  @Field(() => DateTime, { description: 'When it was added.' })
  readonly at!: Date;
}

export function toUploadType({ id, title, fileName, state, reason, createdAt }: Upload): UploadType {
  return { id, title, fileName, state, reason, at: createdAt };
}

@InputType('UploadInput', { description: 'What somebody says of a file they add.' })
export class UploadInput {
  @Field(() => String, { description: 'Title, up to 120 characters.' })
  readonly title!: string;

  @Field(() => UploadKind, { description: 'What it is.' })
  readonly kind!: UploadKind;

  @Field(() => CalendarDate, { nullable: true, description: 'The date on it.' })
  readonly dated?: string | null;

  @Field(() => PrivacyLabel, { nullable: true, description: 'Privacy label; by its title, kind and name when it is left out. GENERAL opens nothing that these close.' })
  readonly label?: Label | null;

  @Field(() => String, { description: 'What its file is called.' })
  readonly fileName!: string;

  @Field(() => String, { description: 'Type of its content: application/pdf, image/png, image/jpeg or text/plain.' })
  readonly mediaType!: string;
}
