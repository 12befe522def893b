import { OrganisationType, toOrganisation } from '@cie/kit/federation/organisation.type.ts';
import { PageInfoType } from '@cie/kit/federation/page.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import type { Label } from '@cie/kit/names.ts';
import { DateTime } from '@cie/kit/scalars.ts';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type * as domain from '../domain/document.ts';
import { DocumentCompletion, DocumentStatus } from './document-enums.ts';

@ObjectType('Document', { description: 'A letter, summary or report (DOC-1), or a file that somebody added (DOC-2).' })
export class DocumentType {
  @Field(() => ID, { description: 'Identifier of the document; the same for all its versions.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Kind of document in words, for example "Discharge summary".' })
  readonly type!: string | null;

  @Field(() => String, { description: 'Title.' })
  readonly title!: string;

  @Field(() => DocumentStatus, { nullable: true, description: 'Whether it still stands.' })
  readonly status!: domain.DocumentStatus;

  @Field(() => DocumentCompletion, { nullable: true, description: 'How far its author has come; null when the sender does not say.' })
  readonly completion!: domain.DocumentCompletion | null;

  @Field(() => Int, { description: 'Number of the newest version, which is the one shown: 1 for the first, 0 for a document that was taken back before it came.' })
  readonly version!: number;

  @Field(() => String, { nullable: true, description: 'Author; of a file that somebody added, who added it.' })
  readonly author!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'What the document is dated with; the start of the day, month or year when it says no more.' })
  readonly at!: Date;

  @Field(() => String, { nullable: true, description: 'That date as precisely as the sender gave it, ISO 8601: 2016, 2016-05, 2016-05-01, 2016-05-01T14:06.' })
  readonly atText!: string;

  @Field(() => OrganisationType, { description: 'The organisation that supplied it; PATIENT for what the patient added, or somebody who acts for them.' })
  readonly organisation!: OrganisationType;

  @Field(() => String, { nullable: true, description: 'Site it comes from.' })
  readonly site!: string | null;

  @Field(() => PrivacyLabel, { description: 'Privacy label.' })
  readonly label!: Label;

  @Field(() => DateTime, { nullable: true, description: 'When patients, proxies and carers may read it, where a delay applies (28 days for every radiology report); null without a delay.' })
  readonly availableFrom!: Date | null;

  @Field(() => String, { description: 'Type of its content: text/plain, application/pdf, image/png, image/jpeg; anything else is only to be saved.' })
  readonly mediaType!: string;

  @Field(() => Int, { nullable: true, description: 'Size of the content in bytes.' })
  readonly size!: number;

  /** The document, and whose it is with the passes under which its content is read; not part of the graph. */
  readonly stored!: domain.StoredDocument;
  readonly patient!: RoomPatient;
}

export function toDocumentType(patient: RoomPatient, document: domain.StoredDocument): DocumentType {
  const { id, type, title, status, completion, versions: version, author, at, atText, site, label, mediaType, size, delayedUntil: availableFrom } = document;
  return { id, type, title, status, completion, version, author, at, atText, site, label, availableFrom, mediaType, size, organisation: toOrganisation(document.organisation), stored: document, patient };
}

@ObjectType('DocumentVersion', { description: 'One version of a document: who wrote it, and when.' })
export class DocumentVersionType {
  @Field(() => Int, { description: '1 for the first.' })
  readonly number!: number;

  @Field(() => String, { nullable: true, description: 'Author.' })
  readonly author!: string | null;

  @Field(() => DateTime, { description: 'What this version is dated with.' })
  readonly at!: Date;

  @Field(() => String, { description: 'That date as precisely as the sender gave it.' })
  readonly atText!: string;

  @Field(() => String, { description: 'Type of its content.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'Size of the content in bytes.' })
  readonly size!: number;
}

@ObjectType('DocumentFile', { description: 'What is needed to hand out the content of a document as a file.' })
export class DocumentFileType {
  @Field(() => String, { description: 'What the file is called when it is saved, with its ending.' })
  readonly name!: string;

  @Field(() => String, { description: 'Type of the content.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'Size in bytes.' })
  readonly size!: number;

  @Field(() => String, { description: "For the exchange's own download address, which fetches the file with it; of no use anywhere else, and over after five minutes." })
  readonly ticket!: string;
}

@ObjectType('DocumentEdge', { description: 'A document in a list.' })
export class DocumentEdgeType {
  @Field(() => String, { description: 'Where the document stands in the list.' })
  readonly cursor!: string;

  @Field(() => DocumentType, { description: 'The document.' })
  readonly node!: DocumentType;
}

@ObjectType('DocumentConnection', { description: 'A page of documents.' })
export class DocumentConnectionType {
  @Field(() => [DocumentEdgeType], { description: 'The documents of this page.' })
  readonly edges!: readonly DocumentEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page ends.' })
  readonly pageInfo!: PageInfoType;
}
