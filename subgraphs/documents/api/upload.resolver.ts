import { randomUUID } from 'node:crypto';
import { CieError } from '@cie/kit/errors.ts';
import type { RoomPatient } from '@cie/kit/federation/room-patient.ts';
import { isUploadMediaType } from '@cie/kit/uploads.ts';
import { Arg, Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { beginUpload, withdrawOwnDocument, withdrawUpload } from '../domain/add-upload.ts';
import { readDocument } from '../domain/read-documents.ts';
import { DocumentType, toDocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';
import { RecordChange } from './patient.type.ts';
import { toUploadType, UploadInput, UploadType } from './upload.type.ts';

/** What people may do in this room, each with the write pass that sharing gives for it (DOC-2). */
@Resolver(() => RecordChange)
export class UploadResolver {
  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => UploadType, { description: 'Makes room for a file; the page that adds it sends the bytes (POST /files/upload). Errors: UPLOAD_INVALID, UPLOADS_TOO_MANY.' })
  async beginUpload(@Root() change: RoomPatient, @Arg('input', () => UploadInput, { description: 'What is said of it.' }) input: UploadInput, @Ctx() { access, uploads }: DocumentsContext): Promise<UploadType> {
    const { title, kind, dated, fileName, mediaType, label } = input;
    if (!isUploadMediaType(mediaType)) throw new CieError('UPLOAD_INVALID', 'Files that can be added are PDF, JPEG and PNG pictures, and plain text.');
    return toUploadType(await beginUpload(access, uploads, change, { title, type: kind, dated: dated ?? null, fileName, mediaType, label: label ?? null }, randomUUID));
  }

  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => Boolean, { description: 'Takes back a file that is being checked, or tidies away the notice that it was refused. Errors: DOCUMENT_NOT_FOUND.' })
  async withdrawUpload(@Root() change: RoomPatient, @Arg('id', () => ID, { description: 'Identifier of the upload.' }) id: string, @Ctx() { access, uploads }: DocumentsContext): Promise<boolean> {
    await withdrawUpload(access, uploads, change, id);
    return true;
  }

  @Directive('@requires(fields: "access { documents }")')
  @FieldResolver(() => DocumentType, { nullable: true, description: 'Takes back a document that the viewer added. Errors: DOCUMENT_NOT_FOUND.' })
  async withdrawDocument(@Root() change: RoomPatient, @Arg('id', () => ID, { description: 'Identifier of the document.' }) id: string, @Ctx() { access, uploads, reads }: DocumentsContext): Promise<DocumentType | null> {
    await withdrawOwnDocument(access, uploads, change, id);
    const document = await readDocument(access, reads, change, id);
    return document === null ? null : toDocumentType(change, document);
  }
}
