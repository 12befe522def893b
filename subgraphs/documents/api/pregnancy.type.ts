import { CalendarDate } from '@cie/kit/scalars.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { FolderPart, Pregnancy } from '../domain/gather-pregnancies.ts';
import { DocumentType, toDocumentType } from './document.type.ts';

export const PregnancyPart = { ANTENATAL: 'antenatal', BIRTH: 'birth', POSTNATAL: 'postnatal' } as const satisfies Record<string, FolderPart>;

registerEnumType(PregnancyPart, {
  name: 'PregnancyPart',
  description: 'Part of a maternity folder.',
  valuesConfig: { ANTENATAL: { description: 'Before the birth.' }, BIRTH: { description: 'About the birth.' }, POSTNATAL: { description: 'After the birth.' } },
});

@ObjectType('PregnancyDocument', { description: 'A document in a maternity folder.' })
export class PregnancyDocumentType {
  @Field(() => PregnancyPart, { description: 'Where in the folder it stands.' })
  readonly part!: FolderPart;

  @Field(() => DocumentType, { description: 'The document.' })
  readonly document!: DocumentType;
}

@ObjectType('Pregnancy', { description: 'A maternity folder (DOC-3): one pregnancy, as the documents that the viewer may read tell of it. Appointments and results of the time are asked for beside it, by its dates.' })
export class PregnancyType {
  @Field(() => ID, { description: 'Identifier of the folder.' })
  readonly id!: string;

  @Field(() => CalendarDate, { description: 'When the folder begins.' })
  readonly from!: string;

  @Field(() => CalendarDate, { description: 'When it closes: six weeks after the birth, or after it was expected.' })
  readonly to!: string;

  @Field(() => CalendarDate, { nullable: true, description: 'Expected date of delivery.' })
  readonly expected!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Day of the birth; null before it.' })
  readonly born!: string | null;

  @Field(() => [PregnancyDocumentType], { description: 'Its documents, the oldest first.' })
  readonly documents!: readonly PregnancyDocumentType[];
}

export function toPregnancyType(patient: RoomPatient, { id, from, to, expected, born, documents }: Pregnancy): PregnancyType {
  return { id, from, to, expected, born, documents: documents.map(({ part, document }) => ({ part, document: toDocumentType(patient, document) })) };
}
