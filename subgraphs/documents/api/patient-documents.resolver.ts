import { readTimePosition, toConnection } from '@cie/kit/federation/connection.ts';
import { checkedFirst, PageArgs } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { gatherPregnancies } from '../domain/gather-pregnancies.ts';
import { listDocuments, readDocument } from '../domain/read-documents.ts';
import { DocumentConnectionType, DocumentType, toDocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';
import { Patient } from './patient.type.ts';
import { PregnancyType, toPregnancyType } from './pregnancy.type.ts';
import { toUploadType, UploadType } from './upload.type.ts';

/** What the documents room adds to a patient. Each field needs the pass for this room, which sharing gives. */
@Resolver(() => Patient)
export class PatientDocumentsResolver {
  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => DocumentConnectionType, { nullable: true, description: 'Documents, newest first. Errors: PAGE_SIZE_INVALID, CURSOR_INVALID.' })
  async documents(@Root() patient: RoomPatient, @Args(() => PageArgs) page: PageArgs, @Ctx() { access, reads }: DocumentsContext): Promise<DocumentConnectionType> {
    const limit = checkedFirst(page);
    const documents = await listDocuments(access, reads, patient, { limit, after: readTimePosition(page.after) });
    const nodes = documents.map((document) => toDocumentType(patient, document));
    return toConnection(nodes, limit, ({ at, id }) => [at.toISOString(), id]);
  }

  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => DocumentType, { nullable: true, description: 'One document; null when there is none with this id that the viewer may read.' })
  async document(
    @Root() patient: RoomPatient,
    @Arg('id', () => ID, { description: 'Identifier of the document.' }) id: string,
    @Ctx() { access, reads }: DocumentsContext,
  ): Promise<DocumentType | null> {
    const document = await readDocument(access, reads, patient, id);
    return document === null ? null : toDocumentType(patient, document);
  }

  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => [UploadType], { nullable: true, description: 'Files that the viewer added and that are being checked, held or refused, the newest first (DOC-2).' })
  async uploads(@Root() patient: RoomPatient, @Ctx() { access, reads }: DocumentsContext): Promise<UploadType[]> {
    // Files in hand are shown to who sends them, and not to whom the record is open beside.
    return access.viewAs !== undefined ? [] : (await reads.uploads(patient)).map(toUploadType);
  }

  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => [PregnancyType], { nullable: true, description: 'Maternity folders, the newest first (DOC-3).' })
  async pregnancies(@Root() patient: RoomPatient, @Ctx() { reads }: DocumentsContext): Promise<PregnancyType[]> {
    return gatherPregnancies(await reads.maternity(patient)).map((pregnancy) => toPregnancyType(patient, pregnancy));
  }
}
