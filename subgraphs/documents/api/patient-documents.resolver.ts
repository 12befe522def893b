import { readTimePosition, toConnection } from '@cie/kit/federation/connection.ts';
import { checkedFirst, PageArgs } from '@cie/kit/federation/page.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { Arg, Args, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { listDocuments, readDocument } from '../domain/read-documents.ts';
import { DocumentConnectionType, DocumentType, toDocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';
import { Patient } from './patient.type.ts';

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
}
