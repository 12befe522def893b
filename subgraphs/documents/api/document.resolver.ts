import { isOwnAccount } from '@cie/kit/access-context.ts';
import { HeldLabelType, labelHistoryWords } from '@cie/kit/federation/label-history.type.ts';
import { WhomToAskType } from '@cie/kit/federation/whom-to-ask.type.ts';
import { readLabelHistory } from '@cie/kit/move-label.ts';
import { Byte } from '@cie/kit/scalars.ts';
import type { KeyRing } from '@cie/kit/sealing.ts';
import { whomToAsk } from '@cie/kit/whom-to-ask.ts';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { prepareFile } from '../domain/prepare-file.ts';
import { findVersion, listVersions, readFile, readText } from '../domain/read-documents.ts';
import { DocumentFileType, DocumentType, DocumentVersionType, toDocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';

const whichVersion = { nullable: true, description: 'Number of the version; the newest when it is left out.' } as const;

/** What a document says, and its history, read only when asked for. */
@Resolver(() => DocumentType)
export class DocumentResolver {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Its text; null for a file that came without any, and once the document is withdrawn.' })
  async text(@Root() document: DocumentType, @Ctx() { access, reads }: DocumentsContext, @Arg('version', () => Int, whichVersion) number: number | null | undefined): Promise<string | null> {
    const { patient, stored } = document;
    const version = await findVersion(access, reads, patient, stored, number);
    return version === null ? null : readText(access, reads, patient, { document: stored, version });
  }

  @FieldResolver(() => Byte, { nullable: true, description: 'The file, base64, or the text in UTF-8; null once the document is withdrawn. Large files have a download address instead. Errors: CONTENT_TOO_LARGE.' })
  async content(@Root() document: DocumentType, @Ctx() { access, reads }: DocumentsContext, @Arg('version', () => Int, whichVersion) number: number | null | undefined): Promise<Buffer | null> {
    const { patient, stored } = document;
    const version = await findVersion(access, reads, patient, stored, number);
    return version === null ? null : readFile(access, reads, patient, { document: stored, version });
  }

  @FieldResolver(() => DocumentFileType, { nullable: true, description: 'Its content as a file to save; null once the document is withdrawn.' })
  async file(@Root() document: DocumentType, @Ctx() { access, reads }: DocumentsContext, @Arg('version', () => Int, whichVersion) number: number | null | undefined): Promise<DocumentFileType | null> {
    const { patient, stored } = document;
    const version = await findVersion(access, reads, patient, stored, number);
    return version === null ? null : prepareFile(access, this.#ring, { document: stored, version });
  }

  @FieldResolver(() => [DocumentVersionType], { description: 'Its versions in the order in which they were written, the oldest first; none once the document is withdrawn.' })
  async versions(@Root() { patient, stored }: DocumentType, @Ctx() { access, reads }: DocumentsContext): Promise<DocumentVersionType[]> {
    const versions = await listVersions(access, reads, patient, stored);
    return versions.map(({ author, at, atText, mediaType, size }, index) => ({ number: index + 1, author, at, atText, mediaType, size }));
  }

  @FieldResolver(() => DocumentType, { nullable: true, description: 'The document that takes the place of this one, if the viewer may read it.' })
  async replacedBy(@Root() { patient, stored }: DocumentType, @Ctx() { reads }: DocumentsContext): Promise<DocumentType | null> {
    const other = await reads.successorOf(patient, stored);
    return other === null ? null : toDocumentType(patient, other);
  }

  @FieldResolver(() => DocumentType, { nullable: true, description: 'The document whose place this one takes, if the viewer may read it.' })
  async replaces(@Root() { patient, stored }: DocumentType, @Ctx() { reads }: DocumentsContext): Promise<DocumentType | null> {
    const other = await reads.predecessorOf(patient, stored);
    return other === null ? null : toDocumentType(patient, other);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the viewer added it, and so may take it back (DOC-2).' })
  addedByYou(@Root() { stored }: DocumentType, @Ctx() { access }: DocumentsContext): boolean {
    return isOwnAccount(access, stored.authorId);
  }

  @FieldResolver(() => [HeldLabelType], { nullable: true, description: labelHistoryWords })
  labelHistory(@Root() { patient, id }: DocumentType, @Ctx() { labels }: DocumentsContext): Promise<readonly HeldLabelType[] | null> {
    return readLabelHistory(labels, patient, id);
  }

  @FieldResolver(() => WhomToAskType, { description: 'Whom to ask about it (REC-2).' })
  ask(@Root() { organisation, site, author }: DocumentType, @Ctx() { contacts }: DocumentsContext): WhomToAskType {
    return whomToAsk({ kind: 'document', organisation: organisation.odsCode, site, author, team: null }, contacts);
  }
}
