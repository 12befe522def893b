import { CieError } from '@cie/kit/errors.ts';
import { PrivacyLabel } from '@cie/kit/federation/privacy-label.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { moveLabel } from '@cie/kit/move-label.ts';
import type { Label } from '@cie/kit/names.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { readDocument } from '../domain/read-documents.ts';
import { DocumentType, toDocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';
import { RecordChange } from './patient.type.ts';

const unknown = (): CieError => new CieError('DOCUMENT_NOT_FOUND', 'There is no document of this id that you can read.');

/** ACS-1: the patient decides which label a document has. */
@Resolver(() => RecordChange)
export class MoveDocumentResolver {
  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => DocumentType, {
    nullable: true,
    description: 'Moves a document, with its versions and files, to another privacy label; no later version moves it back. Needs the purpose MOVE_DOCUMENT, which is the patient’s alone. Errors: DOCUMENT_NOT_FOUND, CHANGE_NOT_ALLOWED.',
  })
  async moveDocument(
    @Root() change: RoomPatient,
    @Arg('documentId', () => ID, { description: 'The document.' }) id: string,
    @Arg('label', () => PrivacyLabel, { description: 'The label it is to have.' }) label: Label,
    @Ctx() { access, labels, reads }: DocumentsContext,
  ): Promise<DocumentType | null> {
    await moveLabel(access, labels, change, { id, label, unknown });
    const document = await readDocument(access, reads, change, id);
    return document === null ? null : toDocumentType(change, document);
  }
}
