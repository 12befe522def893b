import { Byte } from '@cie/kit/scalars.ts';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readFile, readText } from '../domain/read-documents.ts';
import { DocumentType } from './document.type.ts';
import type { DocumentsContext } from './documents-context.ts';

/** The content of a document, read only when asked for. */
@Resolver(() => DocumentType)
export class DocumentResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Its text; null for a PDF that came without any.' })
  async text(@Root() document: DocumentType, @Ctx() { access, reads }: DocumentsContext): Promise<string | null> {
    return readText(access, reads, document.patient, document);
  }

  @FieldResolver(() => Byte, { nullable: true, description: 'The file, base64: a PDF, or the text in UTF-8.' })
  async content(@Root() document: DocumentType, @Ctx() { access, reads }: DocumentsContext): Promise<Buffer | null> {
    return readFile(access, reads, document.patient, document);
  }
}
